"""Cost of poor quality, defect codes that quality keeps, and the figures that are drawn from them."""

from __future__ import annotations

from typing import Any

import pytest


def test_a_case_has_its_costs(quality: Any) -> None:
    case = quality.case()
    quality.post(f"cases/{case}/costs", kind="hours", amount="640", quantity="8")
    quality.post(f"cases/{case}/costs", "warehouse", kind="freight", amount="1280.50", note="Air freight")
    quality.post(f"cases/{case}/costs", kind="freight", amount="-280.50", note="Credit of the carrier")
    assert [(c["kind"], float(c["amount"])) for c in quality.get(f"cases/{case}")["costs"]] == [
        ("hours", 640), ("freight", 1280.5), ("freight", -280.5),
    ]  # fmt: skip
    page = quality.browser("quality@SZ", language="en").get(f"/quality/cases/{case}").text
    assert "1640 CNY" in page


TOLD: dict[str, Any] = {
    "cost": "01932f5e-9c3a-7b60-8a52-2f6f0d7c1e11", "number": "RT-SZ-2026-000042", "complaint": "KS-SZ-2026-000123",
    "kind": "freight_in", "amount": "1280.50", "currency": "CNY", "note": "Sea freight", "recorded_by": "Li Na",
}  # fmt: skip


def test_what_a_return_cost_counts_to_the_case_once_however_often_and_early_it_is_told(quality: Any) -> None:
    quality.hear("return.cost_recorded", TOLD["number"], **TOLD)
    quality.hear("return.cost_recorded", TOLD["number"], **TOLD)
    case = quality.case()
    quality.post(f"cases/{case}/costs", kind="hours", amount="640", quantity="8")
    costs = quality.get(f"cases/{case}")["costs"]
    assert [(c["source"], c["kind"], float(c["amount"])) for c in costs] == [
        (TOLD["number"], "freight_in", 1280.5), (None, "hours", 640),
    ]  # fmt: skip
    page = quality.browser("quality@SZ", language="en").get(f"/quality/cases/{case}").text
    assert "1920.5 CNY" in page
    assert TOLD["number"] in page


def test_a_cost_told_before_the_return_had_a_complaint_comes_to_its_case(quality: Any) -> None:
    quality.hear("return.cost_recorded", TOLD["number"], **{**TOLD, "complaint": None})
    case = quality.case()
    assert quality.get(f"cases/{case}")["costs"] == []
    quality.hear("return.requested", TOLD["number"], **quality.returned)
    assert [c["source"] for c in quality.get(f"cases/{case}")["costs"]] == [TOLD["number"]]


@pytest.mark.parametrize(
    ("cost", "field"),
    [
        ({"kind": "hours", "amount": "1"}, "quantity"), ({"kind": "credit", "amount": "0"}, "amount"), ({"kind": "beer", "amount": "1"},
        "kind"),
        ({"kind": "credit", "amount": "-1"}, "note"), ({"kind": "credit", "amount": "1.001"}, "amount"),
        ({"kind": "credit", "amount": "NaN"}, "amount"), ({"kind": "credit", "amount": "1", "currency": "yuan"}, "currency"),
    ],
)  # fmt: skip
def test_costs_that_cannot_be_are_refused(quality: Any, cost: dict[str, Any], field: str) -> None:
    assert quality.post(f"cases/{quality.case()}/costs", expect=422, **cost)["errors"][0]["pointer"] == f"#/{field}"


def test_quality_keeps_the_defect_tree(quality: Any) -> None:
    client = quality.program("quality@SZ")
    made = quality.post("defects", expect=201, code="DIM-09", parent="DIM", zh="壁厚不均", en="Uneven wall")
    assert made["active"] is True
    quality.post("defects", expect=409, code="DIM-09", parent="DIM", zh="…", en="…")
    quality.post("defects", expect=422, code="DIM-10", parent="DIM-09", zh="…", en="…")
    quality.post("defects", "sales", expect=403, code="DIM-10", parent="DIM", zh="…", en="…")
    assert client.put("/quality/api/v1/defects/DIM-01", json={"zh": "尺寸超差", "en": "Size", "active": False}).status_code == 200
    case = quality.case()
    quality.standard()
    quality.test(case, "20.04")
    for code in ("DIM-01", "DIM"):  # out of use; a group
        assert quality.verdict(case, expect=422, defect_code=code)["errors"][0]["pointer"] == "#/defect_code"
    quality.verdict(case, defect_code="DIM-09")


def test_defects_are_counted_and_first_pass_yield_is_worked_out(quality: Any) -> None:
    case = quality.judged()
    quality.post(f"cases/{case}/tests", sample="late", values=[{"characteristic": 1, "value": "20"}])  # late: does not count
    other = quality.post("cases", expect=201, site="SZ", product="GP-200", text="…")["number"]
    quality.post(f"cases/{other}/tests", sample="1", inspected=9, values=[{"characteristic": 1, "value": "20"}])
    quality.verdict(other, defect_code="FUN-03", despite="装机后复现")
    figures = quality.get("figures")
    assert [(row["code"], row["cases"]) for row in figures["pareto"]] == [("DIM-01", 1), ("FUN-03", 1)]
    assert figures["pareto"][1]["cumulative"] == 1
    assert figures["first_pass_yield"] == [{"product": "GP-200", "inspected": 10, "bad": 1, "share": 0.9}]
    assert quality.program("quality@HZ").get("/quality/api/v1/figures").json == {"pareto": [], "first_pass_yield": []}

"""Product standards: drafted, released, revised by copying; a released version never changes."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.clause("4.1.3.2")
def test_a_standard_is_revised_by_copying(quality: Any) -> None:
    first = quality.standard()
    quality.post(
        f"standards/{first['number']}/change", expect=409, **{k: v for k, v in quality.bore.items() if k not in ("site", "product")}
    )
    quality.post(f"standards/{first['number']}/revise", change_note="Tighter bore", valid_from="2026-07-01")
    second = quality.get("standards?state=draft")[0]
    assert (second["revision"], second["change_note"]) == (2, "Tighter bore")
    assert [c["name_en"] for c in second["characteristics"]] == ["Bore", "Hardness", "Appearance"]
    assert second["characteristics"][2]["upper"] == "0"


def test_two_versions_cannot_hold_from_the_same_day(quality: Any) -> None:
    quality.standard()
    second = quality.post("standards", expect=201, **quality.bore)["number"]
    quality.post(f"standards/{second}/release", expect=409)
    quality.post(f"standards/{second}/discard")


@pytest.mark.parametrize(
    ("limits", "field"),
    [({}, "upper"), ({"lower": "2", "upper": "1"}, "upper"), ({"lower": "1.0000001"}, "lower"), ({"lower": "x"}, "lower")],
)
def test_a_characteristic_needs_limits_that_can_be_judged(quality: Any, limits: dict[str, str], field: str) -> None:
    wrong = {**quality.bore, "characteristics": [{"name_zh": "内径", "name_en": "Bore", **limits}]}
    problem = quality.post("standards", expect=422, **wrong)
    assert problem["errors"][0]["pointer"] == f"#/characteristics/0/{field}"


@pytest.mark.parametrize("wrong", [{"characteristics": []}, {"title": "a\x00b"}, {"unknown": 1}, {"title": "x" * 201}])
def test_bad_input_is_refused_with_words(quality: Any, wrong: dict[str, Any]) -> None:
    assert quality.post("standards", expect=422, **{**quality.bore, **wrong})["detail"]


def test_sales_reads_but_does_not_write(quality: Any) -> None:
    quality.standard()
    assert len(quality.get("standards", "sales")) == 1
    quality.post("standards", "sales", expect=403, **quality.bore)


def test_the_defect_tree_speaks_both_languages(quality: Any) -> None:
    tree = {defect["code"]: defect for defect in quality.get("defects")}
    assert tree["DIM-01"] == {
        "code": "DIM-01", "parent": "DIM", "zh": "尺寸超差", "en": "Dimension out of tolerance", "active": True,
    }  # fmt: skip

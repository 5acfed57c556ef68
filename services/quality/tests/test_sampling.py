"""Sampling a lot: planned with a lot size, judged by the pieces that were inspected, and what that does to the next lot."""

from __future__ import annotations

import threading
from typing import Any

import pytest


def _lot(quality: Any, bad: int = 0, *, lot: str = "L1", **plan: Any) -> dict[str, Any]:
    """A lot of 1,000 pieces by AQL 1.0, inspected with so many bad pieces; its sample as the case shows it."""
    case = str(quality.post("cases", expect=201, site="SZ", product="GP-200", lot=lot, text="Incoming lot")["number"])
    scheme = plan or {"aql": "1.0"}
    quality.post(f"cases/{case}/plan", plan="By sample", lot_size=1000, **scheme)
    values = [{"characteristic": 3, "piece": 1, "value": str(bad)}]
    quality.post(f"cases/{case}/tests", sample="at random", values=values, inspected=quality.get(f"cases/{case}")["samples"][0]["n"])
    return dict(quality.get(f"cases/{case}")["samples"][0])


@pytest.mark.clause("4.1.3.2")
def test_a_lot_is_planned_by_its_size_and_judged_by_its_sample(quality: Any) -> None:
    quality.standard()
    case = quality.case()
    quality.post(f"cases/{case}/plan", plan="By sample", lot_size=1000, aql="1.0")
    sample = quality.get(f"cases/{case}")["samples"][0]
    assert (sample["letter"], sample["n"], sample["ac"], sample["re"], sample["severity"]) == ("J", 80, 2, 3, "normal")
    values = [{"characteristic": 1, "piece": piece, "value": "20.1" if piece < 3 else "20"} for piece in range(1, 11)]
    quality.post(f"cases/{case}/tests", sample="1-10", values=values)
    sample = quality.get(f"cases/{case}")["samples"][0]
    assert (sample["inspected"], sample["bad"], sample["accepted"]) == (10, 2, None)
    quality.post(f"cases/{case}/tests", sample="11-80", inspected=70, values=[{"characteristic": 3, "value": "0"}])
    assert quality.get(f"cases/{case}")["samples"][0]["accepted"] is True
    quality.post(f"cases/{case}/tests", sample="more", values=[{"characteristic": 1, "value": "21"}])
    assert quality.get(f"cases/{case}")["samples"][0]["bad"] == 2  # the lot was judged; the test itself is kept
    fact = quality.facts("kesu.lot.judged.v1")
    assert [(f["inspected"], f["bad"], f["accepted"]) for f in fact] == [(80, 2, True)]


def test_a_lot_is_rejected_as_soon_as_too_many_are_bad(quality: Any) -> None:
    quality.standard()
    case = quality.case()
    quality.post(f"cases/{case}/plan", plan="By sample", lot_size=1000, limiting_quality="5.00")
    values = [{"characteristic": 1, "piece": piece, "value": "20.1"} for piece in (1, 2)]
    quality.post(f"cases/{case}/tests", sample="1-2", values=values)
    sample = quality.get(f"cases/{case}")["samples"][0]
    assert (sample["n"], sample["ac"], sample["inspected"], sample["accepted"], sample["series"]) == (80, 1, 2, False, None)
    quality.post(f"cases/{case}/plan", expect=409, plan="again", lot_size=1000, limiting_quality="5.00")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"lot_size": 1000}, "aql"), ({"aql": "1.0"}, "lot_size"), ({"lot_size": 1, "aql": "1.0"}, "lot_size"),
        ({"lot_size": 1000, "aql": "1.1"}, "aql"), ({"lot_size": 1000, "aql": "1.0", "limiting_quality": "5.00"}, "limiting_quality"),
    ],
)  # fmt: skip
def test_a_sample_needs_a_lot_size_and_one_scheme(quality: Any, given: dict[str, Any], field: str) -> None:
    problem = quality.post(f"cases/{quality.case()}/plan", expect=422, plan="…", **given)
    assert problem["errors"][0]["pointer"] == f"#/{field}"


def test_lots_in_a_row_switch_the_severity_of_the_next(quality: Any) -> None:
    quality.standard()
    assert [_lot(quality, bad)["severity"] for bad in (3, 3, 0)] == ["normal", "normal", "tightened"]
    assert _lot(quality, 0, limiting_quality="5.00")["severity"] is None  # alone: counts in no series
    series = quality.get("sampling")[0]
    assert (series["state"], series["lots"], series["recent"]) == ("tightened", 3, [True])
    switched = quality.facts("kesu.sampling.switched.v1")
    assert [(f["before"], f["state"], f["reason"]) for f in switched] == [("normal", "tightened", None)]
    quality.post(f"sampling/{series['number']}/reduce", "lead", expect=409, reason="steady")


def test_a_lead_reduces_inspection_when_the_score_allows_it(quality: Any) -> None:
    quality.standard()
    for _ in range(10):
        _lot(quality)
    series = quality.get("sampling")[0]
    assert (series["score"], series["may_be_reduced"]) == (30, True)
    quality.post(f"sampling/{series['number']}/reduce", expect=403, reason="steady")
    quality.post(f"sampling/{series['number']}/reduce", "lead", reason="Steady for a year")
    assert (_lot(quality)["n"], _lot(quality, 3)["accepted"]) == (32, False)
    assert quality.get("sampling")[0]["state"] == "normal"


@pytest.mark.clause("4.1.3.2")
def test_an_instrument_past_its_calibration_needs_a_reason(quality: Any) -> None:
    quality.standard()
    case = quality.case()
    dates = {"calibrated_on": "2025-01-02", "calibration_due": "2026-01-01"}
    made = quality.post("instruments", expect=201, site="SZ", code="CMM-01", name="三坐标测量机", **dates)
    quality.post("instruments", expect=409, site="SZ", code="CMM-01", name="…", **dates)
    values = [{"characteristic": 1, "value": "20"}]
    late = {"sample": "1", "values": values, "instrument": "CMM-01", "tested_at": "2026-01-02T02:00:00+00:00"}
    assert quality.post(f"cases/{case}/tests", expect=422, **late)["errors"][0]["pointer"] == "#/calibration_reason"
    quality.post(f"cases/{case}/tests", **{**late, "tested_at": "2026-01-01T02:00:00+00:00"})
    quality.post(f"cases/{case}/tests", **late, calibration_reason="Checked with the gauge block")
    kept = quality.get(f"cases/{case}")["measurements"]
    assert [(t["calibration_due"], t["calibration_reason"]) for t in kept] == [
        ("2026-01-01", None), ("2026-01-01", "Checked with the gauge block"),
    ]  # fmt: skip
    quality.post(f"instruments/{made['number']}/calibrate", calibrated_on="2026-01-05", calibration_due="2027-01-04")
    quality.post(f"cases/{case}/tests", **{**late, "tested_at": "2026-01-06T02:00:00+00:00"})


def test_two_who_plan_the_first_lots_of_a_product_at_once_have_one_series(quality: Any) -> None:
    quality.standard()
    cases = [quality.post("cases", expect=201, site="SZ", product="GP-200", lot=f"L{n}", text="Lot")["number"] for n in range(4)]
    start, answers = threading.Barrier(len(cases)), []

    def plan(case: str) -> None:
        client = quality.program("quality@SZ", login=case)
        start.wait()
        body = {"plan": "By sample", "lot_size": 1000, "aql": "1.0"}
        answers.append(client.post(f"/quality/api/v1/cases/{case}/plan", json=body).status_code)

    threads = [threading.Thread(target=plan, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * len(cases)
    assert len({quality.get(f"cases/{case}")["samples"][0]["series"] for case in cases}) == 1
    assert len(quality.get("sampling")) == 1

"""The facts that quality states, each with its schema and a frozen example. Others build on them: a changed meaning is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kesu_common.events import EventType, SchemaClass
from kesu_quality.cases.facts import EXAMPLE as _CASE
from kesu_quality.facts import (
    CaseAmended,
    CaseAsked,
    CaseAttached,
    CaseClosed,
    CaseOpened,
    CasePlanned,
    CaseReopened,
    ConsentAsked,
    ConsentRecorded,
    CostRecorded,
    DefectFact,
    DispositionDecided,
    GoodsCounted,
    HandlingAsked,
    HandlingCancelled,
    HandlingDecided,
    InstrumentFact,
    LotJudged,
    Reinspected,
    Released,
    ReviewCancelled,
    ReviewCompleted,
    ReviewConvened,
    ReviewDue,
    ReviewNoted,
    ReviewSigned,
    SamplingSwitched,
    StandardFact,
    TestRecorded,
    VerdictGiven,
    VerdictRevised,
    WorkReported,
)
from kesu_quality.goods.facts import EXAMPLE as _GOODS
from kesu_quality.goods.facts import GoodsFact


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_AT = "2026-11-24T09:30:00+00:00"
_STANDARD = {
    "number": "QS-SZ-2026-000004", "state": "draft", "product": "GP-200", "title": "Gear pump GP-200", "standard_version": 2,
    "valid_from": "2026-03-01", "characteristics": 5,
}  # fmt: skip
_TEST = {
    "test": "QT-SZ-2026-000044", "standard": "QS-SZ-2026-000004", "standard_version": 2, "sample": "No. 1-3", "result": "fail",
    "failed": ["Bore"],
    "missing": [], "late": False, "instrument": "Bore gauge 0.001 mm", "tested_at": _AT,
    "readings": [{
        "name_zh": "孔径", "name_en": "Bore", "unit": "mm", "lower": "20", "upper": "20.021",
        "values": ["20.061", "20.064", "20.06"], "conforms": False,
    }],
}  # fmt: skip
_VERDICT = {
    "state": "judged", "verdict": "ours", "defect_code": "DIM-01", "defect_zh": "尺寸超差", "defect_en": "Dimension out of tolerance",
    "responsible_department": "production", "severity": "major", "summary": "Bore 0.04 mm above the upper limit on 3 of 3 pieces.",
}  # fmt: skip
_RETURN = {
    "return_number": "RT-SZ-2026-000042", "complaint": "KS-SZ-2026-000123", "customer_code": "C001", "customer_name": "Hamburg Pumps GmbH",
    "state": "requested",
}  # fmt: skip
_REVIEW = {**_RETURN, "review": "RV-SZ-2026-000009", "state": "opened"}
_WHO = [{"department": "quality", "name": "王磊"}, {"department": "production", "name": "陈刚"}]
_RESULT = {
    "participants": _WHO, "result": "The bore of the whole lot is too wide.", "capa_needed": True, "capa_reason": None,
    "responsible_department": "production", "defect_code": "DIM-01", "in_time": True,
    "lines": [{"line": 1, "product": "P-100", "lot": "L2026-07", "ours": "110", "not_ours": "6", "no_fault_found": "4"}],
}  # fmt: skip
_REWORK = {"part": 1, "disposition": "rework", "quantity": "40"}

STANDARD_DRAFTED = _of("standard.drafted", StandardFact, _STANDARD, "A version of a product's standard was drafted or changed")
STANDARD_RELEASED = _of(
    "standard.released", StandardFact, {**_STANDARD, "state": "released"}, "A version of a product's standard came into force"
)
STANDARD_RETIRED = _of(
    "standard.retired", StandardFact, {**_STANDARD, "state": "retired"}, "A version of a product's standard is out of force"
)
CASE_OPENED = _of(
    "case.opened", CaseOpened, {**_CASE, "source": "complaint", "severity": "major", "due_at": _AT, "question": "请检测轴封。"},
    "Quality has a case to find out about",
)  # fmt: skip
CASE_ASKED = _of(
    "case.asked", CaseAsked, {**_CASE, "state": "testing", "question": "请再测孔径。", "due_at": _AT}, "Sales asks again about an open case"
)
CASE_AMENDED = _of(
    "case.amended",
    CaseAmended,
    {**_CASE, "state": "testing", "quantity": "120"},
    "Which goods the complaint is about became known, or was corrected",
)
CASE_PLANNED = _of(
    "case.planned",
    CasePlanned,
    {**_CASE, "state": "testing", "plan": "Measure 5 pieces.", "manufactured_on": "2026-07-02"},
    "A test was planned",
)
CASE_REOPENED = _of(
    "case.reopened", CaseReopened, {**_CASE, "state": "testing", "reason": "The customer disagrees.", "round": 2}, "A case is tested again"
)
CASE_CLOSED = _of("case.closed", CaseClosed, {**_CASE, "state": "closed", "note": None}, "A case was closed")
TEST_RECORDED = _of(
    "test.recorded", TestRecorded, {**_CASE, "state": "testing", **_TEST}, "A sample was measured and judged against the standard"
)
CASE_ATTACHED = _of(
    "case.attached", CaseAttached,
    {**_CASE, "state": "testing", "kind": "photo", "attachment": "01935d7e-8a40-7c11-b0a4-6a1f9c3f2b11", "filename": "bore.jpg",
     "media_type": "image/jpeg", "size": 183220, "sha256": "9f" * 32},
    "A photo or another file was joined to a case",
)  # fmt: skip
DEFECT_KEPT = _of(
    "defect.kept", DefectFact, {"code": "DIM-01", "parent": "DIM", "zh": "尺寸超差", "en": "Dimension out of tolerance", "active": True},
    "A defect code was added, renamed, or taken out of use",
)  # fmt: skip
LOT_JUDGED = _of(
    "lot.judged", LotJudged,
    {**_CASE, "state": "testing", "series": "SR-SZ-2026-000003", "aql": "1.0", "limiting_quality": None, "severity": "normal",
     "lot_size": 1000, "n": 80, "ac": 2, "inspected": 80, "bad": 3, "accepted": False},
    "A lot was judged by its sample",
)  # fmt: skip
SAMPLING_SWITCHED = _of(
    "sampling.switched", SamplingSwitched,
    {"series": "SR-SZ-2026-000003", "product": "GP-200", "aql": "1.0", "level": "II", "before": "normal", "state": "tightened",
     "reason": None},
    "Lots of a series are inspected more or less severely from now on",
)  # fmt: skip
INSTRUMENT_KEPT = _of(
    "instrument.kept", InstrumentFact,
    {"number": "IN-SZ-2026-000002", "state": "in_use", "code": "CMM-01", "name": "Coordinate measuring machine",
     "calibrated_on": "2026-03-02", "calibration_due": "2027-03-01"},
    "A measuring instrument was entered, calibrated or taken out of use",
)  # fmt: skip
VERDICT_GIVEN = _of("verdict.given", VerdictGiven, {**_CASE, **_VERDICT}, "Quality has judged whose fault it is")
VERDICT_REVISED = _of(
    "verdict.revised",
    VerdictRevised,
    {**_CASE, **_VERDICT, "before": "not_ours", "reason": "New samples."},
    "Quality has judged otherwise, or again",
)
HANDLING_ASKED = _of(
    "handling.asked", HandlingAsked, {**_RETURN, "lines": [{"line": 1, "product": "P-100", "lot": "L2026-07", "quantity": "120"}]},
    "Quality has the form of a return",
)  # fmt: skip
HANDLING_DECIDED = _of(
    "handling.decided", HandlingDecided, {**_RETURN, "state": "decided", "way": "return_and_exchange",
        "handling": "Exchange; test 13 pieces."},
    "Quality has decided the way of handling",
)  # fmt: skip
HANDLING_CANCELLED = _of(
    "handling.cancelled",
    HandlingCancelled,
    {**_RETURN, "state": "cancelled", "reason": "Return cancelled."},
    "A return need not be handled any more",
)
REVIEW_DUE = _of("review.due", ReviewDue, {**_REVIEW, "due_at": _AT}, "A return has to be reviewed within one working day")
REVIEW_CONVENED = _of(
    "review.convened", ReviewConvened, {**_REVIEW, "state": "convened", "participants": _WHO}, "Departments were convened to a review"
)
REVIEW_COMPLETED = _of(
    "review.completed", ReviewCompleted, {**_REVIEW, "state": "decided", **_RESULT}, "The result of a review, for all departments"
)
REVIEW_NOTED = _of(
    "review.noted", ReviewNoted, {**_REVIEW, "state": "decided", "departments": ["sales"]}, "Departments have read the result"
)
REVIEW_SIGNED = _of(
    "review.signed", ReviewSigned, {**_REVIEW, "state": "convened", "department": "production", "signed": True, "comment": None},
    "A participating department signed, or said why it does not",
)  # fmt: skip
REVIEW_CANCELLED = _of(
    "review.cancelled", ReviewCancelled, {**_REVIEW, "state": "cancelled", "reason": "Return cancelled."}, "A review is not needed"
)
GOODS_QUARANTINED = _of(
    "goods.quarantined", GoodsCounted, {**_GOODS, "quantity": "120"}, "Nonconforming goods, or more of them, are kept apart"
)
GOODS_JUDGED = _of("goods.judged", GoodsFact, _GOODS, "It was judged which of the goods are whose fault")
DISPOSITION_DECIDED = _of(
    "disposition.decided", DispositionDecided,
    {**_GOODS, "customer_code": "C001", "parts": [{"disposition": "rework", "quantity": "40"}], "added": [{"disposition": "rework",
        "quantity": "40"}]},
    "It was decided what becomes of nonconforming goods",
)  # fmt: skip
WORK_REPORTED = _of(
    "work.reported", WorkReported, {**_GOODS, **_REWORK, "department": "production", "note": None}, "Goods were repaired or reworked"
)
REINSPECTION_PASSED = _of("reinspection.passed", Reinspected, {**_GOODS, **_REWORK}, "Repaired or reworked goods passed the re-inspection")
REINSPECTION_FAILED = _of("reinspection.failed", Reinspected, {**_GOODS, **_REWORK}, "Repaired or reworked goods failed the re-inspection")
CONSENT_ASKED = _of(
    "consent.asked", ConsentAsked, {**_GOODS, "question": "Will you take 40 pieces with a bore of 20.03 mm?"},
    "Sales is to ask the customer for consent to a concession",
)  # fmt: skip
CONSENT_RECORDED = _of(
    "consent.recorded", ConsentRecorded, {**_GOODS, "agreed": True, "evidence": "E-mail of Mr Brandt, 24 November 2026"},
    "The customer agreed to a concession, or did not",
)  # fmt: skip
COST_RECORDED = _of(
    "cost.recorded", CostRecorded, {**_CASE, "kind": "freight", "amount": "1280", "currency": "CNY", "note": "Air freight of 120 pieces"},
    "What poor quality cost was recorded",
)  # fmt: skip
GOODS_RELEASED = _of("goods.released", Released, {**_GOODS, "quantity": "40", "after": "reinspection"}, "Goods may leave quarantine")

EVENTS = (
    STANDARD_DRAFTED, STANDARD_RELEASED, STANDARD_RETIRED, CASE_OPENED, CASE_ASKED, CASE_AMENDED, CASE_PLANNED, CASE_REOPENED, CASE_CLOSED,
    TEST_RECORDED, CASE_ATTACHED, DEFECT_KEPT, LOT_JUDGED, SAMPLING_SWITCHED, INSTRUMENT_KEPT,
    VERDICT_GIVEN, VERDICT_REVISED, HANDLING_ASKED, HANDLING_DECIDED, HANDLING_CANCELLED, REVIEW_DUE, REVIEW_CONVENED, REVIEW_COMPLETED,
    REVIEW_NOTED,
    REVIEW_CANCELLED, GOODS_QUARANTINED, GOODS_JUDGED, DISPOSITION_DECIDED, WORK_REPORTED, REINSPECTION_PASSED, REINSPECTION_FAILED,
    GOODS_RELEASED, REVIEW_SIGNED, CONSENT_ASKED, CONSENT_RECORDED, COST_RECORDED,
)  # fmt: skip

"""Who may do what in quality: the quality department (品质部) tests and judges, a lead (主管领导) decides what cannot be taken back."""

from __future__ import annotations

from kesu_common.people.actors import Action
from kesu_common.people.roles import DEPARTMENTS, READERS

READ = Action("quality.read", {*READERS, "integration"})
KEEP_STANDARD = Action("standard.keep", {"quality", "rnd"})
RELEASE_STANDARD = Action("standard.release", {"quality", "lead"})
OPEN_CASE = Action("case.open", {"quality"})
TEST = Action("case.test", {"quality", "integration"})
SWITCH = Action("sampling.switch", {"lead"})
"""To inspect less, and to inspect again what was discontinued: the responsible authority of ISO 2859-1."""
KEEP_DEFECTS = Action("defect.keep", {"quality"})
KEEP_INSTRUMENT = Action("instrument.keep", {"quality"})
JUDGE = Action("case.judge", {"quality"})
CLOSE_CASE = Action("case.close", {"quality", "lead"})
DECIDE_HANDLING = Action("handling.decide", {"quality", "lead"})
REVIEW = Action("review.record", {"quality", "lead"})
NOTE_REVIEW = Action("review.note", {*DEPARTMENTS, "lead"})
QUARANTINE = Action("goods.quarantine", {"quality", "warehouse", "production"})
DISPOSE = Action("goods.dispose", {"quality", "lead"})
GIVE_UP = Action("goods.give_up", {"lead"})
"""Scrap and concession: what a lead has to decide (clause 4.1.3.4-b)."""
RECORD_CONSENT = Action("goods.consent", {"sales", "quality"})
REPORT_WORK = Action("goods.report_work", {"production", "rnd", "quality"})
RECORD_COST = Action("case.cost", {"quality", "sales", "production", "warehouse", "lead"})
REINSPECT = Action("goods.reinspect", {"quality"})

ACTIONS = (
    READ, KEEP_STANDARD, RELEASE_STANDARD, OPEN_CASE, TEST, SWITCH, KEEP_DEFECTS, KEEP_INSTRUMENT, JUDGE, CLOSE_CASE, DECIDE_HANDLING,
    REVIEW, NOTE_REVIEW, QUARANTINE, DISPOSE,
    GIVE_UP,
    RECORD_CONSENT, REPORT_WORK, REINSPECT, RECORD_COST,
)  # fmt: skip

"""Giving a verdict. Of two people who judge at the same moment one wins: commands work on a locked case."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task
from kesu_quality import events, tasks
from kesu_quality.cases.commands import state
from kesu_quality.cases.model import CASE_STATES, Case
from kesu_quality.defects.queries import usable_defect
from kesu_quality.measurements.model import Measurement
from kesu_quality.permissions import JUDGE
from kesu_quality.verdicts.model import Verdict, new_code
from kesu_quality.verdicts.queries import verdicts_of


def give_verdict(
    session: Session, actor: Actor, case: Case, *, verdict: str, summary: str, severity: str | None = None, defect_code: str | None = None,
    responsible_department: str | None = None, untested: str | None = None, despite: str | None = None, reason: str | None = None,
) -> Verdict:  # fmt: skip
    """Judge a case (给出结论); stated as revised when it is not the first verdict.

    *Ours* needs a defect code and the department responsible. Without any test it needs to be said why (`untested`), except for
    *undetermined*. *Ours* although every test passed, and *no fault found* although one failed, need the reason (`despite`). Only what is
    ours has a department that is responsible. Raises `Invalid` for what is missing, `AlreadyDone` when the case was judged meanwhile.
    """
    actor.require(JUDGE, case.site)
    CASE_STATES.apply(case, "judge")
    defect = usable_defect(session, defect_code)
    if verdict == "ours":
        _require(defect_code, "defect_code", N_("Say which defect it is."))
        _require(responsible_department, "responsible_department", N_("Say which department is responsible."))
    else:
        responsible_department = None
    results = _results(session, case)
    if verdict != "undetermined" and not results:
        _require(untested, "untested", N_("Nothing was measured. Record a test, or say why none is needed."))
    if verdict == "ours" and results == {"pass"}:
        _require(despite, "despite", N_("Every test passed. Say why the fault is ours all the same."))
    if verdict == "no_fault_found" and "fail" in results:
        _require(despite, "despite", N_("A test failed. Say why it is no fault."))
    earlier = verdicts_of(session, case.number)
    made = Verdict(
        case_number=case.number, number=len(earlier) + 1, verdict=verdict, defect_code=defect_code,
        responsible_department=responsible_department,
        severity=severity or case.severity, summary=summary, untested=untested, despite=despite, reason=reason,
        given_by=actor.name or actor.id,
        code=new_code(),
    )  # fmt: skip
    session.add(made)
    case.verdict, case.severity = verdict, made.severity
    facts = {
        "verdict": verdict, "defect_code": defect_code, "defect_zh": defect.zh if defect else None,
        "defect_en": defect.en if defect else None,
        "responsible_department": responsible_department, "severity": made.severity, "summary": summary,
    }  # fmt: skip
    if earlier:
        before = {"before": earlier[-1].verdict, "reason": reason}
        state(session, actor, events.VERDICT_REVISED, case, {**facts, **before})
    else:
        state(session, actor, events.VERDICT_GIVEN, case, facts)
    finish_task(session, actor, tasks.TEST, case.number, verdict)
    return made


def _results(session: Session, case: Case) -> set[str]:
    """The results that the case's tests had."""
    return set(session.scalars(select(Measurement.result).where(Measurement.case_number == case.number).distinct()))


def _require(value: str | None, field: str, message: str) -> None:
    if not value:
        raise Invalid(message, field=field)

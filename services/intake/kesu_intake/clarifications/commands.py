"""Clarifying with the customer what the cause is when it is not our fault."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task
from kesu_intake import tasks
from kesu_intake.clarifications.model import Clarification
from kesu_intake.clarifications.queries import CLARIFY_FIRST, is_not_ours, lacks_clarification
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.events import CLARIFIED
from kesu_intake.permissions import CLARIFY


def clarify_complaint(session: Session, actor: Actor, complaint: Complaint, *, cause: str, advice: str, helpers: str) -> Clarification:
    """Record the cause, the solution that is offered, and who helped to find them (clause 4.1.3.3). Raises `Conflict` unless *not ours*."""
    actor.require(CLARIFY, complaint.site)
    COMPLAINT_STATES.apply(complaint, "clarify")
    if not is_not_ours(session, complaint):
        raise Conflict(N_("Only a complaint that is not our fault is clarified; this one is for corrective action."))
    made = Clarification(
        complaint_number=complaint.number,
        round=complaint.round,
        cause=cause,
        advice=advice,
        helpers=helpers,
        recorded_by=actor.name or actor.id,
    )
    session.add(made)
    complaint.updated_at = clock.now()
    facts = {"cause": cause, "advice": advice, "helpers": helpers}
    record(session, actor, CLARIFIED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    finish_task(session, actor, tasks.CLARIFY, complaint.number, "clarified")
    return made


def require_clarified(session: Session, complaint: Complaint) -> None:
    """Raise `Conflict` when the fault is not ours and nobody has recorded yet what the cause is and what we advise."""
    if lacks_clarification(session, complaint):
        raise Conflict(CLARIFY_FIRST, field="kind")

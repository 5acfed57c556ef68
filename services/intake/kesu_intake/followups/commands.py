"""Following up on closed corrective actions."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_intake import tasks
from kesu_intake.complaints.model import Complaint
from kesu_intake.events import FOLLOWUP_RECORDED
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.followups.model import FOLLOWUP_STATES, FollowUp
from kesu_intake.followups.queries import open_followups
from kesu_intake.permissions import FOLLOW_UP


def open_followup(session: Session, actor: Actor, complaint: Complaint, capa: str) -> None:
    """The corrective action was closed: ask the customer (clause 4.1.3.9). One that is open for the same action is left as it is."""
    if any(followup.capa == capa for followup in open_followups(session, complaint.number)):
        return
    session.add(FollowUp(complaint_number=complaint.number, site=complaint.site, capa=capa))
    params = {"customer": complaint.customer_name, "capa": capa}
    open_task(session, actor, tasks.FOLLOW_UP, subject=complaint.number, site=complaint.site, case=complaint.number, params=params)


def record_followup(
    session: Session,
    actor: Actor,
    complaint: Complaint,
    *,
    effective: bool,
    who: str,
    words: str,
    channel: str = "phone",
    capa: str | None = None,
) -> FollowUp:
    """What the customer says: effective or not, in own words. *Not effective* makes capa reopen the action when it hears of it.

    `capa` is needed only when several wait. Raises `NotFound` when none does.
    """
    actor.require(FOLLOW_UP, complaint.site)
    waiting = [followup for followup in open_followups(session, complaint.number) if capa in (None, followup.capa)]
    if not waiting:
        raise NotFound(N_("No follow-up is open for this complaint."))
    followup = waiting[0]
    FOLLOWUP_STATES.apply(followup, "record")
    followup.effective, followup.who, followup.words = effective, who, words
    followup.recorded_by, followup.recorded_at = actor.name or actor.id, clock.now()
    log_exchange(session, actor, complaint, direction="in", channel=channel, person=who, content=words)
    facts = {
        "capa": followup.capa,
        "complaint": complaint.number,
        "customer_code": complaint.customer_code,
        "effective": effective,
        "words": words,
    }
    record(session, actor, FOLLOWUP_RECORDED, complaint, facts, case=complaint.number)
    if not open_followups(session, complaint.number):
        finish_task(session, actor, tasks.FOLLOW_UP, complaint.number, "effective" if effective else "not_effective")
    return followup

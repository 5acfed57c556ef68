"""Approving and rejecting returns (clause 4.1.3.4-a): by somebody other than the requester, within the value that the role may approve."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Forbidden
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task
from kesu_returns import events, tasks
from kesu_returns.approvals.model import Approval, limits_at
from kesu_returns.copies.queries import complaint_of
from kesu_returns.permissions import APPROVE_RETURN
from kesu_returns.receiving.commands import goods_are_in, keep_there
from kesu_returns.returns.commands import end_work, open_work, state
from kesu_returns.returns.facts import facts_of, with_lines
from kesu_returns.returns.model import RETURN_STATES, STAY_THERE, Return


def approve_return(session: Session, actor: Actor, thing: Return, reason: str, *, goodwill: bool = False) -> Return:
    """Let the goods come (批准退货). `goodwill` accepts what is not our fault (clause 4.1.3.3); `reason` is kept.

    Raises `Forbidden` for the requester and beyond the role's limit, `Conflict` on the verdict *not ours* without goodwill.
    """
    actor.require(APPROVE_RETURN, thing.site)
    RETURN_STATES.next(thing.state, "approve")
    role = _entitled_role(session, actor, thing)
    complaint = complaint_of(session, thing.complaint)
    thing.goodwill = thing.goodwill or goodwill or bool(complaint and complaint.goodwill)
    if complaint is not None and complaint.verdict == "not_ours" and not thing.goodwill:
        raise Conflict(N_("The verdict is that the fault is not ours. Approve it only as goodwill, with your reason, or reject it."))
    RETURN_STATES.apply(thing, "approve")
    _keep(session, actor, thing, "approved", role, reason)
    facts = {**facts_of(thing), "reason": reason, "by": actor.id, "role": role, "value": thing.value, "goodwill": thing.goodwill}
    state(session, actor, events.RETURN_APPROVED, thing, facts)
    state(session, actor, events.RETURN_AUTHORISED, thing, with_lines(thing))
    finish_task(session, actor, tasks.APPROVE, thing.number, "approved")
    if thing.complete:
        goods_are_in(session, actor, thing)  # they came unannounced, and are here already
    elif thing.way in STAY_THERE:
        keep_there(session, actor, thing)
    else:
        open_work(session, actor, tasks.EXPECT, thing, due_on=thing.expected_on)
    return thing


def reject_return(session: Session, actor: Actor, thing: Return, reason: str) -> Return:
    """Refuse the return (驳回); sales tells the customer. Raises `Conflict` once goods of it have come."""
    actor.require(APPROVE_RETURN, thing.site)
    RETURN_STATES.next(thing.state, "reject")
    if any(line.received for line in thing.lines):
        raise Conflict(N_("Goods of this return are here already. Send them back, or let it be approved."))
    role = _entitled_role(session, actor, thing)
    RETURN_STATES.apply(thing, "reject")
    thing.outcome = reason
    _keep(session, actor, thing, "rejected", role, reason)
    state(session, actor, events.RETURN_REJECTED, thing, {**facts_of(thing), "reason": reason})
    finish_task(session, actor, tasks.APPROVE, thing.number, "rejected")
    end_work(session, actor, thing)
    return thing


def _entitled_role(session: Session, actor: Actor, thing: Return) -> str:
    """The actor's role that may decide on this value; never that of the one who asked, nor of somebody for whom the actor acts."""
    for role, limit in limits_at(site_of(session, thing.site).targets).items():
        if (limit is None or thing.value <= limit) and actor.has_role(role, thing.site):
            if actor.is_one_of(thing.requested_by, thing.submitted_by):
                raise Forbidden(N_("Whoever asked for a return cannot approve it. Somebody else has to decide."))
            return role
    raise Forbidden(N_("A value of %(value)s is beyond what your roles may approve."), value=f"{thing.value:.2f}")


def _keep(session: Session, actor: Actor, thing: Return, decision: str, role: str, reason: str) -> None:
    session.add(
        Approval(
            return_id=thing.id,
            decision=decision,
            by=actor.id,
            by_name=actor.name,
            on_behalf_of=actor.on_behalf_of,
            role=role,
            reason=reason,
            goodwill=thing.goodwill,
            value=thing.value,
        )
    )

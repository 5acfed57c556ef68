"""Agreeing on a settlement with the customer, and the lead's goodwill."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_intake import tasks
from kesu_intake.clarifications.commands import require_clarified
from kesu_intake.clarifications.queries import is_not_ours
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.complaints.register import quantity_text
from kesu_intake.copies.model import GOODS_HAVE_COME, RETURN_OVER
from kesu_intake.copies.queries import returns_of
from kesu_intake.events import SETTLED
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.permissions import GRANT_GOODWILL, SETTLE
from kesu_intake.settlements.model import ENDS, EXPLAIN, GOODWILL, MOVES_GOODS, REWORK, Settlement
from kesu_intake.settlements.queries import has_goodwill, standing


def settle_complaint(
    session: Session,
    actor: Actor,
    complaint: Complaint,
    *,
    kind: str,
    terms: str,
    agreed_with: str,
    quantity: Decimal | None = None,
    agreed_at: datetime | None = None,
    channel: str = "phone",
    replaces: UUID | None = None,
    beyond: bool = False,
) -> Settlement:
    """Put an agreement on record (clause 3.2-e). Exchange and return need a quantity; returns opens the return when it hears of it.

    It holds beside what was agreed before, unless it `replaces` one of those. Raises `Conflict` on *not ours* for an explanation without a
    clarification and for an exchange or return without a lead's goodwill decision (clause 4.1.3.3); for an exchange or return of more
    pieces than the complaint has left, unless more than it is about are meant to come back (`beyond`): the same agreement put on record
    twice would open two returns; and for a replacement of one whose goods have come already.
    """
    actor.require(SETTLE, complaint.site)
    COMPLAINT_STATES.apply(complaint, "settle")
    if kind == EXPLAIN:
        require_clarified(session, complaint)
    if replaces is not None:
        _replace(session, complaint, replaces)
    if kind in MOVES_GOODS:
        if quantity is None:
            raise Invalid(N_("Say how many pieces are exchanged or come back."), field="quantity")
        _require_goodwill_where_not_ours(session, complaint)
        if not beyond:
            _refuse_more_than_complained(session, complaint, quantity)
    if kind == REWORK:
        _refuse_a_second_job(session, complaint)
    made = _keep(session, actor, complaint, kind, terms, agreed_with, quantity, agreed_at, replaces=replaces)
    log_exchange(session, actor, complaint, direction="out", channel=channel, person=agreed_with, content=terms, at=made.agreed_at)
    finish_task(session, actor, tasks.SETTLE, complaint.number, "settled")
    finish_task(session, actor, tasks.REVISE, complaint.number, "settled")
    cancel_task(session, actor, tasks.CLOSE, complaint.number)
    return made


def end_settlement(session: Session, actor: Actor, complaint: Complaint, settlement: UUID, why: str) -> None:
    """Its return or job was `cancelled` or `rejected`: it does not hold any more, once none of its returns goes on.

    When nothing else holds, sales agrees with the customer anew. Ended again, nothing happens.
    """
    ended = session.get(Settlement, settlement)
    goes_on = any(r.settlement == settlement and r.state not in ENDS for r in returns_of(session, complaint.number))
    if ended is None or ended.ended is not None or goes_on:
        return
    ended.ended, ended.ended_at = why, clock.now()
    session.flush()
    if complaint.state in {"settled", "replied", "confirmed"} and not standing(session, complaint):
        params = {"customer": complaint.customer_name}
        open_task(session, actor, tasks.SETTLE, subject=complaint.number, site=complaint.site, case=complaint.number, params=params)


def grant_goodwill(session: Session, actor: Actor, complaint: Complaint, *, reason: str, quantity: Decimal | None = None) -> Settlement:
    """A lead decides to take goods back or exchange them although the fault is not ours."""
    actor.require(GRANT_GOODWILL, complaint.site)
    COMPLAINT_STATES.apply(complaint, "grant_goodwill")
    return _keep(session, actor, complaint, GOODWILL, reason, complaint.customer_name, quantity, None)


def _replace(session: Session, complaint: Complaint, earlier: UUID) -> None:
    found = next((s for s in standing(session, complaint) if s.id == earlier), None)
    if found is None:
        raise Invalid(N_("This agreement does not hold any more, or is of another complaint."), field="replaces")
    come = [r.number for r in returns_of(session, complaint.number) if r.settlement == earlier and r.state in GOODS_HAVE_COME]
    if come:
        raise Conflict(
            N_("Goods of %(returns)s have come already: it is settled there. Agree here only on what comes on top."),
            field="replaces",
            returns=", ".join(come),
        )
    found.ended, found.ended_at = "replaced", clock.now()
    session.flush()


def _require_goodwill_where_not_ours(session: Session, complaint: Complaint) -> None:
    if is_not_ours(session, complaint) and not has_goodwill(session, complaint):
        raise Conflict(N_("The fault is not ours: an exchange or return needs a lead's goodwill decision first."), field="kind")


def _refuse_a_second_job(session: Session, complaint: Complaint) -> None:
    over = {known.settlement for known in returns_of(session, complaint.number) if known.state in RETURN_OVER}
    if any(s.kind == REWORK and s.id not in over for s in standing(session, complaint)):
        raise Conflict(
            N_("Rework at the customer's has been agreed already. If this is agreed instead, say what it replaces."), field="kind"
        )


def _refuse_more_than_complained(session: Session, complaint: Complaint, quantity: Decimal) -> None:
    agreed = sum((s.quantity or Decimal(0) for s in standing(session, complaint) if s.kind in MOVES_GOODS), Decimal(0))
    if complaint.quantity is None or agreed + quantity <= complaint.quantity:
        return
    if agreed:
        raise Conflict(
            N_(
                "An exchange or return of %(agreed)s of the %(quantity)s pieces has been agreed already. "
                "If this is agreed instead, say what it replaces; if more come back than that, say so."
            ),
            field="quantity",
            agreed=quantity_text(agreed),
            quantity=quantity_text(complaint.quantity),
        )
    raise Conflict(
        N_("The complaint is about %(quantity)s pieces. If more come back than that, say so."),
        field="quantity",
        quantity=quantity_text(complaint.quantity),
    )


def _keep(
    session: Session,
    actor: Actor,
    complaint: Complaint,
    kind: str,
    terms: str,
    agreed_with: str,
    quantity: Decimal | None,
    at: datetime | None,
    *,
    replaces: UUID | None = None,
) -> Settlement:
    made = Settlement(
        complaint_number=complaint.number,
        round=complaint.round,
        kind=kind,
        quantity=quantity,
        terms=terms,
        agreed_with=agreed_with,
        agreed_at=at or clock.now(),
        requested_by=actor.id,
    )
    session.add(made)
    complaint.updated_at = clock.now()  # whoever saw it without this agreement has not seen it as it is
    session.flush()
    facts = {
        "settlement": made.id,
        "replaces": replaces,
        "kind": kind,
        "quantity": quantity_text(quantity),
        "terms": terms,
        "agreed_with": agreed_with,
        "agreed_at": made.agreed_at,
        "requested_by": actor.id,
    }
    record(session, actor, SETTLED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    return made

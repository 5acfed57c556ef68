"""Agreeing on a settlement with the customer, and the lead's goodwill."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task
from kesu_intake import tasks
from kesu_intake.clarifications.commands import require_clarified
from kesu_intake.clarifications.queries import is_not_ours
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.complaints.register import quantity_text
from kesu_intake.events import SETTLED
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.permissions import GRANT_GOODWILL, SETTLE
from kesu_intake.settlements.model import EXPLAIN, GOODWILL, MOVES_GOODS, Settlement
from kesu_intake.settlements.queries import settlements_of


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
) -> Settlement:
    """Put an agreement on record (clause 3.2-e). Exchange and return need a quantity; returns opens the return when it hears of it.

    Raises `Conflict` on *not ours* for an explanation without a clarification and for an exchange or return without a lead's goodwill
    decision (clause 4.1.3.3); and for a further exchange or return of more pieces than the complaint has left: the same agreement put on
    record twice would open two returns.
    """
    actor.require(SETTLE, complaint.site)
    COMPLAINT_STATES.apply(complaint, "settle")
    if kind == EXPLAIN:
        require_clarified(session, complaint)
    if kind in MOVES_GOODS:
        if quantity is None:
            raise Invalid(N_("Say how many pieces are exchanged or come back."), field="quantity")
        _require_goodwill_where_not_ours(session, complaint)
        _refuse_more_than_complained(session, complaint, quantity)
    made = _keep(session, actor, complaint, kind, terms, agreed_with, quantity, agreed_at)
    log_exchange(session, actor, complaint, direction="out", channel=channel, person=agreed_with, content=terms, at=made.agreed_at)
    finish_task(session, actor, tasks.SETTLE, complaint.number, "settled")
    finish_task(session, actor, tasks.REVISE, complaint.number, "settled")
    return made


def grant_goodwill(session: Session, actor: Actor, complaint: Complaint, *, reason: str, quantity: Decimal | None = None) -> Settlement:
    """A lead decides to take goods back or exchange them although the fault is not ours."""
    actor.require(GRANT_GOODWILL, complaint.site)
    COMPLAINT_STATES.apply(complaint, "grant_goodwill")
    return _keep(session, actor, complaint, GOODWILL, reason, complaint.customer_name, quantity, None)


def _require_goodwill_where_not_ours(session: Session, complaint: Complaint) -> None:
    granted = any(s.kind == GOODWILL for s in settlements_of(session, complaint.number))
    if is_not_ours(session, complaint) and not granted:
        raise Conflict(N_("The fault is not ours: an exchange or return needs a lead's goodwill decision first."), field="kind")


def _refuse_more_than_complained(session: Session, complaint: Complaint, quantity: Decimal) -> None:
    earlier = [s for s in settlements_of(session, complaint.number) if s.kind in MOVES_GOODS and s.round == complaint.round]
    agreed = sum((s.quantity or Decimal(0) for s in earlier), Decimal(0))
    if earlier and complaint.quantity is not None and agreed + quantity > complaint.quantity:
        raise Conflict(
            N_("An exchange or return of %(agreed)s of the %(quantity)s pieces has been agreed already."),
            field="quantity",
            agreed=quantity_text(agreed),
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
    facts = {
        "kind": kind,
        "quantity": quantity_text(quantity),
        "terms": terms,
        "agreed_with": agreed_with,
        "agreed_at": made.agreed_at,
        "requested_by": actor.id,
    }
    record(session, actor, SETTLED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    return made

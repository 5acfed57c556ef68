"""Drawing agreements up, putting them in force, ending them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Forbidden, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_intake import tasks
from kesu_intake.agreements import facts
from kesu_intake.agreements.facts import facts_of
from kesu_intake.agreements.model import AGREEMENT_STATES, Agreement
from kesu_intake.customers.model import Customer
from kesu_intake.permissions import AGREE, APPROVE_AGREEMENT
from kesu_intake.tiers.queries import rule_for


def draft_agreement(
    session: Session,
    actor: Actor,
    customer: Customer,
    *,
    kind: str,
    title: str,
    terms: str,
    agreed_with: str,
    valid_from: date,
    valid_to: date | None = None,
) -> Agreement:
    """Draw an agreement up; where the tier's rules want a lead, the lead gets the work to approve it, else it is in force at once.

    Raises `Invalid` for an end before the beginning, `Conflict` for an inactive customer.
    """
    actor.require(AGREE, customer.site)
    if customer.state != "active":
        raise Conflict(N_("The customer “%(code)s” is inactive."), code=customer.number)
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(N_("It cannot end before it begins."), field="valid_to")
    agreement = Agreement(
        number=next_number(session, "AG", customer.site),
        site=customer.site,
        state=AGREEMENT_STATES.initial,
        customer_code=customer.number,
        customer_name=customer.name,
        kind=kind,
        title=title,
        terms=terms,
        agreed_with=agreed_with,
        valid_from=valid_from,
        valid_to=valid_to,
        drafted_by=actor.name or actor.id,
        drafted_login=actor.id,
    )
    session.add(agreement)
    record(session, actor, facts.AGREEMENT_DRAFTED, agreement, facts_of(agreement))
    if rule_for(session, customer.site, customer.tier).agreement_by_lead:
        params = {"customer": customer.name, "title": title}
        open_task(session, actor, tasks.AGREEMENT_APPROVE, subject=agreement.number, site=agreement.site, params=params)
    else:
        _put_in_force(session, actor, agreement)
    return agreement


def approve_agreement(session: Session, actor: Actor, agreement: Agreement) -> Agreement:
    """A lead puts a draft in force; somebody else than the one who drew it up. Raises `Forbidden`."""
    actor.require(APPROVE_AGREEMENT, agreement.site)
    AGREEMENT_STATES.next(agreement.state, "approve")
    if actor.is_one_of(agreement.drafted_login):
        raise Forbidden(N_("Somebody else than the one who drew it up has to approve it."))
    return _put_in_force(session, actor, agreement)


def drop_agreement(session: Session, actor: Actor, agreement: Agreement, *, reason: str) -> Agreement:
    """Give a draft up: it was not approved, or not signed."""
    actor.require(AGREE, agreement.site)
    AGREEMENT_STATES.apply(agreement, "drop")
    agreement.reason, agreement.ended_at = reason, clock.now()
    record(session, actor, facts.AGREEMENT_DROPPED, agreement, {**facts_of(agreement), "reason": reason})
    cancel_task(session, actor, tasks.AGREEMENT_APPROVE, agreement.number)
    return agreement


def end_agreement(session: Session, actor: Actor, agreement: Agreement, *, reason: str) -> Agreement:
    """It does not hold any more: replaced, run out, given notice of."""
    actor.require(AGREE, agreement.site)
    AGREEMENT_STATES.apply(agreement, "end")
    agreement.reason, agreement.ended_at = reason, clock.now()
    record(session, actor, facts.AGREEMENT_ENDED, agreement, {**facts_of(agreement), "reason": reason})
    return agreement


def _put_in_force(session: Session, actor: Actor, agreement: Agreement) -> Agreement:
    AGREEMENT_STATES.apply(agreement, "approve")
    agreement.approved_by, agreement.approved_at = actor.name or actor.id, clock.now()
    record(session, actor, facts.AGREEMENT_APPROVED, agreement, facts_of(agreement))
    finish_task(session, actor, tasks.AGREEMENT_APPROVE, agreement.number, "approved")
    return agreement

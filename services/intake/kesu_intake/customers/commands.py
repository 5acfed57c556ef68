"""Entering and changing customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Forbidden, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_intake.customers.model import CUSTOMER_STATES, TIERS, Customer, TierChange
from kesu_intake.events import CUSTOMER_CHANGED, CUSTOMER_REGISTERED
from kesu_intake.permissions import MAINTAIN_CUSTOMERS
from kesu_intake.service_files.commands import ask_for_file
from kesu_intake.tiers.queries import rule_for


def register_customer(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    site: str,
    tier: str = "C",
    tier_reason: str | None = None,
    language: str = "zh",
    contacts: Sequence[dict[str, Any]] = (),
    notes: str | None = None,
) -> Customer:
    """Enter a customer. A tier above C needs a reason. Raises `Conflict` for a code that is taken, `Invalid` for an unknown site."""
    site_of(session, site)
    actor.require(MAINTAIN_CUSTOMERS, site)
    if session.scalar(select(exists().where(Customer.number == code))):
        raise Conflict(N_("The customer code “%(code)s” is taken."), field="code", code=code)
    customer = Customer(
        number=code, site=site, state=CUSTOMER_STATES.initial, name=name, language=language, contacts=list(contacts), notes=notes
    )
    _grade(session, actor, customer, tier, tier_reason or ("-" if tier == TIERS[-1] else None))
    _state(session, actor, CUSTOMER_REGISTERED, customer)
    ask_for_file(session, actor, customer)
    return customer


def change_customer(session: Session, actor: Actor, customer: Customer, **changes: Any) -> Customer:
    """Change `name`, `tier` (with `tier_reason`), `language`, `contacts` or `notes`; what is not named stays."""
    actor.require(MAINTAIN_CUSTOMERS, customer.site)
    CUSTOMER_STATES.apply(customer, "change")
    tier, reason = changes.pop("tier", customer.tier), changes.pop("tier_reason", None)
    if tier != customer.tier:
        _grade(session, actor, customer, tier, reason)
    for name, value in changes.items():
        setattr(customer, name, value)
    state_change(session, actor, customer)
    ask_for_file(session, actor, customer)
    return customer


def switch_customer(session: Session, actor: Actor, customer: Customer, command: str) -> Customer:
    """`deactivate` a customer, who then has no new complaints, or `activate` again."""
    actor.require(MAINTAIN_CUSTOMERS, customer.site)
    CUSTOMER_STATES.apply(customer, command)
    state_change(session, actor, customer)
    ask_for_file(session, actor, customer)
    return customer


def state_change(session: Session, actor: Actor, customer: Customer) -> None:
    """State the customer as it is now, as a part of another command."""
    _state(session, actor, CUSTOMER_CHANGED, customer)


def _grade(session: Session, actor: Actor, customer: Customer, tier: str, reason: str | None) -> None:
    """Every grading is kept with its reason (clause 4.1.2-a)."""
    if not reason:
        raise Invalid(N_("Say why the customer is graded like this."), field="tier_reason")
    concerned = {tier, customer.tier} - {None}
    by_lead = any(rule_for(session, customer.site, one).grade_by_lead for one in sorted(concerned))
    if by_lead and not actor.has_role("lead", customer.site):
        raise Forbidden(N_("At this site only a lead puts customers into this tier or takes them out."))
    customer.tier = tier
    session.add(customer)
    session.flush()
    session.add(TierChange(customer_code=customer.number, tier=tier, reason=reason, changed_by=actor.name or actor.id))


def _state(session: Session, actor: Actor, event: EventType, customer: Customer) -> None:
    facts = {
        "code": customer.number,
        "name": customer.name,
        "tier": customer.tier,
        "language": customer.language,
        "site": customer.site,
        "state": customer.state,
    }
    record(session, actor, event, customer, facts)

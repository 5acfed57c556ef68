"""Registering a complaint: the path that every complaint takes, so it is kept to few statements (customer, site, number, three inserts)."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.database.engine import quickly
from kesu_common.database.rows import insert_as_stored
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import SITE_VERSION, site_in_version
from kesu_common.tasks import open_task
from kesu_intake import tasks
from kesu_intake.complaints import severity as severities
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.indexing import vector
from kesu_intake.complaints.language import language_of
from kesu_intake.complaints.model import COMPLAINT_STATES, ORAL, Complaint
from kesu_intake.customers.queries import customer_known_as
from kesu_intake.events import REGISTERED
from kesu_intake.permissions import REGISTER
from kesu_intake.tiers.queries import clock_in

_CUSTOMER = f"""
    SELECT customer.name, customer.site, customer.state, {SITE_VERSION}, customer.tier, tier_rule.clocks::text
    FROM customer JOIN site ON site.code = customer.site
    LEFT JOIN tier_rule ON tier_rule.site = customer.site AND tier_rule.tier = customer.tier
    WHERE customer.number = %s
"""  # noqa: S608


def register_complaint(
    session: Session,
    actor: Actor,
    *,
    customer_code: str,
    text: str,
    channel: str,
    site: str | None = None,
    received_at: datetime | None = None,
    caller: str | None = None,
    taker: str | None = None,
    product: str | None = None,
    component: str | None = None,
    lot: str | None = None,
    serial: str | None = None,
    quantity: Decimal | None = None,
    unit: str = "pcs",
    claim: str = "unstated",
    text_language: str | None = None,
    severity: str | None = None,
    safety: bool = False,
    found_on: date | None = None,
    found_where: str | None = None,
    found_by: str | None = None,
    found_how: str | None = None,
    effect: str | None = None,
    reply_wanted: bool = True,
    custody_place: str | None = None,
    external_reference: str | None = None,
) -> Complaint:
    """Write a complaint down (填写客诉处理单, clause 4.1.3.1-a), number it per site and year, give sales two hours to acknowledge it.

    The site is the customer's. Raises `Invalid` (with the field) for an unknown or inactive customer, a time in the future, and an oral
    complaint without caller, taker and time (4.1.3.5-b). `escalate_if_severe` is the caller's next step.
    """
    now = clock.now()
    session.flush()
    found = quickly(session, _CUSTOMER, (customer_code,)).fetchone()
    if found is None or (site is not None and site != found[1]) or not actor.may(REGISTER, found[1]):
        actor.require(REGISTER, site)
        raise Invalid(N_("There is no customer “%(code)s” at this site."), field="customer_code", code=customer_code)
    customer_name, at_site, customer_state, version_of_site, tier, clocks = found
    if customer_state == "merged" and (kept := customer_known_as(session, customer_code)) is not None:
        customer_code, customer_name, customer_state = kept.number, kept.name, kept.state  # the old code goes on working
    if customer_state != "active":
        raise Invalid(N_("The customer “%(code)s” is inactive."), field="customer_code", code=customer_code)
    check_times(channel, caller, taker, received_at, found_on)
    of_site = site_in_version(session, at_site, version_of_site)  # held until the task has found it in the session
    assessed = severities.assess(of_site.severity_rules, text=text, safety=safety, quantity=quantity, stated=severity)
    number = next_number(session, "KS", at_site)
    values: dict[str, Any] = {
        "id": uuid7(),
        "number": number,
        "site": at_site,
        "state": COMPLAINT_STATES.initial,
        "version": 1,
        "created_at": now,
        "updated_at": now,
        "customer_code": customer_code,
        "customer_name": customer_name,
        "external_reference": external_reference,
        "channel": channel,
        "caller": caller,
        "taker": taker,
        "received_at": received_at or now,
        "product": product,
        "component": component,
        "lot": lot,
        "serial": serial,
        "quantity": quantity,
        "unit": unit,
        "claim": claim,
        "text": text,
        "text_language": text_language or language_of(text),
        "language_detected": text_language is None,
        "working_text": None,
        "found_on": found_on,
        "found_where": found_where,
        "found_by": found_by,
        "found_how": found_how,
        "effect": effect,
        "safety": safety,
        "custody_place": custody_place,
        "reply_wanted": reply_wanted,
        "severity": assessed.severity,
        "severity_why": assessed.why,
        "escalated": None,
        "round": 1,
        "registered_by": actor.name or actor.id,
        "acknowledged_at": None,
        "replied_at": None,
        "confirmed_at": None,
        "confirmed_how": None,
        "closed_at": None,
        "joined_into": None,
    }
    complaint = insert_as_stored(session, Complaint, values, words=vector(values))
    facts = {"quantity": quantity_text(quantity), "claim": claim, "channel": channel, "received_at": complaint.received_at}
    record(session, actor, REGISTERED, complaint, {**facts_of(complaint), **facts, "text_language": complaint.text_language}, case=number)
    open_task(
        session,
        actor,
        tasks.ACKNOWLEDGE,
        subject=number,
        site=complaint.site,
        case=number,
        start=complaint.clock_start,
        rule=clock_in(None if clocks is None else json.loads(clocks), tier, of_site.targets, tasks.ACKNOWLEDGE),
        params={"customer": customer_name},
    )
    return complaint


def quantity_text(quantity: Decimal | None) -> str | None:
    """A quantity as facts carry it: plain digits without an exponent or trailing zeros."""
    return None if quantity is None else f"{quantity.normalize():f}"


def check_times(channel: str, caller: str | None, taker: str | None, received_at: datetime | None, found_on: date | None) -> None:
    """Raise `Invalid`, with the fields, for a time to come, and an oral complaint without caller, taker and time (clause 4.1.3.5-b)."""
    now = clock.now()
    errors: dict[str, list[str]] = {}
    if channel in ORAL:
        for name, value in (("caller", caller), ("taker", taker), ("received_at", received_at)):
            if not value:
                errors[name] = [N_("An oral complaint needs the caller, the taker and the time of the call.")]
    if received_at is not None and received_at > now + _CLOCK_SLACK:
        errors["received_at"] = [N_("This time is still to come.")]
    if found_on is not None and found_on > (now + timedelta(days=1)).date():
        errors["found_on"] = [N_("This time is still to come.")]
    if errors:
        raise Invalid(N_("Some fields need another look."), errors=errors)


_CLOCK_SLACK = timedelta(minutes=5)
"""Clocks of other systems may be five minutes ahead."""

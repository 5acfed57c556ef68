"""Giving links and taking them back, and what a customer does over one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import AlreadyDone, Conflict, TooMany
from kesu_common.events import EventType
from kesu_common.files import StoredFile
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.tasks import finish_task, open_task
from kesu_intake import events, paper_events, tasks
from kesu_intake.complaints.commands import attach_file, escalate_if_severe
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.register import register_complaint
from kesu_intake.customers.model import Customer
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.originals.model import ORIGINAL
from kesu_intake.permissions import OPEN_PORTAL, SEEN
from kesu_intake.portal.model import PortalEntry, PortalLink

LIFETIME_DAYS = 180
COMPLAINTS_A_DAY = 20
FILES_A_DAY = 60
"""What one link may bring in within 24 hours: enough for a bad day, too little to do harm."""


def open_portal(session: Session, actor: Actor, customer: Customer, *, person: str, days: int = LIFETIME_DAYS) -> PortalLink:
    """Give a person at the customer's a link of their own, good for `days`."""
    actor.require(OPEN_PORTAL, customer.site)
    link = PortalLink(
        customer_code=customer.number,
        site=customer.site,
        person=person,
        issued_by=actor.name or actor.id,
        expires_at=clock.now() + timedelta(days=days),
    )
    session.add(link)
    session.flush()
    _state(session, actor, paper_events.PORTAL_OPENED, customer, link)
    return link


def revoke_portal(session: Session, actor: Actor, customer: Customer, link: PortalLink) -> PortalLink:
    """Take a link back: it opens nothing from now on. Raises `AlreadyDone`."""
    actor.require(OPEN_PORTAL, customer.site)
    if link.revoked_at is not None:
        raise AlreadyDone(N_("The link was taken back already."))
    link.revoked_at, link.revoked_by = clock.now(), actor.name or actor.id
    _state(session, actor, paper_events.PORTAL_REVOKED, customer, link)
    return link


def submit_complaint(
    session: Session, link: PortalLink, customer: Customer, files: Sequence[StoredFile], *, who: str, **given: Any
) -> Complaint:
    """The customer's own complaint (clause 4.1.3.1-a): the same record as any other, channel portal. Raises `TooMany`."""
    _within_limits(session, link, files, complaint=True)
    actor = _customer(link, who)
    complaint = register_complaint(session, actor, customer_code=customer.number, channel="portal", caller=who, **given)
    escalate_if_severe(session, complaint, at_least="critical")
    _enter(session, link, actor, complaint, files, is_complaint=True)
    return complaint


def add_to_complaint(
    session: Session, link: PortalLink, complaint: Complaint, files: Sequence[StoredFile], *, who: str, words: str = ""
) -> Complaint:
    """Files or words that the customer adds to an own complaint; sales gets the task to look at them. Raises `TooMany`."""
    _within_limits(session, link, files)
    actor = _customer(link, who)
    _enter(session, link, actor, complaint, files)
    content = "\n".join([words, *(file.filename for file in files)]).strip()
    log_exchange(session, actor, complaint, direction="in", channel="portal", person=who, content=content)
    facts = {"complaint": complaint.number, "customer_code": complaint.customer_code, "direction": "in", "channel": "portal", "person": who}
    record(session, actor, events.EXCHANGE_LOGGED, complaint, facts, case=complaint.number)
    params = {"customer": complaint.customer_name}
    open_task(session, actor, tasks.LOOK, subject=complaint.number, site=complaint.site, case=complaint.number, params=params)
    return complaint


def see_additions(session: Session, actor: Actor, complaint: Complaint) -> Complaint:
    """Sales has looked at what the customer has added. Raises `Conflict` when nothing waits to be looked at."""
    actor.require(SEEN, complaint.site)
    if not finish_task(session, actor, tasks.LOOK, complaint.number, "seen"):
        raise Conflict(N_("Nothing was added that has not been looked at."))
    record(session, actor, paper_events.FILES_SEEN, complaint, facts_of(complaint), case=complaint.number)
    return complaint


def _customer(link: PortalLink, who: str) -> Actor:
    """The customer, for the one command that the link allows. The link is the permission, so the actor may do it at the link's site."""
    return Actor(id=link.customer_code, name=who, kind="customer", grants=frozenset({Grant(ALL_SITES, link.site)}))


def _within_limits(session: Session, link: PortalLink, files: Sequence[StoredFile], *, complaint: bool = False) -> None:
    session.execute(select(PortalLink.id).where(PortalLink.id == link.id).with_for_update())  # two at once do not pass together
    since = clock.now() - timedelta(days=1)
    counted = select(func.count().filter(PortalEntry.is_complaint), func.coalesce(func.sum(PortalEntry.files), 0))
    complaints, sent = session.execute(counted.where(PortalEntry.link_id == link.id, PortalEntry.entered_at > since)).one()
    if (complaint and complaints >= COMPLAINTS_A_DAY) or sent + len(files) > FILES_A_DAY:
        raise TooMany(
            N_("That is more than this link takes in a day (%(complaints)s complaints, %(files)s files). Please call us."),
            complaints=COMPLAINTS_A_DAY,
            files=FILES_A_DAY,
        )


def _enter(
    session: Session, link: PortalLink, actor: Actor, complaint: Complaint, files: Sequence[StoredFile], *, is_complaint: bool = False
) -> None:
    session.add(PortalEntry(link_id=link.id, complaint_number=complaint.number, files=len(files), is_complaint=is_complaint))
    for stored in files:
        attach_file(session, actor, complaint, stored, ORIGINAL)


def _state(session: Session, actor: Actor, event: EventType, customer: Customer, link: PortalLink) -> None:
    facts = {
        "code": customer.number,
        "name": customer.name,
        "site": customer.site,
        "link": str(link.id),
        "person": link.person,
        "expires_at": link.expires_at,
    }
    record(session, actor, event, customer, facts)

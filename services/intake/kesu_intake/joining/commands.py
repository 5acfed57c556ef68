"""Joining a complaint that was entered twice into the one that goes on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_, translate
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_intake.complaints.commands import give_up
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, FINAL, Complaint
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.events import JOINED
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.permissions import JOIN

_REASON = N_("The same complaint as %(number)s.")


def join_complaint(session: Session, actor: Actor, complaint: Complaint, *, into: str) -> Complaint:
    """End a duplicate: the complaint `into` goes on for both, and has the customer's words of both.

    Raises `NotFound` when `into` does not exist, `Invalid` (field `into`) when it is this complaint, another customer's or another site's,
    `Conflict` when it is over itself. Nothing was agreed on a duplicate yet: the state table sees to that.
    """
    actor.require(JOIN, complaint.site)
    number = into.strip().upper()
    if number == complaint.number:
        raise Invalid(N_("Name another complaint: this is the one itself."), field="into")
    COMPLAINT_STATES.apply(complaint, "join")
    other = complaint_of(session, actor, number)
    if (other.site, other.customer_code) != (complaint.site, complaint.customer_code):
        raise Invalid(N_("%(number)s is another customer's or site's: each customer is answered by itself."), field="into", number=number)
    if other.state in FINAL:
        raise Conflict(N_("%(number)s is over already: reopen it first, or choose another."), field="into", number=number)
    complaint.joined_into = number
    reason = translate(_REASON, {"number": number}, site_of(session, complaint.site).working_language)
    give_up(session, actor, complaint, reason)
    log_exchange(
        session,
        actor,
        other,
        direction="in",
        channel=complaint.channel,
        person=complaint.caller or complaint.customer_name,
        content=complaint.text,
        at=complaint.received_at,
    )
    record(session, actor, JOINED, complaint, {**facts_of(complaint), "into": number}, case=number)
    return complaint

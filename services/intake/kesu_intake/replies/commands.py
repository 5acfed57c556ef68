"""Telling the customer the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Invalid, TooEarly
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_intake import tasks
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.events import REPLIED
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.mails.commands import queue_mail
from kesu_intake.mails.model import Sender
from kesu_intake.permissions import REPLY
from kesu_intake.replies.model import REMINDER, Reply
from kesu_intake.replies.model import REPLY as KIND_REPLY
from kesu_intake.settlements.queries import what_does_not_hold


def reply_complaint(
    session: Session,
    actor: Actor,
    complaint: Complaint,
    *,
    to: str,
    channel: str,
    text: str,
    language: str,
    kind: str = KIND_REPLY,
    address: str | None = None,
    enclosures: Sequence[UUID] = (),
    sender: Sender | None = None,
) -> Reply:
    """Tell the customer the outcome (clause 4.1.3.1-c); from now on the confirmation is asked for. A reminder needs a reply before it.

    With an `address` it goes out as a mail with its `enclosures`, if the installation has a `sender`; else it is logged as sent by hand.
    Raises `Invalid` for an address on another channel than e-mail; `Conflict` when nothing that was agreed holds any more, and on
    *not ours* while the cause is not clarified or goods are to move without a lead's goodwill (clause 4.1.3.3).
    """
    actor.require(REPLY, complaint.site)
    if kind == REMINDER and complaint.state != "replied":
        raise TooEarly(N_("There is no reply yet that the customer could be reminded of."))
    COMPLAINT_STATES.apply(complaint, "reply")
    if kind == KIND_REPLY and (refusal := what_does_not_hold(session, complaint)):
        raise refusal
    if address is not None and channel != "email":
        raise Invalid(N_("An address is for the channel e-mail."), field="address")
    mail = None
    if address is not None and sender is not None:
        letter: dict[str, Any] = {"kind": kind, "to": to, "address": address, "language": language, "text": text, "enclosures": enclosures}
        mail = queue_mail(session, actor, complaint, sender, **letter)
    made = Reply(
        complaint_number=complaint.number,
        round=complaint.round,
        kind=kind,
        channel=channel,
        to=to,
        language=language,
        text=text,
        mail_id=mail.id if mail else None,
        sent_by=actor.name or actor.id,
    )
    session.add(made)
    complaint.updated_at = clock.now()
    complaint.replied_at = complaint.replied_at or clock.now()
    log_exchange(session, actor, complaint, direction="out", channel=channel, person=to, content=text)
    record(session, actor, REPLIED, complaint, {**facts_of(complaint), "kind": kind, "channel": channel, "to": to}, case=complaint.number)
    finish_task(session, actor, tasks.REPLY, complaint.number, "replied")
    if kind == KIND_REPLY:
        finish_task(session, actor, tasks.REVISE, complaint.number, "replied")
    finish_task(session, actor, tasks.ACKNOWLEDGE, complaint.number, "replied")  # who has the answer needs no acknowledgement any more
    open_task(
        session,
        actor,
        tasks.CONFIRM,
        subject=complaint.number,
        site=complaint.site,
        case=complaint.number,
        params={"customer": complaint.customer_name},
    )
    return made

"""Taking an e-mail in, making a complaint of it, discarding it."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.attachments import attach, attachments_of
from kesu_common.database import next_number, one_at_a_time
from kesu_common.errors import Invalid, TooLarge
from kesu_common.events import EventType
from kesu_common.files import FileStore, StoredFile
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task
from kesu_intake import paper_events, tasks
from kesu_intake.complaints.commands import attach_file, escalate_if_severe
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.register import register_complaint
from kesu_intake.customers.lookup import by_address, code_meant
from kesu_intake.drafts.mail import Mail, read_mail, without_parts
from kesu_intake.drafts.model import DRAFT_STATES, MAIL, PASTED, RECEIVED, Draft
from kesu_intake.originals.model import ORIGINAL
from kesu_intake.permissions import TAKE_DRAFT

PART_LIMIT = 25 * 1024 * 1024


def take_mail(session: Session, actor: Actor, files: FileStore, raw: bytes, *, site: str, origin: str = RECEIVED) -> Draft:
    """Keep an e-mail as a draft, once: the one with the same Message-ID is returned unchanged.

    Its attachments are a stranger's files: each is taken or refused on its own, the refused ones are named in the draft and kept nowhere.
    The site is the matched customer's, else `site`. Raises `Unavailable` when the virus scanner cannot be asked: try again later.
    """
    mail = read_mail(raw)
    if (known := _known(session, mail.message_id)) is not None:
        actor.require(TAKE_DRAFT, known.site)
        return known
    draft = _draft(session, actor, mail, site, origin)
    taken: list[StoredFile] = []
    refused: list[dict[str, Any]] = [
        {"name": name, "message": N_("There are too many attachments."), "params": {}} for name in mail.left_out
    ]
    for part in mail.parts:
        try:
            taken.append(files.save(io.BytesIO(part.content), filename=part.filename, limit=PART_LIMIT))
        except (Invalid, TooLarge) as error:
            refused.append({"name": part.filename, "message": error.message, "params": {k: str(v) for k, v in error.params.items()}})
    try:
        # What was refused must not be kept inside the e-mail either.
        whole = files.save(io.BytesIO(without_parts(mail) if refused else raw), filename="e-mail.eml", limit=2 * PART_LIMIT)
    except (Invalid, TooLarge):
        whole = files.save(io.BytesIO(without_parts(mail)), filename="e-mail.eml", limit=2 * PART_LIMIT)
    draft.refused = refused
    return _keep(session, actor, draft, [whole, *taken])


def paste_mail(
    session: Session,
    actor: Actor,
    files: FileStore,
    *,
    site: str,
    sender: str,
    text: str,
    title: str = "",
    received_at: datetime | None = None,
) -> Draft:
    """Keep pasted text as a draft; the same text of the same sender twice is one."""
    digest = hashlib.sha256(f"{sender}\n{title}\n{text}".encode()).hexdigest()
    mail = Mail(f"sha256:{digest}", sender.strip().lower(), None, title, text, received_at)
    if (known := _known(session, mail.message_id)) is not None:
        actor.require(TAKE_DRAFT, known.site)
        return known
    draft = _draft(session, actor, mail, site, PASTED)
    return _keep(session, actor, draft, [files.save(io.BytesIO(without_parts(mail)), filename="e-mail.eml", limit=PART_LIMIT)])


def register_draft(session: Session, actor: Actor, draft: Draft, **given: Any) -> Complaint:
    """Make a complaint of it: customer and text are the draft's where none are given; e-mail and attachments become its originals.

    Raises `Invalid` (field `customer_code`) while nobody has said whose it is.
    """
    actor.require(TAKE_DRAFT, draft.site)
    DRAFT_STATES.apply(draft, "register")
    words = given.pop("customer_code", None) or draft.customer_code
    if not words:
        raise Invalid(N_("Say which customer wrote this."), field="customer_code")
    text = given.pop("text", None) or draft.text
    if not text:
        raise Invalid(N_("The e-mail has no text: write down what the customer says."), field="text")
    values = {"channel": "email", "received_at": draft.received_at, "caller": draft.sender_name, **given}
    complaint = register_complaint(session, actor, customer_code=code_meant(session, actor, words), text=text, **values)
    for file in attachments_of(session, draft.number):
        attach_file(session, actor, complaint, StoredFile(file.sha256, file.size, file.media_type, file.filename), ORIGINAL)
    if not complaint.is_of_the_past:
        escalate_if_severe(session, complaint, at_least="critical")
    draft.customer_code, draft.complaint_number = complaint.customer_code, complaint.number
    _state(session, actor, paper_events.DRAFT_REGISTERED, draft)
    finish_task(session, actor, tasks.TAKE_DRAFT, draft.number, "registered")
    return complaint


def discard_draft(session: Session, actor: Actor, draft: Draft, *, reason: str) -> Draft:
    """It is no complaint; it stays on record with the reason."""
    actor.require(TAKE_DRAFT, draft.site)
    DRAFT_STATES.apply(draft, "discard")
    draft.reason = reason
    _state(session, actor, paper_events.DRAFT_DISCARDED, draft)
    finish_task(session, actor, tasks.TAKE_DRAFT, draft.number, "discarded")
    return draft


def _known(session: Session, message_id: str) -> Draft | None:
    """The draft of this e-mail; two deliveries at the same time wait for each other here."""
    one_at_a_time(session, "draft", message_id)
    return session.scalar(select(Draft).where(Draft.message_id == message_id))


def _draft(session: Session, actor: Actor, mail: Mail, site: str, origin: str) -> Draft:
    customer = by_address(session, mail.sender) if mail.sender else None
    at = customer.site if customer and actor.may(TAKE_DRAFT, customer.site) else site
    actor.require(TAKE_DRAFT, at)
    site_of(session, at)
    now = clock.now()
    return Draft(
        number=next_number(session, "ED", at),
        site=at,
        state=DRAFT_STATES.initial,
        message_id=mail.message_id,
        origin=origin,
        sender=mail.sender,
        sender_name=mail.sender_name,
        title=mail.title,
        text=mail.text,
        received_at=min(mail.sent_at or now, now) if origin != RECEIVED else now,  # a sender's clock starts no deadline of ours
        customer_code=customer.number if customer and customer.site == at else None,
        refused=[],
    )


def _keep(session: Session, actor: Actor, draft: Draft, files: list[StoredFile]) -> Draft:
    session.add(draft)
    session.flush()
    for stored in files:
        attach(session, actor, subject=draft.number, site=draft.site, stored=stored, kind=MAIL)
    _state(session, actor, paper_events.DRAFT_RECEIVED, draft)
    params = {"sender": draft.sender_name or draft.sender or "?"}
    open_task(session, actor, tasks.TAKE_DRAFT, subject=draft.number, site=draft.site, params=params)
    return draft


def _state(session: Session, actor: Actor, event: EventType, draft: Draft) -> None:
    facts = {
        "number": draft.number,
        "state": draft.state,
        "sender": draft.sender,
        "title": draft.title,
        "customer_code": draft.customer_code,
        "complaint": draft.complaint_number,
        "reason": draft.reason,
    }
    record(session, actor, event, draft, facts, case=draft.complaint_number)

"""The worker's job: hand over the mails whose time has come, each in three steps, so that none is sent twice by us.

1. take it in hand (committed), 2. talk to the server (no transaction is open), 3. keep the outcome. A worker that dies between 1 and 3
leaves a mail that nobody knows the outcome of: it becomes `unclear` and a person decides. What a server does with a mail that it
has taken is not ours to promise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.attachments import Attachment
from kesu_common.i18n import N_
from kesu_common.mail import Enclosure, MailSettings, compose
from kesu_common.mail.outbox import hand_over
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.mails import commands
from kesu_intake.mails.model import Mail

if TYPE_CHECKING:
    from email.message import EmailMessage

    from kesu_common.runtime import Runtime
    from kesu_intake.complaints.model import Complaint

_INTAKE = Actor.service("intake")
Outcome = Callable[[Session, Actor, "Complaint", Mail, str], None]
_OUTCOMES: Mapping[str, Outcome] = {
    "accept": commands.mail_sent,
    "defer": commands.mail_deferred,
    "lose": commands.mail_unclear,
    "refuse": commands.mail_failed,
}
_DIED = N_("The worker stopped while the server had the mail in hand.")


def send_mails(runtime: Runtime) -> int:
    """Send all that is due; returns how many mails a server has taken. Does nothing without mail settings."""
    settings, taken = runtime.settings.mail, 0
    while settings is not None and (mail := _claim(runtime)) is not None:
        outcome, answer = _handed_over(runtime, settings, mail)
        _keep(runtime, mail, outcome, answer)
        taken += outcome is commands.mail_sent
    return taken


def _claim(runtime: Runtime) -> Mail | None:
    while True:
        with runtime.database.transaction() as session:
            mail = commands.next_mail(session, clock.now())
            if mail is None:
                return None
            complaint = complaint_of(session, _INTAKE, mail.complaint_number)
            if mail.state == "sending":
                commands.mail_unclear(session, _INTAKE, complaint, mail, _DIED)
            elif commands.claim_mail(session, complaint, mail):
                session.flush()
                session.expunge(mail)
                return mail


def _handed_over(runtime: Runtime, settings: MailSettings, mail: Mail) -> tuple[Outcome, str]:
    command, answer = hand_over(settings, lambda: _message(runtime, settings, mail), mail.address)
    return _OUTCOMES[command], answer


def _message(runtime: Runtime, settings: MailSettings, mail: Mail) -> EmailMessage:
    with runtime.database.transaction() as session:
        site_name = site_of(session, mail.site).name(mail.language)
        files = [session.get_one(Attachment, UUID(one)) for one in mail.enclosures]
        enclosures = []
        for file in files:
            with runtime.files.open(file.sha256) as stream:
                enclosures.append(Enclosure(file.filename, file.media_type, stream.read()))
    return compose(
        message_id=mail.id,
        sender=settings.sender,
        sender_name=site_name,
        to=mail.address,
        to_name=mail.to,
        subject=mail.subject,
        text=mail.text,
        at=mail.queued_at,
        language=mail.language,
        enclosures=enclosures,
    )


def _keep(runtime: Runtime, mail: Mail, outcome: Outcome, answer: str) -> None:
    with runtime.database.transaction() as session:
        complaint = complaint_of(session, _INTAKE, mail.complaint_number, lock=True)
        kept = session.get_one(Mail, mail.id, with_for_update=True)
        if kept.state == "sending" and kept.attempts == mail.attempts:  # else another worker has given us up for dead
            outcome(session, _INTAKE, complaint, kept, answer)

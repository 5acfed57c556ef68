"""The worker's jobs: hand over the mails whose time has come, each in three steps, so that none is sent twice by us; and remind.

1. take it in hand (committed), 2. talk to the server (no transaction is open), 3. keep the outcome. A worker that dies between 1 and 3
leaves a mail that nobody knows the outcome of: it becomes `unclear` and a person decides.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.mail import MailSettings
from kesu_common.mail.outbox import hand_over
from kesu_common.people.actors import Actor
from kesu_survey.mails import commands
from kesu_survey.mails.model import SurveyMail
from kesu_survey.mails.queries import invitation_locked
from kesu_survey.mails.words import message

if TYPE_CHECKING:
    from email.message import EmailMessage

    from kesu_common.runtime import Runtime

_SURVEY = Actor.service("survey")
_DIED = N_("The worker stopped while the server had the mail in hand.")


def send_mails(runtime: Runtime) -> int:
    """Send all that is due; returns how many mails a server has taken. Does nothing without mail settings."""
    settings, taken = runtime.settings.mail, 0
    while settings is not None and (mail := _claim(runtime)) is not None:
        command, answer = hand_over(settings, partial(_message, runtime, settings, mail), mail.address)
        with runtime.database.transaction() as session:
            invitation = invitation_locked(session, mail.invitation)
            kept = session.get_one(SurveyMail, mail.id, with_for_update=True)
            if kept.state == "sending" and kept.attempts == mail.attempts:  # else another worker has given us up for dead
                commands.keep_outcome(session, _SURVEY, kept, invitation, command, answer)
        taken += command == "accept"
    return taken


def remind(runtime: Runtime) -> int:
    """Put every reminder that is due into the outbox, each in its own transaction; returns how many. Nothing without mail settings."""
    queued = 0
    while runtime.settings.mail is not None:
        with runtime.database.transaction() as session:
            if not commands.remind_next(session, _SURVEY, clock.now()):
                break
        queued += 1
    return queued


def _claim(runtime: Runtime) -> SurveyMail | None:
    while True:
        with runtime.database.transaction() as session:
            mail = commands.next_mail(session, clock.now())
            if mail is None:
                return None
            invitation = invitation_locked(session, mail.invitation)
            if mail.state == "sending":
                commands.keep_outcome(session, _SURVEY, mail, invitation, "lose", _DIED)
            elif commands.claim_mail(session, mail, invitation):
                session.flush()
                session.expunge(mail)
                return mail


def _message(runtime: Runtime, settings: MailSettings, mail: SurveyMail) -> EmailMessage:
    with runtime.database.transaction() as session:
        return message(session, runtime.settings, settings, mail)

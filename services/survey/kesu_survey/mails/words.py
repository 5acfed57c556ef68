"""What the mails say, in the customer's language."""

from __future__ import annotations

from email.message import EmailMessage

from sqlalchemy.orm import Session

from kesu_common.i18n import N_, translate
from kesu_common.mail import MailSettings, compose
from kesu_common.people.copies import site_of
from kesu_common.settings import Settings
from kesu_survey.invitations.links import answer_link, reminders_link
from kesu_survey.mails.model import REMINDER, SurveyMail
from kesu_survey.mails.queries import campaign_of_mail, invitation_locked
from kesu_survey.questionnaires.queries import numbered

_GREETING = N_("Dear %(to)s,")
_INVITATION = N_("please tell us how satisfied you were with us in %(year)s. It takes a few minutes; every answer is kept as you give it.")
_REMINDER = N_("we have asked you how satisfied you were with us in %(year)s, and would still like to know. It takes a few minutes.")
_LINK = N_("Your personal link, good until %(until)s:")
_ANONYMOUS = N_("Your answers are kept without your name.")
_ALONE = N_("Please do not pass it on: it is yours alone.")
_STOP = N_("If you want no reminders, or do not want to answer: %(link)s")
_REMINDED = N_("Reminder: %(title)s")


def message(session: Session, settings: Settings, mailing: MailSettings, mail: SurveyMail) -> EmailMessage:
    """The mail as it goes out now, with the link that is good now. Raises `ValueError` for an address that is none."""
    invitation = invitation_locked(session, mail.invitation)
    campaign, site = campaign_of_mail(session, invitation), site_of(session, mail.site)
    tongue = invitation.language

    def say(text: str, **params: str) -> str:
        return translate(text, params, tongue)

    title = numbered(session, campaign.questionnaire).title(tongue)
    stop = reminders_link(settings, invitation)
    body = say(_REMINDER if mail.kind == REMINDER else _INVITATION, year=str(campaign.year))
    lines = [
        say(_GREETING, to=mail.to), "", body, *([say(_ANONYMOUS)] if campaign.anonymous else []), "",
        say(_LINK, until=campaign.ends_on.isoformat()), answer_link(settings, invitation), say(_ALONE), "",
        say(_STOP, link=stop), "", site.name(tongue),
    ]  # fmt: skip
    made = compose(
        message_id=mail.id,
        sender=mailing.sender,
        sender_name=site.name(tongue),
        to=mail.address,
        to_name=mail.to,
        subject=say(_REMINDED, title=title) if mail.kind == REMINDER else f"{title} {campaign.year}",
        text="\n".join(lines),
        at=mail.queued_at,
        language=tongue,
    )
    made["List-Unsubscribe"] = f"<{stop}>"
    return made

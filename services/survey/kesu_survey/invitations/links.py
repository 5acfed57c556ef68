"""The signed link with which a customer, who has no account, answers (clause 4.2.1.4).

Nothing of it is stored: it is the invitation's number and the edition of its link under a signature that only this service can make, so
there is nothing to steal from the database and nothing to guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kesu_common.people.tokens import read_link, sign_link
from kesu_common.settings import Settings
from kesu_survey.invitations.model import Invitation

PURPOSE = "survey"
REMEMBERED = timedelta(days=366)
"""How long after its last day a link still tells that the survey is over, instead of being no link at all."""


@dataclass(frozen=True)
class Link:
    """What a link says: the invitation, and which edition of its link this is."""

    invitation: str
    edition: int


def token_of(settings: Settings, invitation: Invitation) -> str:
    """The token that stands for the invitation; nobody can make one up."""
    payload = {"invitation": invitation.number, "edition": invitation.edition}
    return sign_link(settings.secret_key, PURPOSE, payload, invitation.expires_at + REMEMBERED)


def answer_link(settings: Settings, invitation: Invitation) -> str:
    """The address to send to the customer; opens in the customer's language."""
    return f"{page_of(settings, invitation)}?lang={invitation.language}"


def reminders_link(settings: Settings, invitation: Invitation) -> str:
    """The address at which the customer stops the reminders, or says no to the whole survey."""
    return f"{page_of(settings, invitation)}/stop?lang={invitation.language}"


def page_of(settings: Settings, invitation: Invitation) -> str:
    """The customer's page, in whatever language the browser asks for."""
    return settings.link("survey", f"/answer/{token_of(settings, invitation)}")


def read_token(settings: Settings, token: str) -> Link:
    """Which invitation the link was made for. Raises `Unauthenticated` for one that was changed or made up, or is long over."""
    payload = read_link(settings.secret_key, PURPOSE, token)
    return Link(str(payload["invitation"]), int(payload.get("edition", 1)))

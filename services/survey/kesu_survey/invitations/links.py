"""The signed link with which a customer, who has no account, answers (clause 4.2.1.4)."""

from __future__ import annotations

from kesu_common.people.tokens import read_link, sign_link
from kesu_common.settings import Settings
from kesu_survey.invitations.model import Invitation

PURPOSE = "survey"


def token_of(settings: Settings, invitation: Invitation) -> str:
    """The token that stands for the invitation until it expires; nobody can make one up."""
    return sign_link(settings.secret_key, PURPOSE, {"invitation": invitation.number}, invitation.expires_at)


def answer_link(settings: Settings, invitation: Invitation) -> str:
    """The address to send to the customer; opens in the customer's language."""
    return f"{settings.link('survey', f'/answer/{token_of(settings, invitation)}')}?lang={invitation.language}"


def invitation_number(settings: Settings, token: str) -> str:
    """Which invitation the link was made for. Raises `Unauthenticated` for a changed or expired one."""
    return str(read_link(settings.secret_key, PURPOSE, token)["invitation"])

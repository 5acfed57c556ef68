"""The signed link with which a customer, who has no account, confirms one reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kesu_common import clock
from kesu_common.people.tokens import read_link, sign_link
from kesu_common.settings import Settings
from kesu_intake.complaints.model import Complaint

PURPOSE = "confirm"
LIFETIME = timedelta(days=60)


@dataclass(frozen=True)
class Invitation:
    """What a link stands for: one complaint in one round of analysis. A link of an earlier round is out of date."""

    complaint: str
    round: int


def confirmation_link(settings: Settings, complaint: Complaint) -> str:
    """The address to send to the customer; good for 60 days."""
    token = sign_link(settings.secret_key, PURPOSE, {"complaint": complaint.number, "round": complaint.round}, clock.now() + LIFETIME)
    return settings.link("intake", f"/confirm/{token}")


def invitation_of(settings: Settings, token: str) -> Invitation:
    """What the link was made for. Raises `Unauthenticated` for a changed or expired one."""
    payload = read_link(settings.secret_key, PURPOSE, token)
    return Invitation(str(payload["complaint"]), int(payload["round"]))

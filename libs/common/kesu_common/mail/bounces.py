"""Reading a report of non-delivery (RFC 3464): which of our mails came back, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage, Message
from uuid import UUID

from kesu_common.errors import Invalid
from kesu_common.i18n import N_

_OURS = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@")


@dataclass(frozen=True)
class Bounce:
    """The id of the mail that came back, and the report's words."""

    mail: UUID
    reason: str


def read_bounce(raw: str) -> Bounce | None:
    """What the report says; `None` for one that tells of a delay or of success, which are no bounce.

    Raises `Invalid` for a message that is no report, or not about a mail of ours.
    """
    report = message_from_string(raw, policy=policy.default)
    statuses = [group for part in report.walk() if part.get_content_type() == "message/delivery-status" for group in _groups(part)]
    if not statuses:
        raise Invalid(N_("This is no report of non-delivery."), field="message")
    failed = [group for group in statuses if str(group.get("Action", "")).strip().lower() == "failed"]
    if not failed:
        return None
    ours = _OURS.search(_original(report))
    if ours is None:
        raise Invalid(N_("The report is not about a mail of ours."), field="message")
    reason = str(failed[0].get("Diagnostic-Code") or failed[0].get("Status") or "failed")
    return Bounce(UUID(ours[1]), " ".join(reason.split())[:2000])


def _groups(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _original(report: EmailMessage) -> str:
    """The Message-ID of the mail that the report gives back: as a whole mail, or as its headers."""
    for part in report.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and isinstance(inner[0], Message):
                return str(inner[0].get("Message-ID", ""))
        if part.get_content_type() == "text/rfc822-headers":
            headers = message_from_string(str(part.get_payload()))
            return str(headers.get("Message-ID", ""))
    return ""

"""Writing a message: text, files, and headers that nobody can add to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a message."""

    filename: str
    media_type: str
    content: bytes


def compose(
    *,
    message_id: UUID,
    sender: str,
    sender_name: str,
    to: str,
    to_name: str,
    subject: str,
    text: str,
    at: datetime,
    language: str,
    enclosures: Sequence[Enclosure] = (),
) -> EmailMessage:
    """One message to one person. Its Message-ID is `<message_id@host of the sender>`, so the same fact always makes the same message.

    Names and subject are put on one line; raises `ValueError` for an address that is none.
    """
    made = EmailMessage(policy=SMTP)
    made["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    made["Date"] = format_datetime(at)
    made["From"] = Address(_one_line(sender_name), addr_spec=sender)
    made["To"] = Address(_one_line(to_name), addr_spec=to)
    made["Subject"] = _one_line(subject)
    made.set_content(text)
    for file in enclosures:
        main, _, sub = file.media_type.partition("/")
        made.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream", filename=file.filename)
    made["Content-Language"] = language  # last: the content takes every header of its kind away with it
    return made


def _one_line(text: str) -> str:
    return " ".join(text.split())

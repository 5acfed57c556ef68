"""Reading an e-mail that a stranger wrote: nothing in it is believed, nothing in it stops the program."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import Header
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from html.parser import HTMLParser

MOST_TEXT = 20_000
MOST_PARTS = 30
"""Attachments that are looked at; what comes after them is named as refused."""

_log = logging.getLogger(__name__)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESS = re.compile(r"[^\s<>\"',;()]+@[^\s<>\"',;()]+")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Part:
    """One attachment as it was sent."""

    filename: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """What an e-mail says. `message_id` is never empty: an e-mail without one is known by its digest."""

    message_id: str
    sender: str
    sender_name: str | None
    title: str
    text: str
    sent_at: datetime | None
    parts: list[Part] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Names of attachments beyond `MOST_PARTS`."""


def read_mail(raw: bytes) -> Mail:
    """The e-mail in these bytes; whatever cannot be read in it is empty. Never raises."""
    try:
        return _read(message_from_bytes(raw, policy=policy.default), raw)
    except Exception:  # the standard library's header parser raises whatever it trips over; its older one takes everything
        _log.warning("an e-mail has a head that cannot be read; its words are taken as they stand", exc_info=True)
        return _read(message_from_bytes(raw, policy=policy.compat32), raw)


def _read(message: Message, raw: bytes) -> Mail:
    name, address = _sender(message)
    parts = list(_parts(message))
    return Mail(
        message_id=_id(message, raw),
        sender=address,
        sender_name=name or None,
        title=_header(message, "Subject", 500),
        text=_text(message),
        sent_at=_date(message),
        parts=parts[:MOST_PARTS],
        left_out=[part.filename for part in parts[MOST_PARTS:]],
    )


def without_parts(mail: Mail) -> bytes:
    """The same e-mail with its head and text alone: what is kept of one that carried something that was refused."""
    sender = f"{mail.sender_name} <{mail.sender}>" if mail.sender_name else mail.sender
    head = {"From": sender, "Subject": mail.title, "Message-ID": mail.message_id}
    if mail.sent_at:
        head["Date"] = format_datetime(mail.sent_at)
    lines = [f"{name}: {Header(value, None if value.isascii() else 'utf-8').encode()}" for name, value in head.items()]
    lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", mail.text, ""]
    return "\n".join(lines).encode()


def _header(message: Message, name: str, most: int) -> str:
    return " ".join(_UNFIT.sub("", str(message.get(name) or "")).split())[:most]


def _sender(message: Message) -> tuple[str, str]:
    """(name, address) of the first From, read by hand: a forged one may not be an address at all."""
    found = _header(message, "From", 600)
    address = _ADDRESS.search(found)
    if address is None:
        return found[:200], ""
    return found[: address.start()].strip(" \"<'")[:200], address.group()[:320].lower()


def _id(message: Message, raw: bytes) -> str:
    found = _header(message, "Message-ID", 300)
    return found if len(found) > 4 and len(found) < 300 else f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _date(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(message, "Date", 100))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that carry something; an e-mail within the e-mail is one part."""
    for part in message.walk() if message.get_content_type() != "message/rfc822" else [message]:
        if not part.is_multipart():
            yield part


def _text(message: Message) -> str:
    """The text for people: plain if there is one, else the words of the HTML."""
    plain = [_decoded(p) for p in _leaves(message) if p.get_content_type() == "text/plain" and not _is_file(p)]
    html = [_words(_decoded(p)) for p in _leaves(message) if p.get_content_type() == "text/html" and not _is_file(p)]
    text = "\n\n".join(t for t in plain if t.strip()) or "\n\n".join(html)
    return _BLANK_LINES.sub("\n\n", _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()[:MOST_TEXT]


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset(), "utf-8", "gb18030"):
        try:
            return content.decode(charset or "utf-8")
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def _parts(message: Message) -> Iterator[Part]:
    number = 0
    for part in _leaves(message):
        if _is_file(part) or part.get_content_maintype() not in {"text", "multipart"}:
            number += 1
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            yield Part(_filename(part) or f"attachment-{number}", content)


def _filename(part: Message) -> str:
    return _UNFIT.sub("", str(part.get_filename() or ""))[:255]


class _Words(HTMLParser):
    """The words of an HTML text; nothing of it is ever shown as HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "head", "template"}:
            self._hidden += 1
        elif tag in {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "head", "template"}:
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "\n".join(" ".join(line.split()) for line in "".join(reader.words).splitlines())

"""Addresses of pages elsewhere with a place for a value, as an administrator writes them: `https://track.example.com/?no={waybill}`."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

LONGEST = 500
_UNFIT = re.compile(r"[^!-~]|[\"'<>\\^`|]")
"""What does not stand in an address as it is: whatever is not printable ASCII, and what could end an attribute or mislead a reader."""


def is_template(text: object, place: str) -> bool:
    """Whether this is an https address with `{place}` after its host, without another place, a sign-in or a character to be escaped."""
    if not isinstance(text, str) or len(text) > LONGEST or _UNFIT.search(text):
        return False
    try:
        parts = urlsplit(text)
        fit = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    named = f"{{{place}}}"
    fixed = text.replace(named, "")
    return fit and not set("@{}") & set(parts.netloc) and not set("{}") & set(fixed) and named in text


def filled(template: object, place: str, value: str) -> str | None:
    """The address with the value at its place, escaped so that it stays one part of it; `None` for what is no template."""
    return str(template).replace(f"{{{place}}}", quote(value.strip(), safe="")) if is_template(template, place) else None

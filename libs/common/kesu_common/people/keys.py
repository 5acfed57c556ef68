"""Keys of devices (scanners) and programs (ERP, third parties): `prefix.secret`, shown once, stored as a digest."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Literal

KeyKind = Literal["api", "device"]
_MARKS: dict[KeyKind, str] = {"api": "ka", "device": "kd"}
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without the letters and digits that people mix up
_SECRET_BYTES = 24  # 192 bits: too many to guess, so a plain SHA-256 is digest enough
_SHAPE = re.compile(r"(k[ad]_[a-z0-9]{10})\.([A-Za-z0-9_-]{27,64})")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key at the only moment when it is known whole: `text` goes to its owner, `prefix` and `digest` into the database."""

    prefix: str
    text: str
    digest: str


def new_key(kind: KeyKind) -> NewKey:
    """A fresh key with 192 random bits."""
    prefix = f"{_MARKS[kind]}_{''.join(secrets.choice(_ALPHABET) for _ in range(10))}"
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    return NewKey(prefix=prefix, text=f"{prefix}.{secret}", digest=digest(secret))


def digest(secret: str) -> str:
    """SHA-256 of the part behind the dot, in hex: what is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def split(text: str) -> tuple[str, str] | None:
    """(prefix, secret) of something that looks like a key, else `None`."""
    match = _SHAPE.fullmatch(text)
    return (match[1], match[2]) if match else None


def fits(secret: str, stored_digest: str) -> bool:
    """Whether `secret` is the one behind the stored digest; takes the same time for a near miss as for a far one."""
    return hmac.compare_digest(digest(secret), stored_digest)

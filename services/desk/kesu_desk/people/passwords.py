"""Passwords: argon2id, slow on purpose (about a third of a second), the same for a login that does not exist."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kesu_common.errors import Invalid
from kesu_common.i18n import N_

SHORTEST = 10
LONGEST = 200
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def hashed(password: str) -> str:
    """What is stored of a password."""
    return _HASHER.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether the password is the one that was stored; takes as long when there is no account (`stored` is `None`)."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


TELLING = 4
"""A login from so many letters on makes a password easy to guess; “wu” stands in many a good one, and in made-up ones by chance."""


def check_strength(password: str, login: str, *, field: str = "password") -> None:
    """Raise `Invalid` for a password that is quickly guessed: too short, too simple, or with the login in it."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(N_("A password has at least %(shortest)s characters."), field=field, shortest=SHORTEST)
    if len(login) >= TELLING and login.lower() in password.lower():
        raise Invalid(N_("The password must not contain the login."), field=field)
    if len(set(password)) < 5:
        raise Invalid(N_("The password repeats the same few characters."), field=field)


def new_password() -> str:
    """A password for the first sign-in, easy to read aloud: four groups of four letters and digits (about 80 bits)."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))

"""The first sign-in of an installation: made once, kept where its owner finds it."""

from __future__ import annotations

from kesu_common.runtime import Runtime
from kesu_desk.people.commands import FIRST_ADMIN, ensure_admin
from kesu_onebox.home import Home

FIRST_SIGN_IN = "first-sign-in.txt"
"""File in the home: login and password, a line each."""


def first_sign_in(home: Home, desk: Runtime) -> None:
    """Make the first administrator at `desk` when there is nobody at all, and keep the password in `home`."""
    with desk.database.transaction() as session:
        password = ensure_admin(session)
        if password is not None:
            home.remember(FIRST_SIGN_IN, f"{FIRST_ADMIN}\n{password}\n")  # before the commit: a crash in between leaves nobody locked out

"""Which operating-system account PostgreSQL runs under: it refuses root, and must reach its programs and its data."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kesu_common.servers.processes import ServerError, locked

HOME = Path("/var/lib/kesu")
"""Where root keeps what another account must reach, when the place asked for lies in a closed folder such as /root."""
_NAME = "kesu"


@dataclass(frozen=True)
class Account:
    """An account that is not the one running now; programs are started under its ids."""

    name: str
    uid: int
    gid: int

    def can_reach(self, path: Path) -> bool:
        """Whether the account may enter every folder above `path`."""
        for folder in path.resolve().parents:
            try:
                found = folder.stat()
            except FileNotFoundError:
                continue
            if found.st_uid == self.uid:
                needed = stat.S_IXUSR
            elif found.st_gid == self.gid:
                needed = stat.S_IXGRP
            else:
                needed = stat.S_IXOTH
            if not found.st_mode & needed:
                return False
        return True

    def owns(self, path: Path) -> None:
        """Give `path` itself, not what is in it, to the account."""
        os.chown(path, self.uid, self.gid)


def server_account(data: Path) -> Account | None:
    """The account for a cluster whose data lie in `data`: None for the account running now unless that is root.

    For root: whoever owns the data already, else `postgres` where PostgreSQL is installed, else a system account `kesu`, made when missing.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return _by_uid(owner)
    for name in ("postgres", _NAME):
        if found := _by_name(name):
            return found
    with locked(open_home() / ".lock"):
        found = _by_name(_NAME) or _create()
    if found:
        return found
    raise ServerError(f"PostgreSQL does not run as root, and the system account “{_NAME}” could not be made. Run this as an ordinary user.")


def open_home(*folders: str) -> Path:
    """`/var/lib/kesu` or a folder in it, made so that others may pass through it whatever the umask says."""
    place = HOME
    for folder in ("", *folders):
        place = place / folder
        if not place.exists():
            place.mkdir(parents=True, exist_ok=True)
            place.chmod(0o755)
    return place


def _by_name(name: str) -> Account | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, found.pw_uid, found.pw_gid)


def _by_uid(uid: int) -> Account:
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise ServerError(f"the data belong to the user number {uid}, which this machine does not know") from None
    return Account(found.pw_name, uid, found.pw_gid)


def _create() -> Account | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd is None:
        return None
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", str(HOME), "--shell", "/usr/sbin/nologin", _NAME]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    return _by_name(_NAME)

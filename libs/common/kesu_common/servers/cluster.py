"""Making a PostgreSQL cluster: initdb under the right account, in a place that this account can reach."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
from pathlib import Path

from kesu_common.servers.accounts import Account, open_home, server_account
from kesu_common.servers.binaries import PostgresBinaries, postgres_binaries
from kesu_common.servers.processes import ServerError, write_private

CLUSTER = "cluster"
USER = "kesu"
_INITDB = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "-U", USER]


def make_cluster(data_dir: Path, *, durable: bool, binaries: PostgresBinaries | None) -> None:
    """Make `data_dir/cluster` and `data_dir/password`. The cluster is made beside its place and renamed: an interrupted one leaves no half.

    Where the server's account cannot reach `data_dir`, the cluster lies in /var/lib/kesu and `cluster` is a link to it.
    """
    link = data_dir / CLUSTER
    if link.is_symlink():
        link.unlink()  # to a place that is gone
    account = server_account(link)
    place = link if account is None or account.can_reach(link) else _place_elsewhere(data_dir)
    new, password_file = place.with_name(f"{place.name}.new"), place.with_name(f"{place.name}.password")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    password = secrets.token_urlsafe(24)
    write_private(password_file, password)
    if account:
        account.owns(new)
        account.owns(password_file)
    try:
        _initdb((binaries or postgres_binaries()).reachable_by(account), new, password_file, account, [] if durable else ["--no-sync"])
    finally:
        password_file.unlink()
    write_private(data_dir / "password", password)
    new.rename(place)
    if place != link:
        link.symlink_to(place)


def environment() -> dict[str, str]:
    """What PostgreSQL may know of our environment: none of our secrets, none of the caller's PG* defaults."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}


def _initdb(binaries: PostgresBinaries, cluster: Path, password_file: Path, account: Account | None, options: list[str]) -> None:
    command = [str(binaries.folder / "initdb"), "-D", str(cluster), f"--pwfile={password_file}", *_INITDB, *options]
    uid, gid, groups = (account.uid, account.gid, list[int]()) if account else (None, None, None)
    done = subprocess.run(  # noqa: S603
        command, env=environment(), cwd="/", capture_output=True, text=True, check=False, user=uid, group=gid, extra_groups=groups
    )
    if done.returncode:
        raise ServerError(f"initdb of PostgreSQL {binaries.version} failed:\n{done.stderr.strip()}")


def _place_elsewhere(data_dir: Path) -> Path:
    """One place in /var/lib/kesu for each data folder.

    A cluster whose data folder was deleted by its owner begins anew; the old one is kept once, in case that was a mistake.
    """
    place = open_home("clusters") / hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
    if place.exists():
        old = place.with_name(f"{place.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        place.rename(old)
    return place

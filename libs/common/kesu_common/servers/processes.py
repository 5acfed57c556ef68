"""Processes that outlive their starter: launched in a session of their own, recognised again by their command line, ended by signal."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

LOOPBACK = "127.0.0.1"
_launched: dict[int, subprocess.Popen[bytes]] = {}  # our own children, kept so that they can be reaped


class ServerError(RuntimeError):
    """A private server could not be found, started or stopped; the message says what to do."""


def free_port() -> int:
    """A TCP port on the loopback that nobody listens on at this moment; somebody else may still take it first."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether the loopback port could be listened on now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def launch(command: Sequence[str | Path], log: Path, env: Mapping[str, str], *, uid: int | None = None, gid: int | None = None) -> int:
    """Start a program that a Ctrl-C in this terminal does not reach, its output appended to `log`. Returns its process id."""
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  # the programs are those that `binaries` found
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd="/",
            start_new_session=True,
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
        )
    _launched[process.pid] = process
    return process.pid


def is_running(pid: int, mark: str) -> bool:
    """Whether process `pid` exists and is ours, or has `mark` in its command line: process ids are used again by others."""
    if child := _launched.get(pid):
        if child.poll() is None:
            return True  # whatever its command line says: for a moment after its start that is empty
        del _launched[pid]
        return False
    return mark in command_line(pid)


def command_line(pid: int) -> str:
    """The words of a process's command line, separated by spaces; empty for one that has ended."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    found = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return found.stdout.strip()


def end(pid: int, mark: str, signals: Sequence[tuple[signal.Signals, float]]) -> None:
    """Send each signal in turn until the process is gone, waiting so many seconds after each.

    Raises `ServerError` if it survives them all.
    """
    for number, seconds in signals:
        if not is_running(pid, mark):
            return
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_until(lambda: not is_running(pid, mark), seconds):
            return
    raise ServerError(f"process {pid} ({mark}) does not end")


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """Whether the condition came true within so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log, indented, for an error message."""
    try:
        found = log.read_text(errors="replace").splitlines()[-lines:]
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in found)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock between processes; a killed holder lets go of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write_private(path: Path, text: str, mode: int = 0o600) -> None:
    """Write a file that nobody else can read, in one step: it has the old or the new content, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as handle:
        handle.write(text)
    new.replace(path)

"""CPU time of processes with everything that they started, from Linux's /proc (in steps of 10 ms: measure over seconds)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN, _REAPED = 1, slice(11, 13), slice(13, 15)  # fields of /proc/<pid>/stat behind the name


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time that these processes, their descendants, and descendants that have ended have used so far."""
    stats = dict(_stats())
    wanted = set(roots)
    found = 0
    while found != len(wanted):
        found = len(wanted)
        wanted |= {pid for pid, stat in stats.items() if int(stat[_PARENT]) in wanted}
    return sum(sum(map(int, (*stats[pid][_OWN], *stats[pid][_REAPED]))) for pid in wanted if pid in stats) / _TICKS


def _stats() -> Iterable[tuple[int, list[str]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                yield int(folder.name), (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended

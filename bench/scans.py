"""Scans over HTTP, all that happens to them included, against a bare endpoint that COPYs the same rows, and COPY alone.

    python -m bench.scans [--quick]

Batches of two hundred and single scans, from several connections; each device unpacks a return of its own. Then the batches are sent
once more. Ratios of rates in scans a second.
"""

from __future__ import annotations

import itertools
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
import structlog

from bench.bare import COPY, TABLES
from bench.cpu import cpu_seconds
from bench.house import WEBS, House, Running
from bench.load import Make, drive, post
from bench.posting import CONNECTIONS
from bench.report import Report
from kesu_common.servers.processes import free_port
from kesu_common.service import load
from kesu_common.testing.rig import Rig

BATCH = 200
DEVICES = WEBS * CONNECTIONS
EACH = 40
"""Returns that each device unpacks one after the other, over and over: no return grows beyond what a lorry brings."""
CLAIMED = 1_000_000
SITE = "SZ"


def main(arguments: Sequence[str]) -> int:
    """Measure, and print the table."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    quick = "--quick" in arguments
    report = Report(rounds=1 if quick else 3)
    with tempfile.TemporaryDirectory(prefix="kesu-bench-") as scratch:
        Path(scratch).chmod(0o711)
        house = House(Path(scratch), ("returns",))
        try:
            house.start()
            bare = _bare(house)
            numbers = expected_returns(house, Path(scratch))
            measure(house, bare, numbers, report, seconds=1.0 if quick else 8.0)
        finally:
            house.stop()
    sys.stdout.write(report.table() + "\n")
    return 0


def measure(house: House, bare: list[Running], numbers: Sequence[str], report: Report, *, seconds: float) -> None:
    """In every round: batches and single scans, bare and full, COPY alone, and the full batches sent again."""
    kinds = {"bare": (bare, BATCH), "full": (house.webs, BATCH), "bare one": (bare, 1), "one": (house.webs, 1)}
    rates: dict[str, list[float]] = {name: [] for name in (*kinds, "copy", "again")}
    cost: dict[str, list[float]] = {"bare": [], "full": []}
    batches = Batches(house, numbers)
    for _ in range(report.rounds):
        for name, (webs, size) in kinds.items():
            ports, pids = [web.port for web in webs], [web.pid for web in webs]
            make = batches.of(size, "/scans" if webs is bare else f"/returns/api/v1/scans?site={SITE}")
            before = cpu_seconds(pids)
            driven = drive(ports, make, each=CONNECTIONS, seconds=seconds)
            rates[name].append(driven.rate * size)
            if name in cost:
                cost[name].append((cpu_seconds(pids) - before) * 1e6 / (len(driven.answers) * size))
            if name == "full":
                again = drive(ports, batches.once_more(), each=CONNECTIONS, count=len(driven.answers))
                rates["again"].append(again.rate * size)
        rates["copy"].append(_copy(house, seconds))
    report.add("batches of 200: scans/s ÷ bare endpoint that COPYs", "ratio", _ratios(rates["full"], rates["bare"]), at_least=0.35)
    report.add("batches of 200: scans/s ÷ COPY alone", "ratio", _ratios(rates["full"], rates["copy"]))
    report.add("single scans: ÷ bare endpoint", "ratio", _ratios(rates["one"], rates["bare one"]), at_least=0.5)
    report.add("the same batches again: ÷ the first time", "ratio", _ratios(rates["again"], rates["full"]), at_least=1.0)
    for name, values in rates.items():
        report.add(f"    {name}", "scans/s", values)
    for name, values in cost.items():
        report.add(f"    {name}: web CPU a scan", "µs", values)


class Batches:
    """Requests with new scans, for several threads at once: each device scans the return that it unpacks."""

    def __init__(self, house: House, numbers: Sequence[str]) -> None:
        self._headers = {"Authorization": house.token(), "Accept": "application/json"}
        self._numbers = numbers
        self._count = itertools.count()
        self._sent: list[bytes] = []

    def of(self, size: int, path: str) -> Make:
        """Requests of `size` scans to `path`."""
        self._sent = sent = []

        def make() -> bytes:
            number = next(self._count)
            device = number % DEVICES
            unpacked = self._numbers[device * EACH + number // DEVICES // 5 % EACH]
            common = {"device": f"gate-{device}", "code": unpacked, "quantity": "1", "place": "DOCK-1"}
            request = post(path, [{**common, "sequence": number * BATCH + at} for at in range(size)], **self._headers)
            sent.append(request)
            return request

        return make

    def once_more(self) -> Make:
        """What was sent last, in the same order."""
        return iter(self._sent).__next__


def expected_returns(house: House, folder: Path) -> list[str]:
    """Returns with more pieces than will ever be scanned, their goods expected; `EACH` for each device."""
    rig = Rig(load("returns"), house.url("returns"), folder / "files")
    numbers = []
    for place in range(DEVICES * EACH):
        complaint = f"KS-{SITE}-2026-{place:06}"
        rig.hear(
            "complaint.settled", complaint, number=complaint, kind="return", customer_code="C1", product="GP-200", lot=f"L{place}",
            quantity=str(CLAIMED), agreed_with="y", agreed_at="2026-11-20T08:00:00+00:00", requested_by="li.wei",
        )  # fmt: skip
        number = str(rig.facts("kesu.return.requested.v1")[-1]["number"])
        rig.hear("handling.decided", "QC-1", return_number=number, complaint=complaint, handling="抽检")
        rig.program(f"sales@{SITE}").post(f"/returns/api/v1/returns/{number}/submit", json={})
        approved = rig.program(f"gm@{SITE}", login="wang").post(f"/returns/api/v1/returns/{number}/approve", json={"reason": "属实"})
        if approved.status_code != 200:
            raise RuntimeError(approved.text)
        numbers.append(number)
    rig.close()
    return numbers


def _copy(house: House, seconds: float) -> float:
    """Rows a second that COPY takes from one connection, a batch a transaction."""
    rows = [("gate-1", number, "RT-SZ-2026-000001", 1, "DOCK-1") for number in range(BATCH)]
    copied, began = 0, time.perf_counter()
    with psycopg.connect(_bare_url(house)) as connection:
        while time.perf_counter() - began < seconds:
            with connection.transaction(), connection.cursor().copy(COPY) as copy:
                for row in rows:
                    copy.write_row(row)
            copied += BATCH
    return copied / (time.perf_counter() - began)


def _bare(house: House) -> list[Running]:
    with psycopg.connect(_bare_url(house)) as connection:
        connection.execute(TABLES)
    ports = [free_port() for _ in range(WEBS)]
    return [house.run([sys.executable, "-m", "bench.bare", str(port), _bare_url(house)], port, {}, ready="/") for port in ports]


def _bare_url(house: House) -> str:
    return house.postgres.ensure_database("bare").replace("+psycopg", "")


def _ratios(ours: Sequence[float], limit: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(ours, limit, strict=True)]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

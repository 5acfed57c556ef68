"""(b) Facts through relay, RabbitMQ and inbox until they are handled: intake's go to desk, which hears everything."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

import psycopg

from bench import limits
from bench.cpu import cpu_seconds
from bench.house import House, Running
from bench.load import drive
from bench.posting import CONNECTIONS, complaint
from bench.report import Report
from kesu_common.journal.envelope import COLUMNS, Row, rendered

PATIENCE = 180.0
BASIS = 250
"""Complaints whose facts are copied, each copy with numbers and ids of its own."""

_COPY = f"""
    INSERT INTO journal (id, type, subject, site, case_number, time, actor, causation, traceparent, data, changes)
    SELECT gen_random_uuid(), type, subject || given.ending, site, subject || given.ending, now(), actor, causation, traceparent,
        regexp_replace(replace(data, subject, subject || given.ending), '"task":"[^"]*"', '"task":"' || gen_random_uuid() || '"'), changes
    FROM (SELECT * FROM journal WHERE type IN ('kesu.complaint.registered.v1', 'kesu.task.opened.v1') AND subject ~ '^KS-[^.]*$'
          ORDER BY position LIMIT {BASIS * 2}) basis,
        (SELECT '.' || %(round)s || '.' || n AS ending FROM generate_series(1, %(copies)s) n) given
"""  # a number of ours


def measure(house: House, report: Report, *, rounds: int, facts: int, seconds: float) -> None:
    """Rounds of a heap of facts, beside what PostgreSQL and the broker do alone; then the full load on intake for a while."""
    drive([web.port for web in house.webs], complaint(house), each=CONNECTIONS, count=BASIS)
    workers = {name: house.service(name, "worker", CATCHUP_SECONDS="3600") for name in ("intake", "desk")}
    intake, desk = house.connect("intake"), house.connect("desk")
    _wait_until_handled(intake, desk)
    body = typical(intake)
    rates, raw, inserts = [], [], []
    cost: dict[str, list[float]] = {name: [] for name in workers}
    for number in range(rounds):
        before = {name: cpu_seconds([worker.pid]) for name, worker in workers.items()}
        began = time.perf_counter()
        made = intake.execute(_COPY, {"round": number, "copies": max(1, facts // (BASIS * 2))}).rowcount
        _wait_until_handled(intake, desk)
        rates.append(made / (time.perf_counter() - began))
        for name, worker in workers.items():
            cost[name].append((cpu_seconds([worker.pid]) - before[name]) * 1000 / made)
        raw.append(limits.pipelined(house, body, facts))
        inserts.append(limits.two_inserts(house, seconds / 5))
    both = [one + other for one, other in zip(cost["intake"], cost["desk"], strict=True)]
    report.add("(b) CPU of a fact: relay + receive + handle", "ms", both, at_most=0.5)
    report.add("    CPU of a fact: relay (intake's worker)", "ms", cost["intake"])
    report.add("    CPU of a fact: receive + handle (desk's worker)", "ms", cost["desk"])
    report.add("(b) facts/s, stated → handled, ÷ pgbench's two-insert transactions/s", "ratio", _ratios(rates, inserts))
    report.add("(b) facts/s, stated → handled, ÷ bare pipelined publishing", "ratio", _ratios(rates, raw))
    _flat(house, report, intake, desk, rounds=rounds, seconds=seconds)
    intake.close()
    desk.close()
    house.end(list[Running](workers.values()))


def _flat(house: House, report: Report, intake: psycopg.Connection, desk: psycopg.Connection, *, rounds: int, seconds: float) -> None:
    """The full load on intake, relay and desk's handler beside it: what is stated has to be handled as fast."""
    shares, behind = [], []
    for _ in range(rounds):
        load = threading.Thread(
            target=drive, args=([web.port for web in house.webs], complaint(house)), kwargs={"each": CONNECTIONS, "seconds": seconds}
        )
        load.start()
        time.sleep(seconds / 4)
        stated, handled, began = _stated(intake), _handled(desk), time.perf_counter()
        time.sleep(seconds / 2)
        now_stated, now_handled, passed = _stated(intake), _handled(desk), time.perf_counter() - began
        shares.append((now_handled - handled) / (now_stated - stated))
        behind.append((now_stated - now_handled) / ((now_stated - stated) / passed))
        load.join()
        _wait_until_handled(intake, desk)
    report.add("(b) full load on intake: facts handled ÷ facts stated meanwhile", "ratio", shares, at_least=0.95)
    report.add("    full load on intake: how far the handler is behind at the end", "s", behind)


def _wait_until_handled(intake: psycopg.Connection, desk: psycopg.Connection) -> None:
    deadline = time.monotonic() + PATIENCE
    while (left := _stated(intake) - _handled(desk)) > 0:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{left} facts were not handled within {PATIENCE:.0f} s")
        time.sleep(0.05)


def _stated(intake: psycopg.Connection) -> int:
    return _number(intake, "SELECT count(*) FROM journal")


def _handled(desk: psycopg.Connection) -> int:
    return _number(desk, "SELECT count(*) FROM inbox WHERE source = '/kesu/intake' AND state = 'done'")


def _number(connection: psycopg.Connection, query: Any) -> int:
    [(found,)] = connection.execute(query)
    return int(found)


def typical(intake: psycopg.Connection) -> bytes:
    """A fact of ordinary size as it travels."""
    query: Any = f"SELECT {COLUMNS} FROM journal WHERE type = 'kesu.complaint.registered.v1' LIMIT 1"
    [found] = intake.execute(query)
    return rendered(Row._make(found), "/kesu/intake")


def _ratios(ours: Sequence[float], limit: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(ours, limit, strict=True)]

"""(c) From POST …/dispatch at intake to the case at quality, at 10 and 50 a second, against the broker's own way of one message."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from itertools import chain
from typing import Any

from bench import limits
from bench.chain import typical
from bench.house import House
from bench.load import Line, drive, pace
from bench.posting import CONNECTIONS, complaint
from bench.report import Report, quantile

RATES = (10.0, 50.0)
"""A second: with processors to spare, and with every one of a small machine busy."""
PATIENCE = 60.0
WARM = 25
"""The first of a round are not counted: connections are opened, caches filled."""

_TELL = """
    CREATE OR REPLACE FUNCTION bench_tell() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('bench_handled', (SELECT string_agg(DISTINCT subject, ' ') FROM handled WHERE state = 'done'));
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER bench_handled AFTER UPDATE ON inbox REFERENCING NEW TABLE AS handled
        FOR EACH STATEMENT EXECUTE FUNCTION bench_tell();
"""
"""Quality tells the bench, when a transaction of its handler is visible to others, which complaints were handled in it."""


def measure(house: House, report: Report, *, rounds: int, samples: int) -> None:
    """In every round first the broker alone, then the whole way."""
    workers = [house.service(name, "worker") for name in ("intake", "quality")]
    watch = Watch(house)
    with house.connect("intake") as intake:
        drive([web.port for web in house.webs], complaint(house), each=CONNECTIONS, count=2)
        body = typical(intake)
    for rate in RATES:
        broker: list[list[float]] = []
        whole: list[list[float]] = []
        count = WARM + max(WARM, round(samples * rate / RATES[-1]))
        for _ in range(rounds):
            broker.append(limits.one_way(house, body, rate=rate, count=count)[WARM:])
            whole.append(_dispatched(house, watch, rate, count)[WARM:])
        _report(report, rate, broker, whole)
    watch.stop()
    house.end(workers)


def _report(report: Report, rate: float, broker: list[list[float]], whole: list[list[float]]) -> None:
    for share, aim in ((0.5, None), (0.99, 10.0)):
        name = f"p{share * 100:.0f} at {rate:.0f}/s"
        ratios = [quantile(ours, share) / quantile(alone, share) for ours, alone in zip(whole, broker, strict=True)]
        if share == 0.99:  # so few in a round: the verdict is over all of them
            ratios = [quantile([*chain(*whole)], share) / quantile([*chain(*broker)], share)]
        report.add(f"(c) POST → handled at quality, {name} ÷ the broker's own {name}", "ratio", ratios, at_most=aim)
        report.add(f"    POST → handled at quality, {name}", "ms", [quantile(ours, share) * 1000 for ours in whole])
        report.add(f"    the broker's own way, {name}", "ms", [quantile(alone, share) * 1000 for alone in broker])


class Watch:
    """Notes when each complaint's dispatch became visible as handled at quality."""

    def __init__(self, house: House) -> None:
        self.seen: dict[str, float] = {}
        self._stop = threading.Event()
        self._connection = house.connect("quality")
        self._connection.execute(_TELL)
        self._connection.execute("LISTEN bench_handled")
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._stop.is_set():
            for notice in self._connection.notifies(timeout=0.2):
                now = time.perf_counter()
                for number in notice.payload.split():
                    self.seen.setdefault(number, now)

    def stop(self) -> None:
        """Look no longer."""
        self._stop.set()
        self._thread.join()
        self._connection.close()


def _dispatched(house: House, watch: Watch, rate: float, count: int) -> list[float]:
    """Dispatch fresh complaints to quality at `rate`; the seconds until each was handled there."""
    ports = [web.port for web in house.webs]
    numbers = [json.loads(answer)["number"] for answer in drive(ports, complaint(house), each=CONNECTIONS, count=count).answers]
    _settle(house)
    question = {"departments": [{"department": "quality", "question": "请按产品标准检测。"}]}
    requests: list[Callable[[Any], object]] = [_sender(house.post(f"complaints/{number}/dispatch", question)) for number in numbers]
    lanes = iter(ports * 8)
    due = pace(rate, requests, lambda: Line(next(lanes)))
    deadline = time.monotonic() + PATIENCE
    while missing := [number for number in numbers if number not in watch.seen]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(missing)} complaints were not handled at quality within {PATIENCE:.0f} s")
        time.sleep(0.05)
    return [watch.seen[number] - at for number, at in zip(numbers, due, strict=True)]


def _sender(request: bytes) -> Callable[[Any], object]:
    return lambda line: line.send(request)


def _settle(house: House) -> None:
    """Wait until the relay has published what the preparation stated and is idle again."""
    deadline = time.monotonic() + PATIENCE
    with house.connect("intake") as intake:
        settled: Any = "SELECT idle AND published >= numbered AND NOT EXISTS (SELECT 1 FROM journal WHERE sequence IS NULL) FROM relay"
        while intake.execute(settled).fetchone() != (True,):
            if time.monotonic() > deadline:
                raise TimeoutError("the relay has not come to rest")
            time.sleep(0.1)

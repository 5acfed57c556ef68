"""A minute of answers while the report is read: whether every form is counted once, whatever the customers do meanwhile.

    python -m bench.answering [--quick]

Two web processes and the worker of survey as in production, each answer sent over its customer's own link: plainly, with a double
click, changed after going back, from two devices at once, kept item by item before, or after the survey's end. 40 forms a second are
200 scores a second; 200 forms a second are more than a small machine takes at once, so they queue. Meanwhile the lead reads the
report again and again. At the end every customer's form, every score, the report and the journal are compared with what was sent;
a difference ends the run with an error.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import structlog
import urllib3

from bench.house import House, Running
from bench.load import Line, pace, post
from bench.report import Report, quantile
from bench.surveys import say
from kesu_common import clock
from kesu_common.database import Database
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.servers.processes import LOOPBACK
from kesu_survey.campaigns.start import start_campaign
from kesu_survey.copies.model import KnownCustomer
from kesu_survey.invitations.links import token_of
from kesu_survey.invitations.model import Invitation
from kesu_survey.plans.commands import approve_plan, draft_plan, submit_plan

RATES = (40.0, 200.0)
"""Forms a second."""
SECONDS = 60.0
ITEMS = ("product_quality", "packaging", "delivery", "service", "price")
PLAIN, CLICKED, WENT_BACK, TWO_DEVICES, KEPT, KEPT_ON_TWO, LATE = range(7)
"""What customers do, each as often as the others."""
COUNTED_TWICE = {WENT_BACK, TWO_DEVICES}
"""… and of whom a second form is kept, and marked as a duplicate."""
LANES = 8

Scores = dict[str, int]


@dataclass(frozen=True)
class Customer:
    """One customer with a link: what they do, and the scores that they send first and second."""

    index: int
    path: str

    @property
    def does(self) -> int:
        """One of the ways above."""
        return self.index % (LATE + 1)

    def scores(self, second: bool = False) -> Scores:
        """Scores that tell customers and forms apart."""
        return {item: 1 + (self.index // 5**place + place + second) % 5 for place, item in enumerate(ITEMS)}

    def form(self, second: bool = False) -> bytes:
        """The whole form as a request."""
        return post(self.path, {"answers": _rows(self.scores(second))})

    def one(self, item: str) -> bytes:
        """A single answer as a request."""
        return post(f"{self.path}/items", {"answers": _rows({item: self.scores()[item]})})


class Devices:
    """Two connections of one customer, which can send at the same moment."""

    def __init__(self, webs: Sequence[Running]) -> None:
        self._lines = [Line(web.port) for web in webs]
        self._pool = ThreadPoolExecutor(len(self._lines))

    def send(self, *requests: bytes) -> None:
        """One after the other, over the first."""
        for request in requests:
            self._lines[0].send(request)

    def together(self, *requests: bytes) -> None:
        """Each over a connection of its own, at once."""
        pairs = zip(self._lines, requests, strict=True)
        for done in [self._pool.submit(line.send, request) for line, request in pairs]:
            done.result()


def answer(customer: Customer, devices: Devices) -> None:
    """What this customer does."""
    if customer.does == CLICKED:
        devices.together(customer.form(), customer.form())
    elif customer.does == TWO_DEVICES:
        devices.together(customer.form(), customer.form(second=True))
    elif customer.does == WENT_BACK:
        devices.send(customer.form(), customer.form(second=True))
    elif customer.does == KEPT:
        devices.send(*(customer.one(item) for item in ITEMS), customer.form())
    elif customer.does == KEPT_ON_TWO:
        devices.together(customer.one(ITEMS[0]), customer.one(ITEMS[1]))
        devices.send(customer.form())
    else:
        devices.send(customer.form())


class Reader(threading.Thread):
    """Reads the report until told to stop; how many forms it showed, and how long each reading took."""

    def __init__(self, house: House, web: Running, number: str) -> None:
        super().__init__(daemon=True)
        self.shown: list[int] = []
        self.seconds: list[float] = []
        self.wrong: BaseException | None = None
        self._read = partial(read_report, house, web, number)
        self._over = threading.Event()

    def run(self) -> None:
        """Read, and look at it for two seconds."""
        try:
            while not self._over.wait(2.0):
                began = time.perf_counter()
                self.shown.append(self._read()["forms"])
                self.seconds.append(time.perf_counter() - began)
        except RuntimeError as error:
            self.wrong = error

    def stop(self) -> None:
        """End, and raise what went wrong."""
        self._over.set()
        self.join()
        if self.wrong is not None:
            raise self.wrong
        check("a report never shows fewer forms than the one before", self.shown, sorted(self.shown))


def read_report(house: House, web: Running, number: str) -> dict[str, Any]:
    """The report as the API gives it. Raises `RuntimeError` if it does not."""
    address = f"http://{LOOPBACK}:{web.port}/survey/api/v1/reports/{number}"
    got = urllib3.request("GET", address, headers={"Authorization": house.token()}, timeout=60.0, retries=False)
    if got.status != 200:
        raise RuntimeError(f"{address}: {got.status}")
    report: dict[str, Any] = got.json()
    return report


def main(arguments: Sequence[str]) -> int:
    """Measure, compare, and print the table."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    seconds = 2.0 if "--quick" in arguments else SECONDS
    report = Report(rounds=1)
    with tempfile.TemporaryDirectory(prefix="kesu-bench-") as scratch:
        Path(scratch).chmod(0o711)
        house = House(Path(scratch), ("survey",))
        try:
            house.start()
            house.service("survey", "worker")
            for year, rate in enumerate(RATES, clock.now().year):
                minute(house, report, year=year, rate=rate, seconds=seconds)
        finally:
            house.stop()
    say(report.table())
    return 0


def minute(house: House, report: Report, *, year: int, rate: float, seconds: float) -> None:
    """One survey at that rate. Raises `RuntimeError` if anything was lost or counted twice."""
    number, customers = begin(house, year=year, in_time=int(rate * seconds))
    in_time = [customer for customer in customers if customer.does != LATE]
    reader = Reader(house, house.webs[0], number)
    reader.start()
    started = time.perf_counter()
    requests: list[Callable[[Any], object]] = [partial(answer, customer) for customer in in_time]
    pace(rate, requests, lambda: Devices(house.webs), lanes=LANES)
    took = time.perf_counter() - started
    reader.stop()
    house_line = Line(house.webs[0].port)
    house_line.send(house.post(f"campaigns/{number}/close", {"despite": "the minute is over"}))
    house_line.close()
    late = Devices(house.webs)
    for customer in customers:
        if customer.does == LATE:
            late.send(customer.form())
    with house.connect("survey") as survey:
        compare(survey, read_report(house, house.webs[0], number), number, customers)
    name = f"{rate:.0f} forms/s for {seconds:.0f} s"
    report.add(f"{name}: forms taken", "n", [len(in_time)])
    report.add(f"{name}: taken a second", "1/s", [len(in_time) / took])
    report.add(f"{name}: readings of the report meanwhile", "n", [len(reader.shown)])
    report.add(f"{name}: a reading, p95", "s", [quantile(reader.seconds, 0.95)])


def begin(house: House, *, year: int, in_time: int) -> tuple[str, list[Customer]]:
    """A survey that has just started, with so many customers who answer in time, and the late ones."""
    planner, lead = (Actor(name, name, "person", frozenset({Grant(ALL_SITES, ALL_SITES)})) for name in ("planner", "lead"))
    settings = house.home.settings("survey", house.url("survey"), public_url="", bus_url="memory://", metrics_port=0)
    count = in_time * (LATE + 1) // LATE
    database = Database(house.url("survey"))
    with database.transaction() as session:
        known = {"tier": "A", "language": "zh", "site": "SZ", "state": "active", "sequence": 0}
        for index in range(count):
            session.merge(KnownCustomer(number=f"C{index:06}", name=f"客户 {index}", **known))
        plan = draft_plan(session, planner, site="SZ", year=year, quarter=4)
        submit_plan(session, planner, plan)
        approve_plan(session, lead, plan)
        number = start_campaign(session, planner, plan, ends_on=(clock.now() + timedelta(days=20)).date()).number
        session.flush()
        asked = session.query(Invitation).filter_by(campaign=number).order_by(Invitation.customer_code)
        customers = [Customer(int(one.customer_code[1:]), f"/survey/api/v1/answers/{token_of(settings, one)}") for one in asked]
    database.close()
    return number, customers


def compare(survey: psycopg.Connection, shown: dict[str, Any], number: str, customers: Sequence[Customer]) -> None:
    """Every form as it was sent, once; the report and the journal say the same. Raises `RuntimeError` with the first difference."""
    counted, others = _forms(survey, number, duplicate=False), _forms(survey, number, duplicate=True)
    late = {customer.index for customer in customers if customer.does == LATE}
    check("customers with a form", sorted(counted), [customer.index for customer in customers])
    check("customers with a second form", sorted(others), [one.index for one in customers if one.does in COUNTED_TWICE])
    for customer in customers:
        sent = [customer.scores(), *([customer.scores(second=True)] if customer.does in COUNTED_TWICE else [])]
        kept = [forms[customer.index][0] for forms in (counted, others) if customer.index in forms]
        if customer.does == TWO_DEVICES:  # either may have been the first
            sent, kept = (sorted(forms, key=str) for forms in (sent, kept))
        check(f"what customer {customer.index} sent", kept, sent)
    check("late ones", {index for index, (_, is_late) in counted.items() if is_late}, late)
    scores = {item: Counter(form[item] for index, (form, _) in counted.items() if index not in late) for item in ITEMS}
    check("forms in the report", shown["forms"], len(customers) - len(late))
    reported = {one["item"]: {int(score): n for score, n in one["distribution"].items() if n} for one in shown["items"]}
    for item in ITEMS:
        check(f"scores of {item} in the report", reported[item], dict(scores[item]))
    check("answers in the journal", _facts(survey, number, "answer.received"), len(customers))
    check("second answers in the journal", _facts(survey, number, "answer.repeated"), len(others))


def check(what: str, found: object, wanted: object) -> None:
    """Raises `RuntimeError` where they differ."""
    if found != wanted:
        raise RuntimeError(f"{what}: {str(found)[:400]} instead of {str(wanted)[:400]}")


def _rows(scores: Scores) -> list[dict[str, Any]]:
    return [{"item": item, "score": score} for item, score in scores.items()]


def _forms(survey: psycopg.Connection, number: str, *, duplicate: bool) -> dict[int, tuple[Scores, bool]]:
    """{customer's index: (scores, whether late)}; two of one customer are an error."""
    rows: Iterable[tuple[Any, ...]] = survey.execute(
        "SELECT customer_code, late, (SELECT json_object_agg(item, score ORDER BY position)::text FROM answer WHERE form_id = form.id)"
        " FROM returned_form form WHERE campaign = %s AND duplicate = %s",
        (number, duplicate),
    ).fetchall()
    found = [(int(code[1:]), (json.loads(scores), bool(late))) for code, late, scores in rows]
    check("forms of the same kind of one customer", [index for index, n in Counter(index for index, _ in found).items() if n > 1], [])
    return dict(found)


def _facts(survey: psycopg.Connection, number: str, kind: str) -> int:
    row = survey.execute("SELECT count(*) FROM journal WHERE case_number = %s AND type = %s", (number, f"kesu.{kind}.v1")).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

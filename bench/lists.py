"""Lists and search at a million complaints: what a page costs there, as a ratio to ten thousand.

    python -m bench.lists [--quick]

The complaints are made by PostgreSQL itself. Each page is asked for through the web application, by turns in both houses, so that the noise
of the machine falls on both. The aim is a median of at most 1.5 times that of ten thousand.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import structlog
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.report import Report
from kesu_common.database.migrate import migrate
from kesu_common.people.copies import learn_site
from kesu_common.servers import Postgres
from kesu_common.service import load
from kesu_common.testing.rig import SHENZHEN, Rig

FEW, MANY = 10_000, 1_000_000
PAGES: Mapping[str, str] = {
    "list, first page": "/intake/complaints/",
    "list, page far down": "/intake/complaints/?cursor={cursor}",
    "list, open ones": "/intake/complaints/?open=true",
    "list, one state": "/intake/complaints/?state=answered",
    "list, by received": "/intake/complaints/?sort=-received_at",
    "list, one product": "/intake/complaints/?product=GP-17",
    "list, one customer": "/intake/complaints/?customer=C007",
    "list, waiting for R&D": "/intake/complaints/?waiting=rnd",
    "search, number": "/intake/complaints/?q={number}",
    "search, lot": "/intake/complaints/?q=L2026-0042",
    "search, common Chinese word": "/intake/complaints/?q=%E6%B3%84%E6%BC%8F",
    "search, two words": "/intake/complaints/?q=leak+%E8%BD%B4%E5%B0%81",
    "search, rare word": "/intake/complaints/?q=serendipity",
    "search, nothing": "/intake/complaints/?q=%E6%97%A0%E6%AD%A4%E8%AF%8D",
    "search, API": "/intake/api/v1/complaints?q=motor",
}
_CUSTOMERS = text(
    "INSERT INTO customer (id, number, site, state, version, created_at, updated_at, name, tier, language, contacts) "
    "SELECT gen_random_uuid(), 'C' || lpad(n::text, 3, '0'), 'SZ', 'active', 1, now(), now(), 'Customer ' || n, 'C', 'zh', '[]' "
    "FROM generate_series(0, 199) n"
)
# Words as `complaints.indexing` would cut them, put together in SQL: its own number, lot and product, and some of a small vocabulary.
_COMPLAINTS = text(
    """
    INSERT INTO complaint (id, number, site, state, version, created_at, updated_at, customer_code, customer_name, channel, received_at,
        product, component, lot, serial, unit, claim, text, text_language, language_detected, safety, reply_wanted, severity, severity_why,
        round, registered_by, words)
    SELECT gen_random_uuid(), 'KS-SZ-2026-' || lpad(n::text, 7, '0'), 'SZ',
        (ARRAY['closed','closed','closed','closed','closed','closed','registered','dispatched','answered','withdrawn'])[1 + n % 10], 1,
        at, at, 'C' || lpad((n * 7 % 200)::text, 3, '0'), 'Customer ' || n * 7 % 200, 'email', at,
        'GP-' || n % 50, (ARRAY['轴封','电机','外壳'])[1 + n % 3], 'L2026-' || lpad((n / 200)::text, 4, '0'), 'SN' || n, 'pcs', 'unstated',
        said, 'zh', true, false, true, (ARRAY['minor','minor','minor','major','critical'])[1 + n % 5], '[]', 1, 'bench',
        array_to_tsvector(ARRAY['ks-sz-2026-' || lpad(n::text, 7, '0'), lpad(n::text, 7, '0'), 'c' || lpad((n * 7 % 200)::text, 3, '0'),
            'customer', 'gp-' || n % 50, 'gp', 'l2026-' || lpad((n / 200)::text, 4, '0'), 'sn' || n, 'pump', '水泵',
            (ARRAY['泄漏','异响','开裂','生锈'])[1 + n % 4], (ARRAY['轴封','电机','外壳'])[1 + n % 3],
            (ARRAY['leak','noise','crack','rust','motor','smell','heat'])[1 + n * 11 % 7], 'w' || n * 13 % 3000, 'v' || n * 17 % 20000]
            || CASE WHEN n % 150 = 1 THEN ARRAY['serendipity'] ELSE '{}' END)
    FROM (SELECT n, now() - (:whole - n) * interval '1 minute' AS at, '水泵' || (ARRAY['泄漏','异响','开裂','生锈'])[1 + n % 4] || '，'
        || (ARRAY['轴封','电机','外壳'])[1 + n % 3] || ' ' || (ARRAY['leak','noise','crack','rust','motor','smell','heat'])[1 + n * 11 % 7]
        || ' w' || n * 13 % 3000 || ' v' || n * 17 % 20000 AS said FROM generate_series(CAST(:begin AS int), CAST(:end AS int)) n) made
    """
)
_DISPATCHES = text(
    "INSERT INTO dispatch (id, complaint_number, site, round, department, question, due_at, state, dispatched_by, dispatched_at) "
    "SELECT gen_random_uuid(), number, 'SZ', 1, 'rnd', '?', now(), 'open', 'bench', now() FROM complaint "
    "WHERE state = 'dispatched' ORDER BY created_at DESC LIMIT 500"
)
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'complaint' AND indexdef NOT LIKE '%UNIQUE%'"


def main(arguments: Sequence[str]) -> int:
    """Measure, and print the table."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    quick = "--quick" in arguments
    few, many, asked = (1_000, 10_000, 5) if quick else (FEW, MANY, 40)
    report = Report(rounds=1 if quick else 3)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as houses:
        Path(scratch).chmod(0o711)
        server = Postgres(Path(scratch) / "postgres", durable=False)
        server.start()
        houses.callback(server.remove)
        small = houses.enter_context(house(server, Path(scratch), few))
        large = houses.enter_context(house(server, Path(scratch), many))
        say(f"{few:,} and {many:,} complaints are there")
        for name, address in PAGES.items():
            ratios, walls = [], []
            for _ in range(report.rounds):
                one, other = by_turns(small, large, address, asked)
                ratios.append(other / one)
                walls.append(other * 1000)
            report.add(name, "ratio", ratios, at_most=1.5)
            report.add(f"  at {many:,}", "ms", walls)
            say(f"{name}: {median(ratios):.2f}")
    say(report.table())
    return 0


@contextmanager
def house(server: Postgres, folder: Path, number: int) -> Iterator[tuple[FlaskClient, int]]:
    """Intake with so many complaints, and somebody of sales who is signed in."""
    service, url = load("intake"), server.ensure_database(f"lists_{number}")
    migrate(service, url)
    rig = Rig(service, url, folder / f"files-{number}")
    with rig.runtime.database.transaction() as session:
        learn_site(session, SHENZHEN)
        session.execute(_CUSTOMERS)
    fill(rig, number)
    yield rig.browser("sales@SZ", language="zh"), number
    rig.close()


def fill(rig: Rig, number: int) -> None:
    """Make the complaints without indexes, then the indexes: a quarter of the time."""
    with rig.runtime.database.transaction() as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        indexes = session.execute(text(_INDEXES)).all()
        for name, _ in indexes:
            session.execute(text(f'DROP INDEX "{name}"'))
        for begin in range(1, number + 1, 50_000):
            session.execute(_COMPLAINTS, {"begin": begin, "end": min(begin + 49_999, number), "whole": number})
        _index(session, [definition for _, definition in indexes])
        session.execute(_DISPATCHES)
    engine = rig.runtime.database.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE complaint"))
        connection.execute(text("ANALYZE"))


def _index(session: Session, definitions: Sequence[str]) -> None:
    session.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
    for definition in definitions:
        session.execute(text(definition))


def by_turns(small: tuple[FlaskClient, int], large: tuple[FlaskClient, int], address: str, asked: int) -> tuple[float, float]:
    """Median seconds of the page in either house."""
    houses = [(client, placed(client, number, address)) for client, number in (small, large)]
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(asked + 1):
        for (client, path), taken in zip(houses, seconds, strict=True):
            began = time.perf_counter()
            answer = client.get(path)
            if turn:  # the first of each warms up
                taken.append(time.perf_counter() - began)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status}")
    return median(seconds[0]), median(seconds[1])


def placed(client: FlaskClient, number: int, address: str) -> str:
    """The address with a number that exists and a cursor from the middle of the list."""
    if "{cursor}" in address:
        return address.format(cursor=_middle(client, number))
    return address.format(number=f"KS-SZ-2026-{number // 2:07}")


def _middle(client: FlaskClient, number: int) -> str:
    """The cursor that the API gives for the page that ends in the middle: found by the day of that complaint."""
    with client.application.extensions["kesu"].database.transaction() as session:
        day = session.execute(
            text("SELECT received_at::date FROM complaint WHERE number = :n"), {"n": f"KS-SZ-2026-{number // 2:07}"}
        ).scalar_one()
    page = client.get(f"/intake/complaints/?received_to={day}").text
    return page.split("cursor=", 1)[1].split('"', 1)[0].split("&", 1)[0]


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""The report of a survey with 10,000 and with 1,000,000 answers: its cost must not grow with them, nor its memory.

    python -m bench.surveys [--quick]

An answer is a score of one item; a form has five. CPU is that of this process and of PostgreSQL with all its workers, per report, as
page and as JSON. Beside it: what summing up costs per answer (a job does it, every twenty seconds), what the report costs while the
forms of the last twenty seconds, at 200 answers a second, are not summed up yet, and the whole counted afresh, as a comparison.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from flask.testing import FlaskClient
from sqlalchemy import text

from bench.cpu import cpu_seconds
from bench.report import Report
from kesu_common.database.migrate import migrate
from kesu_common.people.actors import Actor
from kesu_common.people.copies import learn_site
from kesu_common.servers import Postgres
from kesu_common.service import load
from kesu_common.testing.rig import SHENZHEN, Rig
from kesu_survey.campaigns.model import Campaign
from kesu_survey.figures.commands import sum_up_all
from kesu_survey.questionnaires.default import ensure_default

FEW, MANY = 10_000, 1_000_000
ITEMS = 5
FRESH = 200 * 20 // ITEMS
"""Forms of twenty seconds at 200 answers a second."""
NUMBER = "SC-SZ-2026-000001"
PAGES = {"page": f"/survey/campaigns/{NUMBER}/report", "JSON": f"/survey/api/v1/reports/{NUMBER}"}
_FORMS = text("""
    INSERT INTO returned_form (id, campaign, customer_code, customer_name, tier, language, product, weight, level_sum, level_count, via,
                               duplicate, late, received_at)
    SELECT gen_random_uuid(), :n, 'C' || form, 'C' || form, (ARRAY['A','B','C'])[1 + form % 3], (ARRAY['zh','en'])[1 + form % 2],
           'GP-' || form % 20, 1 + form % 7 / 10.0, 2.5, 5, 'link', false, false, now() FROM generate_series(1, :forms) form
""")
_ANSWERS = text("""
    INSERT INTO answer (id, form_id, position, item, score, no_opinion, choices)
    SELECT gen_random_uuid(), form.id, item.place, item.code, CASE WHEN lucky > 0.05 THEN 1 + floor(random() * 5)::int END,
           lucky <= 0.05, '[]'
      FROM (SELECT id, random() AS lucky FROM returned_form
             WHERE NOT tallied AND NOT EXISTS (SELECT FROM answer WHERE form_id = returned_form.id)) form,
           unnest(ARRAY['product_quality', 'packaging', 'delivery', 'service', 'price']) WITH ORDINALITY item (code, place)
""")


def main(arguments: Sequence[str]) -> int:
    """Measure, and print the table."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    quick = "--quick" in arguments
    few, many, asked = (1_000, 20_000, 3) if quick else (FEW, MANY, 20)
    report = Report(rounds=1 if quick else 3)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as houses:
        Path(scratch).chmod(0o711)
        server = Postgres(Path(scratch) / "postgres", durable=False)
        server.start()
        houses.callback(server.remove)
        postmaster = int((server.data_dir / "cluster" / "postmaster.pid").read_text().split()[0])

        def cpu() -> float:
            return time.process_time() + cpu_seconds([postmaster])

        pages: list[FlaskClient] = []
        rigs: list[Rig] = []
        for answers in (few, many):
            rig = houses.enter_context(_house(server, Path(scratch), answers))
            rigs.append(rig)
            pages.append(rig.browser("lead@SZ", language="zh"))
            if answers == many:
                report.add(f"counted afresh, {answers:,} answers", "s CPU", [_cost(cpu, pages[-1], PAGES["JSON"], 1)])
            begun = cpu()
            sum_up_all(rig.runtime)
            report.add(f"summing up, {answers:,} answers", "µs CPU each", [1e6 * (cpu() - begun) / answers])
        _measure(report, cpu, pages, (few, many), asked)
        _fill(rigs[1], FRESH)
        report.add(f"JSON, {FRESH:,} fresh forms beside", "s CPU", [_cost(cpu, pages[1], PAGES["JSON"], asked)], at_most=2.0)
    say(report.table())
    return 0


def _measure(report: Report, cpu: Callable[[], float], pages: Sequence[FlaskClient], sizes: tuple[int, int], asked: int) -> None:
    for name, address in PAGES.items():
        costs: list[tuple[float, float]] = []
        memory = []
        for _ in range(report.rounds):
            one = _cost(cpu, pages[0], address, asked)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            other = _cost(cpu, pages[1], address, asked)
            memory.append((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
            costs.append((one, other))
        report.add(f"{name}, {sizes[0]:,} answers", "s CPU", [one for one, _ in costs])
        report.add(f"{name}, {sizes[1]:,} answers", "s CPU", [other for _, other in costs], at_most=2.0)
        report.add(f"{name}, ratio", "×", [other / one for one, other in costs], at_most=2.0)
        report.add(f"{name}, more memory for {sizes[1]:,}", "MB", memory, at_most=5.0)


@contextmanager
def _house(server: Postgres, folder: Path, answers: int) -> Iterator[Rig]:
    """Survey with a campaign of so many answers, none of them summed up."""
    service, url = load("survey"), server.ensure_database(f"surveys_{answers}")
    migrate(service, url)
    rig = Rig(service, url, folder / f"files-{answers}")
    with rig.runtime.database.transaction() as session:
        learn_site(session, SHENZHEN)
        ensure_default(session, Actor.service("survey"), "SZ")
        session.add(_campaign())
    _fill(rig, answers // ITEMS)
    yield rig
    rig.close()


def _campaign() -> Campaign:
    given: dict[str, Any] = {"sample_rule": [], "targets": {}, "started_by": "bench", "ends_on": date(2026, 12, 1)}
    return Campaign(number=NUMBER, site="SZ", state="closed", year=2026, questionnaire="SQ-SZ-DEFAULT-v1", **given)


def _fill(rig: Rig, forms: int) -> None:
    with rig.runtime.database.transaction() as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        session.execute(_FORMS, {"n": NUMBER, "forms": forms})
        session.execute(_ANSWERS)
    with rig.runtime.database.transaction() as session:
        session.execute(text("ANALYZE"))


def _cost(cpu: Callable[[], float], client: FlaskClient, address: str, asked: int) -> float:
    """CPU seconds of one reading, on the average of as many: the clocks tick in steps of 10 ms."""
    begun = cpu()
    for _ in range(asked):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status}")
    return (cpu() - begun) / asked


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""(d) Quality's bench page with a hundred times as many cases: what to test next must not take longer to find."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient
from sqlalchemy import text

from bench.report import Report
from kesu_common.database.migrate import migrate
from kesu_common.service import load
from kesu_common.testing.rig import Rig

FEW, MANY = 1_000, 100_000
MOST_RATIO = 1.5
_CASES = text(
    """
    INSERT INTO quality_case (id, number, site, state, version, created_at, updated_at, source, product, lot, customer_name, severity, text,
                              due_at, received_on, round, tests, opened_by)
    SELECT gen_random_uuid(), 'QC-SZ-2026-' || lpad(n::text, 6, '0'), 'SZ',
           (ARRAY['opened', 'testing', 'judged', 'closed'])[1 + n % 4], 1, now(), now(), 'manual', 'GP-' || n % 40, 'L' || n % 900,
           'Customer ' || n % 300, 'minor', 'Leak', now() + (n * 7919 % 100000) * interval '1 minute', current_date, 1, 0, 'bench'
      FROM generate_series(1, :number) AS n
    """
)


def measure(ensure_database: Callable[[str], str], report: Report, *, rounds: int, samples: int) -> None:
    """The page's median time with `FEW` and with `MANY` cases, half of them open, in turn; their ratio is what counts."""
    service = load("quality")
    with tempfile.TemporaryDirectory(prefix="kesu-bench-files-") as files:
        rigs = []
        for number in (FEW, MANY):
            url = ensure_database(f"kesu_workbench_{number}")
            migrate(service, url)
            rig = Rig(service, url, Path(files))
            rig.know_site()
            with rig.runtime.database.transaction() as session:
                session.execute(_CASES, {"number": number})
            with rig.runtime.database.transaction() as session:
                session.execute(text("ANALYZE quality_case"))
            rigs.append(rig)
        pages = [rig.browser("quality@SZ") for rig in rigs]
        times: list[tuple[float, float]] = []
        for _ in range(rounds):
            few, many = [], []
            for _ in range(samples):  # in turn, so that both see the same minute of the machine
                few.append(_timed(pages[0]))
                many.append(_timed(pages[1]))
            times.append((median(few), median(many)))
        for rig in rigs:
            rig.close()
    report.add(f"(d) bench page p50, {FEW:,} cases", "ms", [few * 1000 for few, _ in times])
    report.add(f"(d) bench page p50, {MANY:,} cases", "ms", [many * 1000 for _, many in times])
    report.add("(d) bench page, ratio of both", "×", [many / few for few, many in times], at_most=MOST_RATIO)


def _timed(client: FlaskClient) -> float:
    begin = time.perf_counter()
    answer = client.get("/quality/")
    if answer.status_code != 200:
        raise RuntimeError(f"the bench page answers {answer.status_code}")
    return time.perf_counter() - begin

"""What a test report says, as plain data with a fingerprint: two prints with the same fingerprint say the same."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.events import canonical
from kesu_common.numbers import plain
from kesu_quality.cases.model import Case
from kesu_quality.measurements.model import Measurement
from kesu_quality.measurements.queries import tests_of
from kesu_quality.sampling.queries import samples_of
from kesu_quality.verdicts.model import Verdict
from kesu_quality.verdicts.queries import verdicts_of


class Report(NamedTuple):
    """The report of a case as it is now: the verdict that holds, if one does, and the tests that were known when it was given."""

    case: Case
    verdict: Verdict | None
    tests: list[Measurement]
    fingerprint: str


def report_of(session: Session, case: Case) -> Report:
    """The case's report. Tests that came after the verdict are not in it: they changed nothing (see `CASE_STATES`)."""
    verdict = verdicts_of(session, case.number)[-1] if case.verdict else None
    tests = [test for test in tests_of(session, case.number) if verdict is None or test.recorded_at <= verdict.given_at]
    return Report(case, verdict, tests, _fingerprint(session, case, verdict, tests))


def verdict_with(session: Session, code: str) -> Verdict | None:
    """The verdict whose report carries this code, however it was typed; `None` for none."""
    return session.scalar(select(Verdict).where(Verdict.code == "".join(code.split()).replace("-", "").upper()))


def _fingerprint(session: Session, case: Case, verdict: Verdict | None, tests: list[Measurement]) -> str:
    said: dict[str, Any] = {
        "case": case.number, "customer": case.customer_name, "complaint": case.complaint, "product": case.product, "lot": case.lot,
        "serial": case.serial, "quantity": plain(case.quantity), "received_on": case.received_on, "manufactured_on": case.manufactured_on,
        "verdict": [verdict.number, verdict.verdict, verdict.defect_code, verdict.severity, verdict.summary] if verdict else None,
        "samples": [[s.round, s.lot_size, s.n, s.ac, s.inspected, s.bad, s.accepted] for s in samples_of(session, case.number)],
        "tests": [
            [t.number, t.sample, t.instrument, t.tested_by, t.tested_at, t.remark, t.standard.number]
            + [[v.characteristic.position, v.piece, plain(v.value)] for v in sorted(t.values, key=lambda v: (v.characteristic.position,
            v.piece))]
            for t in tests
        ],
    }  # fmt: skip
    digest = hashlib.sha256(canonical(said).encode()).hexdigest()[:16].upper()
    return "-".join(digest[at : at + 4] for at in range(0, 16, 4))

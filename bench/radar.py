"""The radar on real complaints: how right its proposals of duplicates are, and what one new complaint costs.

    python -m bench.radar FOLDER [--quick]      FOLDER holds complaints_en_nhtsa_text.csv

Duplicates are known there: rows with the same ODI number, and rows with the same text. A proposal is right if it is such a pair. The
cost is CPU of this process and
of PostgreSQL per complaint, at 20,000 stored: the real ones and others whose sentences are shuffled out of them.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from bench.cpu import cpu_seconds
from bench.real_data import OPERATOR, Evaluation, service
from kesu_common.servers import Postgres
from kesu_intake.complaints.indexing import vector
from kesu_intake.complaints.model import Complaint
from kesu_intake.radar.similar import ALIKE, similar_complaints

STORED = 20_000
LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Likenesses at which recall and precision are told."""
COSTED = 200
"""Complaints whose cost is measured."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CUSTOMER = text(
    "INSERT INTO customer (id, number, site, state, version, created_at, updated_at, name, tier, language, contacts) "
    "VALUES (gen_random_uuid(), 'NHTSA', 'SZ', 'active', 1, now(), now(), 'Vehicle owners', 'C', 'en', '[]')"
)


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    quick = "--quick" in arguments
    with (Path(arguments[0]) / "complaints_en_nhtsa_text.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o711)
        server = Postgres(Path(scratch) / "postgres", durable=False)
        server.start()
        try:
            with service("intake", server, Path(scratch)) as intake:
                with intake.runtime.database.transaction() as session:
                    session.execute(_CUSTOMER)
                    store(session, [(row["cmpl_id"], row) for row in rows])
                analyse(intake)
                precision(intake, rows, sample=300 if quick else len(rows))
                with intake.runtime.database.transaction() as session:
                    store(session, others(rows, (4_000 if quick else STORED) - len(rows)))
                analyse(intake)
                cost(intake, rows, 40 if quick else COSTED)
        finally:
            server.remove()
    return 0


def store(session: Session, rows: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Insert complaints, past the commands: only what the radar reads counts here."""
    now = datetime.now(UTC)
    values = [complaint(key, row, now) for key, row in rows]
    for begin in range(0, len(values), 500):
        session.execute(insert(Complaint.__table__), values[begin : begin + 500])  # type: ignore[arg-type]


def complaint(key: str, row: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The columns of a complaint."""
    known: dict[str, Any] = {
        "number": f"KS-SZ-{key}",
        "customer_code": "NHTSA",
        "customer_name": "Vehicle owners",
        "external_reference": key,
        "product": f"{row['make']} {row['model']}",
        "component": row["component"] or None,
        "serial": row["vin11"] or None,
        "text": row["description"],
    }
    fixed: dict[str, Any] = {"id": uuid7(), "site": "SZ", "state": "registered", "version": 1, "created_at": now, "updated_at": now}
    plain: dict[str, Any] = {"channel": "portal", "received_at": now, "unit": "pcs", "claim": "unstated", "text_language": "en"}
    flags: dict[str, Any] = {"language_detected": True, "safety": False, "reply_wanted": True, "severity": "minor", "severity_why": []}
    return {**known, **fixed, **plain, **flags, "round": 1, "registered_by": "bench", "words": vector(known)}


def others(rows: Sequence[Mapping[str, str]], number: int) -> list[tuple[str, Mapping[str, str]]]:
    """Complaints of which each sentence is real and no text is: cut and dealt anew, the same in every run."""
    dealer = random.Random(20_000)
    sentences = [sentence for row in rows for sentence in _SENTENCE.split(row["description"]) if sentence]
    made: list[tuple[str, Mapping[str, str]]] = []
    for place in range(number):
        text_ = " ".join(dealer.sample(sentences, dealer.randint(3, 8)))
        made.append((f"X{place}", {**dealer.choice(rows), "vin11": f"X{place}", "description": text_}))
    return made


def analyse(intake: Evaluation) -> None:
    """Let PostgreSQL count the words, as autovacuum does by itself."""
    with intake.runtime.database.transaction() as session:
        session.execute(text("ANALYZE complaint"))


def precision(intake: Evaluation, rows: Sequence[Mapping[str, str]], sample: int) -> None:
    """Ask for every row (or for all repeated ones and a sample) what resembles its text, and compare with what is known."""
    known = repeated(rows)
    asked = [row for row in rows if row["cmpl_id"] in known]
    asked += random.Random(1).sample([row for row in rows if row["cmpl_id"] not in known], max(0, sample - len(asked)))
    proposed: dict[frozenset[str], tuple[float, str, str]] = {}
    with intake.runtime.database.transaction() as session:
        for row in asked:
            new, own = row["description"], row["cmpl_id"]
            for one in similar_complaints(session, OPERATOR, text=new, but=f"KS-SZ-{own}", alike=LEVELS[0], limit=20):
                proposed[frozenset((own, one.complaint.external_reference))] = (one.likeness, new, one.complaint.text)
    pairs = {frozenset((one, other)) for one, those in known.items() for other in those}
    say(f"asked for {len(asked)} of {len(rows)} complaints; known duplicates (same ODI number or text): {len(pairs)} pairs")
    for level in sorted({*LEVELS, ALIKE}):
        those = {pair for pair, (likeness, _, _) in proposed.items() if likeness >= level}
        found = f"recall {share(len(those & pairs), len(pairs))}, precision {share(len(those & pairs), len(those))} of {len(those)} pairs"
        say(f"likeness from {level:.2f}: {found}{' <- what people are shown' if level == ALIKE else ''}")
    others_ = sorted((told for pair, told in proposed.items() if pair not in pairs and told[0] >= ALIKE), reverse=True)
    say(f"not known as duplicates but shown: {len(others_)}, by likeness:")
    for likeness, one_, other in others_[:: max(1, len(others_) // 12)]:
        say(f"  {likeness:.2f}\n    {one_[:150]!r}\n    {other[:150]!r}")


def repeated(rows: Sequence[Mapping[str, str]]) -> dict[str, set[str]]:
    """Of each row that has one: the rows with the same ODI number or the same text."""
    groups: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        groups["odi", row["odi_number"]].add(row["cmpl_id"])
        groups["text", " ".join(row["description"].split())].add(row["cmpl_id"])
    known: defaultdict[str, set[str]] = defaultdict(set)
    for group in groups.values():
        for one in group if len(group) > 1 else ():
            known[one] |= group - {one}
    return dict(known)


def cost(intake: Evaluation, rows: Sequence[Mapping[str, str]], number: int) -> None:
    """CPU of Python and of PostgreSQL per new complaint, over `number` of them, and the wall clock of the middle one."""
    asked = random.Random(2).sample(list(rows), number)
    walls = []
    with intake.runtime.database.transaction() as session:
        (stored,) = session.execute(text("SELECT count(*) FROM complaint")).one()
        (backend,) = session.execute(text("SELECT pg_backend_pid()")).one()
        similar_complaints(session, OPERATOR, text=rows[0]["description"])
        here, there = time.process_time(), cpu_seconds([backend])
        for row in asked:
            began = time.perf_counter()
            similar_complaints(session, OPERATOR, text=row["description"], serial=row["vin11"], customer_code="NHTSA")
            walls.append(time.perf_counter() - began)
        python, postgres = time.process_time() - here, cpu_seconds([backend]) - there
    say(f"at {stored:,} stored: {1000 * (python + postgres) / number:.1f} ms CPU per new complaint (aim: < 30)")
    say(f"  of it {1000 * python / number:.1f} ms Python, {1000 * postgres / number:.1f} ms PostgreSQL; {1000 * median(walls):.1f} ms wall")


def share(part: int, whole: int) -> str:
    """A share in per cent."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

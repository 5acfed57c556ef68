"""Document numbers, per site and year: `KS-SZ-2026-000123`.

They come from PostgreSQL sequences: two people never wait for each other, and a number is never given twice. A transaction that is rolled
back leaves a gap (docs/adr/0004-numbers.md); what must be gapless for an auditor is the journal.
"""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database.engine import quickly

_KNOWN: WeakKeyDictionary[Engine, set[str]] = WeakKeyDictionary()
_NEW = "kesu_new_sequences"


def next_number(session: Session, prefix: str, site: str, year: int | None = None) -> str:
    """The next number of this kind at this site in this year (default: the present year, UTC)."""
    year = clock.now().year if year is None else year
    sequence = "number_" + re.sub(r"[^a-z0-9]", "_", f"{prefix}_{site}_{year}".lower())
    known = _KNOWN.setdefault(session.get_bind().engine, set())
    if sequence not in known:
        exists = session.scalar(text("SELECT to_regclass(:name) IS NOT NULL"), {"name": sequence})
        if not exists:
            # serialises the first users only: CREATE SEQUENCE IF NOT EXISTS alone can fail when two run at once
            session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": sequence})
            session.execute(text(f'CREATE SEQUENCE IF NOT EXISTS "{sequence}"'))
            session.info.setdefault(_NEW, set()).add(sequence)
        elif sequence not in session.info.get(_NEW, ()):  # one made in this very transaction may still be rolled back
            known.add(sequence)
    [(value,)] = quickly(session, "SELECT nextval(%s::text::regclass)", (sequence,))
    return f"{prefix}-{site}-{year}-{value:06d}"

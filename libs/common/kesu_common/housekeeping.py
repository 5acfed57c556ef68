"""What every worker does by the clock: escalate work, read figures, throw away what is no longer of use, archive old facts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from kesu_common import clock
from kesu_common.figures import read_figures
from kesu_common.jobs import Job
from kesu_common.tasks.clockwork import escalate_due

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime

INBOX_KEPT = timedelta(days=30)
"""Handled facts are remembered that long: a fact that comes a second time later than this is not recognised."""

ANSWERS_KEPT = timedelta(days=2)
"""Answers under idempotency keys are kept that long."""

BATCH = 10_000
_OLD_FACTS = text("""
    DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state = 'done' AND handled_at < :before LIMIT :batch FOR UPDATE SKIP LOCKED)
""")
_OLD_ANSWERS = text("DELETE FROM idempotency WHERE created_at < :before")


def tidy(runtime: Runtime) -> int:
    """Delete handled facts and answers that are older than they are kept; returns how many rows went."""
    deleted = 0
    while True:
        with runtime.database.transaction() as session:
            parameters = {"before": clock.now() - INBOX_KEPT, "batch": BATCH}
            went = session.connection().execute(_OLD_FACTS, parameters).rowcount
        deleted += went
        if went < BATCH:
            break
    with runtime.database.transaction() as session:
        return deleted + session.connection().execute(_OLD_ANSWERS, {"before": clock.now() - ANSWERS_KEPT}).rowcount


def archive(runtime: Runtime) -> int:
    """Move facts older than `Settings.journal_months` to archive files, if it is set; returns how many."""
    from kesu_common.journal.retention import archive_before, months_ago

    months = runtime.settings.journal_months
    return archive_before(runtime, months_ago(clock.now(), months)) if months else 0


JOBS = (
    Job("figures", 5, read_figures),
    Job("escalate", 10, escalate_due),
    Job("tidy", 3600, tidy),
    Job("archive", 86400, archive),
)
"""Name, seconds between two runs, function."""

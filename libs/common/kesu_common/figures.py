"""Reading backlogs and domain gauges from the database into the metrics, every few seconds, by the worker."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import text

from kesu_common import clock
from kesu_common.tasks.queries import task_figures

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime

_JOURNAL = text("""
    SELECT (SELECT count(*) FROM journal WHERE sequence IS NULL) + relay.numbered - relay.published,
        least((SELECT min(time) FROM journal WHERE sequence IS NULL), (SELECT time FROM journal WHERE sequence = relay.published + 1))
    FROM relay
""")
_INBOX = text("""
    SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting'), (SELECT count(*) FROM inbox WHERE state = 'dead'),
        (SELECT min(received_at) FROM inbox WHERE state = 'waiting')
""")


def read_figures(runtime: Runtime) -> None:
    """Set the gauges of journal, inbox, tasks and of the service's own domain to what is true now."""
    metrics = runtime.metrics
    now = clock.now()
    with runtime.database.transaction() as session:
        unsent, oldest = session.execute(_JOURNAL).one()
        waiting, dead, first = session.execute(_INBOX).one()
        tasks = list(task_figures(session))
        domain = list(runtime.service.gauges(session))
    metrics.journal_unsent.set(unsent)
    metrics.journal_oldest_unsent.set((now - oldest).total_seconds() if oldest else 0)
    metrics.inbox_waiting.set(waiting)
    metrics.inbox_dead.set(dead)
    metrics.inbox_oldest_waiting.set((now - first).total_seconds() if first else 0)
    for name, gauge in (("tasks_open", metrics.tasks_open), ("tasks_overdue", metrics.tasks_overdue)):
        counts: Counter[tuple[str, ...]] = Counter()
        for figure, labels, value in tasks:
            if figure == name:
                counts[(labels["kind"],)] += int(value)
        metrics.backlog(counts, gauge)
    metrics.domain(domain)

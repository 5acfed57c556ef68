"""The journal: audit trail, outbox and feed in one table that is only ever added to."""

from kesu_common.journal.record import record

__all__ = ["record"]

"""The relay: numbers what was committed, publishes it in order, moves its mark. One is active per database, others stand by.

Promises: facts leave in the order of their numbers, none is left out, each at least once. When the bus does not take them, numbering goes
on (peers can read the journal itself) and the facts wait.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import closing

import psycopg

from kesu_common.bus import BusError, Publisher, topology
from kesu_common.database import Database
from kesu_common.journal.envelope import Row, rendered, source_of
from kesu_common.journal.numbering import BATCH, Mark, move, number_batch, unsent
from kesu_common.journal.pace import POLL_BUSY, POLL_IDLE, Pace
from kesu_common.journal.pending import CHANNEL
from kesu_common.metrics import Metrics

LOCK = 7_310_002
"""Advisory lock of the active relay, held by the connection that does its work: who loses the one loses the other."""

STANDBY = 1.0
"""Seconds between two tries of a standby."""

BACK_OFF = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds to leave the bus alone after its first, second, … error in a row."""

_log = logging.getLogger(__name__)


class Relay:
    """The relay of one service's database. `run` it in a thread of its own."""

    def __init__(self, database: Database, service: str, publisher: Publisher, metrics: Metrics) -> None:
        self.database = database
        self.source = source_of(service)
        self.publisher = publisher
        self.metrics = metrics
        self._errors = 0
        self._try_at = 0.0

    def run(self, stop: threading.Event) -> None:
        """Stand by, lead, until `stop`. Raises `psycopg.Error` when the database goes; start it again then."""
        try:
            with closing(self.database.dedicated()) as connection:
                while not stop.is_set():
                    if self._elected(connection):
                        self._lead(connection, stop)
                    stop.wait(STANDBY)
        finally:
            self.metrics.relay_active.set(0)
            self.publisher.close()

    def _elected(self, connection: psycopg.Connection) -> bool:
        found = connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        return bool(found and found[0])

    def _lead(self, connection: psycopg.Connection, stop: threading.Event) -> None:
        self.metrics.relay_active.set(1)
        _log.info("relay is active")
        connection.execute(f"LISTEN {CHANNEL}")
        mark = Mark.read(connection)
        pace = Pace()
        _say(connection, idle=True)
        while not stop.is_set():
            found = self.step(connection, mark)
            if pace.count(found):
                _say(connection, idle=pace.idle)
                continue  # one more look: what was committed before the flag changed may not have notified
            if found < BATCH:
                self._rest(connection, pace, stop, worked=bool(found))

    def step(self, connection: psycopg.Connection, mark: Mark) -> int:
        """Number one batch and publish one; returns the number of facts that moved on."""
        fresh = number_batch(connection, mark)
        sent = self._publish(connection, mark, unsent(connection, mark, fresh)) if time.monotonic() >= self._try_at else 0
        return max(len(fresh), sent)

    def _publish(self, connection: psycopg.Connection, mark: Mark, rows: Sequence[Row]) -> int:
        if not rows:
            return 0
        try:
            confirmed = self.publisher.publish_batch(
                [(topology.routing_key(row.type, row.site), rendered(row, self.source)) for row in rows]
            )
        except BusError as error:
            confirmed = error.confirmed
            self._backed_off(error)
        else:
            self._errors = 0
            self.metrics.bus_blocked.set(0)
        if confirmed:
            move(connection, mark, confirmed)
            self.metrics.relay_published.inc(confirmed)
        return confirmed

    def _backed_off(self, error: BusError) -> None:
        pause = BACK_OFF[min(self._errors, len(BACK_OFF) - 1)]
        self._errors += 1
        self._try_at = time.monotonic() + pause
        self.metrics.relay_failures.inc()
        self.metrics.bus_blocked.set(1)
        _log.warning("the bus does not take facts (%s); next try in %s s", error, pause)

    def _rest(self, connection: psycopg.Connection, pace: Pace, stop: threading.Event, *, worked: bool) -> None:
        if worked or not pace.idle:  # neighbours travel together: a batch costs about as much as a fact
            stop.wait(POLL_BUSY)
            return
        pause = min(POLL_IDLE, max(0.01, self._try_at - time.monotonic())) if self._errors else POLL_IDLE
        for _ in connection.notifies(timeout=pause, stop_after=1):
            pass


def _say(connection: psycopg.Connection, *, idle: bool) -> None:
    connection.execute("UPDATE relay SET idle = %s", (idle,))

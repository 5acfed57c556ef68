"""Reading a peer's journal over HTTP into the inbox: at start, then every few seconds. It heals whatever the bus lost.

A peer that does not answer is a warning, told once when it begins and once when it ends, never a reason to stop.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import urllib3
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from kesu_common import clock
from kesu_common.catchup.model import CatchUpCursor
from kesu_common.inbox.store import read, store
from kesu_common.people.tokens import issue_service_token
from kesu_common.runtime import Runtime
from kesu_common.service import NAMES

PAGE = 500
TIMEOUT = urllib3.Timeout(connect=3.0, read=15.0)
FIRST_RETRY = 0.5

ON_ITS_WAY = timedelta(seconds=30)
"""A fact younger than this was perhaps not lost by the bus, only not brought yet."""

_log = logging.getLogger(__name__)


class PeerSilent(Exception):
    """The peer does not answer, or answers what is no journal."""


class Cursors(NamedTuple):
    """Types of one peer's facts that are read together from `sequence` on; `first` until their history was read once."""

    sequence: int
    types: list[str]
    first: bool


class CatchUp:
    """Catches up with every peer of a service. `arrived` is set whenever something new is in the inbox."""

    def __init__(self, runtime: Runtime, arrived: threading.Event, *, peers: Sequence[str] | None = None) -> None:
        self.runtime = runtime
        self.arrived = arrived
        hears_itself = any(event.type in runtime.service.all_reactions for event in runtime.service.all_events)
        self.peers = tuple(name for name in (peers or NAMES) if name != runtime.service.name or hears_itself)
        types = runtime.service.all_reactions
        self.types = ("*",) if "*" in types else tuple(sorted(types))
        self._http = urllib3.PoolManager(timeout=TIMEOUT, retries=False)
        self._silent: dict[str, int] = {}
        self._next = dict.fromkeys(self.peers, 0.0)

    def run(self, stop: threading.Event) -> None:
        """Catch up with one peer after the other until `stop`. Raises database errors."""
        if not self.types:
            stop.wait()
        while not stop.is_set():
            for peer in self.peers:
                if time.monotonic() >= self._next[peer] and not stop.is_set():
                    self._next[peer] = time.monotonic() + self._visit(peer)
            stop.wait(max(0.05, min(self._next.values(), default=1.0) - time.monotonic()))

    def read_peer(self, peer: str) -> int:
        """Read the peer's journal to its end, for every type; returns how many facts were new here. Raises `PeerSilent`."""
        new = 0
        for cursors in self._cursors(peer):
            new += self._read_on(peer, cursors)
        self.runtime.metrics.catchup_last_success.labels(peer).set_to_current_time()
        return new

    def _cursors(self, peer: str) -> list[Cursors]:
        """The types that are equally far together: one reading for all of them, as a rule."""
        known = {"peer": peer, "sequence": 0}
        missing = insert(CatchUpCursor).values([{**known, "type": name} for name in self.types]).on_conflict_do_nothing()
        mine = select(CatchUpCursor).where(CatchUpCursor.peer == peer, CatchUpCursor.type.in_(self.types))
        groups: dict[tuple[int, bool], list[str]] = {}
        with self.runtime.database.transaction() as session:
            session.execute(missing)
            for cursor in session.scalars(mine.order_by(CatchUpCursor.type)):
                groups.setdefault((cursor.sequence, cursor.read_at is None), []).append(cursor.type)
        return [Cursors(sequence, types, first) for (sequence, first), types in sorted(groups.items())]

    def _read_on(self, peer: str, cursors: Cursors) -> int:
        new, after = 0, cursors.sequence
        while True:
            facts, end = self._fetch(peer, after, cursors.types)
            last = len(facts) < PAGE
            after = max(after, end)
            new += self._keep(peer, cursors, facts, after, last=last)
            if last:
                return new

    def _visit(self, peer: str) -> float:
        """Catch up with one peer; returns the seconds until the next visit."""
        every = self.runtime.settings.catchup_seconds
        try:
            new = self.read_peer(peer)
        except PeerSilent as error:
            failures = self._silent[peer] = self._silent.get(peer, 0) + 1
            if failures == 1:
                _log.warning("cannot read the journal of %s: %s", peer, error)
            return min(every, FIRST_RETRY * 2.0 ** min(failures - 1, 10))
        if self._silent.pop(peer, 0):
            _log.info("the journal of %s can be read again", peer)
        if new:
            _log.info("%s facts of %s came by catch-up", new, peer)
        return every

    def _fetch(self, peer: str, after: int, types: Sequence[str]) -> tuple[list[Mapping[str, Any]], int]:
        fields = {"after": str(after), "limit": str(PAGE)} | ({} if "*" in types else {"types": ",".join(types)})
        token = issue_service_token(self.runtime.settings)
        url = f"{self.runtime.settings.peer(peer)}/journal"
        try:
            answer = self._http.request("GET", url, fields=fields, headers={"Authorization": f"Bearer {token}"})
            if answer.status != 200:
                raise PeerSilent(f"{url} answers {answer.status}")
            page = answer.json()
            return list(page["facts"]), int(page["after"])
        except (urllib3.exceptions.HTTPError, OSError, ValueError, KeyError, TypeError) as error:
            raise PeerSilent(f"{url}: {error}") from error

    def _keep(self, peer: str, cursors: Cursors, facts: Sequence[Mapping[str, Any]], after: int, *, last: bool) -> int:
        """Store one page and move the cursors, in one transaction; returns how many facts were new."""
        bodies = [json.dumps(fact, ensure_ascii=False, separators=(",", ":")).encode() for fact in facts]
        received = [row for row in (read(body, self.runtime.service) for body in bodies) if row is not None]
        border = (clock.now() - ON_ITS_WAY).isoformat()
        late = {str(fact.get("id")) for fact in facts if str(fact.get("time")) < border}  # all in UTC, all in the same form
        moved = {"sequence": after} | ({"read_at": clock.now()} if last else {})
        with self.runtime.database.transaction() as session:
            lost = store(session, [row for row in received if str(row.id) in late])
            early = store(session, [row for row in received if str(row.id) not in late])
            ours = (CatchUpCursor.peer == peer, CatchUpCursor.type.in_(cursors.types), CatchUpCursor.sequence <= after)
            session.execute(update(CatchUpCursor).where(*ours).values(moved))
        if lost and not cursors.first:
            self.runtime.metrics.catchup_recovered.labels(peer).inc(lost)
        if lost + early:
            self.arrived.set()
        return lost + early

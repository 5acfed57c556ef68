"""The handler: runs the reactions to facts in the inbox, each effect together with its "done", in one transaction.

Facts are taken in batches: one transaction for all that goes well. When one fails, the whole batch is rolled back and done again one by
one, so that only the one that fails waits (and what comes after it for the same subject).
"""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kesu_common import clock, context
from kesu_common.events import Event, Reaction, Undecodable, decode
from kesu_common.inbox import queue
from kesu_common.inbox.model import RETRY_AFTER
from kesu_common.inbox.queue import Due
from kesu_common.runtime import Runtime

BATCH = 100
BUSY_WAIT = 0.25
"""Seconds until the next look when something is due that another handler has in hand."""

LINGER = 0.01
"""Seconds after a small batch in which the next one may gather: a batch costs much more than one fact more in it."""

IDLE_WAIT = 2.0
"""Seconds between two looks when nothing is due and nothing tells of an arrival: for what other processes received and left."""

_log = logging.getLogger(__name__)


class Handler:
    """One handler of a service; several may run, in any number of processes: shards keep them apart."""

    def __init__(self, runtime: Runtime, arrived: threading.Event, *, schedule: Sequence[timedelta] = RETRY_AFTER) -> None:
        self.runtime = runtime
        self.arrived = arrived
        self.schedule = schedule
        self._reactions = runtime.service.all_reactions
        self._schemas = {name: reaction.schema() for name, reaction in self._reactions.items()}
        self._next_at: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Handle until `stop`. Raises when the database goes: nothing is lost, start it again then."""
        while not stop.is_set():
            found = self.step()
            if found == 0:
                self.arrived.wait(self._pause())
                self.arrived.clear()
            elif found < BATCH:
                stop.wait(LINGER)

    def step(self) -> int:
        """Handle one batch; returns how many facts were tried."""
        facts: list[Due] = []
        try:
            with self.runtime.database.transaction() as session:
                facts = queue.take(session, BATCH)
                self._next_at = None if facts else queue.next_at(session)
                events = self._react(session, facts)
                if facts:
                    queue.mark_done(session, [fact.id for fact in facts])
        except Exception as error:
            if not facts or _is_gone(error):
                raise
            _log.info("a batch of %s failed (%s); one by one now", len(facts), type(error).__name__)
            for fact in facts:
                self._alone(fact)
        else:
            self._count(events)
        return len(facts)

    def _pause(self) -> float:
        """Seconds to sleep after a look that found nothing: until the next attempt is due. So an idle service costs next to nothing."""
        if self._next_at is None:
            return IDLE_WAIT
        return min(IDLE_WAIT, max(BUSY_WAIT, (self._next_at - clock.now()).total_seconds()))

    def _alone(self, fact: Due) -> None:
        """Handle one fact in a transaction of its own, unless it was handled, or has to wait, since the batch was read."""
        events: Sequence[Event] = ()
        try:
            with self.runtime.database.transaction() as session:
                if queue.take_one(session, fact):
                    events = self._react(session, [fact])
                    queue.mark_done(session, [fact.id])
        except Exception as error:
            if _is_gone(error):
                raise
            self._failed(fact, error)
        else:
            self._count(events)

    def _react(self, session: Session, facts: Iterable[Due]) -> Sequence[Event]:
        heard = [self._heard(fact) for fact in facts]
        for together, run in groupby(heard, lambda pair: pair[0].together):
            if together is not None:
                together(session, [event for _, event in run])
                continue
            for reaction, event in run:
                cause, trace = context.causation.set(event.id), context.traceparent.set(event.traceparent)
                try:
                    reaction.function(session, event)
                    session.flush()
                finally:
                    context.causation.reset(cause)
                    context.traceparent.reset(trace)
        return [event for _, event in heard]

    def _heard(self, fact: Due) -> tuple[Reaction, Event]:
        raw = decode(fact.body)
        name = raw.type if raw.type in self._reactions else "*"
        if name not in self._reactions:
            raise Undecodable(f"nobody here reacts to {raw.type}")
        return self._reactions[name], replace(raw, data=self._schemas[name].load(raw.data))

    def _failed(self, fact: Due, error: Exception) -> None:
        hopeless = isinstance(error, Undecodable | ValidationError)  # trying again cannot help: only another release can
        with self.runtime.database.transaction() as session:
            dead = queue.mark_failed(session, fact, f"{type(error).__name__}: {error}", hopeless=hopeless, schedule=self.schedule)
        event_type = _type_of(fact.body)
        self.runtime.metrics.inbox_handled.labels(event_type, "dead" if dead else "retry").inc()
        level = logging.ERROR if dead else logging.WARNING
        _log.log(level, "fact %s (%s) %s", fact.id, event_type, "is dead" if dead else "failed", exc_info=error)

    def _count(self, events: Sequence[Event]) -> None:
        metrics, now = self.runtime.metrics, clock.now()
        for event_type, count in Counter(event.type for event in events).items():
            metrics.inbox_handled.labels(event_type, "done").inc(count)
        for event in events:
            metrics.fact_latency.observe(max(0.0, (now - _aware(event.time)).total_seconds()))


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=clock.now().tzinfo)


def _type_of(body: bytes) -> str:
    """The event type for logs and metrics, of a body that may be anything."""
    try:
        return str(json.loads(body)["type"])[:100]
    except (ValueError, TypeError, KeyError):
        return "undecodable"


def _is_gone(error: Exception) -> bool:
    """Whether the database went away, which is no fault of the fact."""
    return isinstance(error, DBAPIError) and error.connection_invalidated

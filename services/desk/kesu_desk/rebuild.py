"""Throwing the read models away and making them anew from the journals of all services."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import urllib3
from marshmallow import Schema
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kesu_common.errors import Unavailable
from kesu_common.events import Event, decode
from kesu_common.i18n import N_
from kesu_common.journal.feed import read_feed
from kesu_common.people.tokens import issue_service_token
from kesu_common.runtime import Runtime
from kesu_common.service import NAMES
from kesu_desk.cases.model import CaseRecord, CaseSummary, TimelineEntry
from kesu_desk.my_work.model import WorkItem
from kesu_desk.reactions import REACTIONS, on_facts

READ_MODELS = (WorkItem, CaseSummary, CaseRecord, TimelineEntry)
PAGE = 500
_TRIES = 5

Feed = Callable[[], Iterator[Sequence[Event]]]
"""One journal from its beginning, in pages."""


def rebuild(runtime: Runtime, *, peers: Sequence[str] | None = None, told: Callable[[str, int], None] | None = None) -> int:
    """Empty work, cases and timelines and fill them again; returns the number of facts read. Desk may go on working meanwhile.

    Reads desk's own journal and those of `peers` (default: all services). `told(service, facts so far)` hears of the progress. Raises
    `Unavailable`, with everything left as it was, when one of them does not answer. What retention moved to archive files is not read.
    """
    names = [name for name in (peers if peers is not None else NAMES) if name != runtime.service.name]
    feeds: dict[str, Feed] = {name: _over_http(runtime, name) for name in names}
    feeds[runtime.service.name] = own_feed(runtime)
    for feed in feeds.values():
        next(feed(), None)  # all must answer before anything is thrown away
    with runtime.database.transaction() as session:
        for table in READ_MODELS:
            session.execute(delete(table))
    schemas = {name: reaction.schema() for name, reaction in REACTIONS.items()}
    total = 0
    for name, feed in feeds.items():
        read = 0
        for page in feed():
            _replay(runtime, page, schemas)
            read += len(page)
            if told is not None:
                told(name, read)
        total += read
    return total


def replay(session: Session, facts: Iterable[Event], schemas: dict[str, Schema]) -> None:
    """Take facts into the read models as if they came just now."""
    named = [(fact.type if fact.type in REACTIONS else "*", fact) for fact in facts]
    on_facts(session, [replace(fact, data=schemas[name].load(dict(fact.data))) for name, fact in named])


def own_feed(runtime: Runtime) -> Feed:
    """Desk's own numbered facts that it listens to itself."""

    def pages() -> Iterator[Sequence[Event]]:
        after, last = 0, False
        while not last:
            with runtime.database.transaction() as session:
                facts, after = read_feed(session, runtime.service, after=after, internal=False, limit=PAGE)
            last = len(facts) < PAGE
            if facts:
                heard = [decode(json.dumps(fact)) for fact in facts]
                yield [fact for fact in heard if fact.type in REACTIONS]

    return pages


def _replay(runtime: Runtime, page: Sequence[Event], schemas: dict[str, Schema]) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            with runtime.database.transaction() as session:
                replay(session, page, schemas)
        except IntegrityError:  # the worker took a fact about the same record at the same moment: now it is there
            if attempt == _TRIES:
                raise
        else:
            return


def _over_http(runtime: Runtime, peer: str) -> Feed:
    http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=3.0, read=30.0), retries=urllib3.Retry(2, status=0))

    def pages() -> Iterator[Sequence[Event]]:
        after, last = 0, False
        while not last:
            headers = {"Authorization": f"Bearer {issue_service_token(runtime.settings)}", "Accept": "application/json"}
            address = f"{runtime.settings.peer(peer)}/journal?after={after}&limit={PAGE}"
            try:
                answer = http.request("GET", address, headers=headers)
                body = json.loads(answer.data)
                facts, after = [decode(json.dumps(fact)) for fact in body["facts"]], int(body["after"])
            except (urllib3.exceptions.HTTPError, ValueError, KeyError, TypeError) as error:
                raise Unavailable(N_("The journal of %(peer)s cannot be read: %(error)s"), peer=peer, error=str(error)) from error
            last = len(facts) < PAGE
            if facts:
                yield facts

    return pages

"""Keeping the read models of cases from the facts of all services: the only writer of their tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast, func
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from kesu_common.events import Event, canonical
from kesu_common.words import words_of
from kesu_desk.cases.model import CaseRecord, CaseSummary, TimelineEntry
from kesu_desk.cases.topics import CASE_STATES, CLOSING, FINAL, page_of

KINDS = {"complaint": "complaint", "campaign": "campaign"}
_ENTER = insert(TimelineEntry.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]  # Core, built once: every fact comes by here
_BEGIN = (
    insert(CaseSummary.__table__)  # type: ignore[arg-type]
    .values(words=func.array_to_tsvector(bindparam("searched", type_=ARRAY(Text))))
    .on_conflict_do_nothing()
)
_TOLD = ("severity", "customer_code", "customer_name", "product", "lot", "serial", "claim")
_SEARCHED = ("number", "customer_code", "customer_name", "product", "lot", "serial", "claim")


def keep_fact(session: Session, event: Event) -> None:
    """Take a fact of any service into the case file: timeline, records, summary. The same fact twice, or late, does no harm."""
    case = case_of(event)
    if case is not None:
        keep_entry(session, event, case)
    if topic_of(event).split(".")[0] in KINDS:
        _keep_summary(session, event)
    elif _is_owner(event):
        _keep_record(session, event, case)


def keep_entry(session: Session, event: Event, case: str) -> None:
    """Add a fact to the timeline of `case`, once."""
    values = {
        "id": event.id,
        "case_number": case,
        "service": service_of(event),
        "topic": topic_of(event),
        "subject": event.subject,
        "site": event.site,
        "at": event.time,
        "actor_kind": event.actor.get("kind", ""),
        "actor": event.actor.get("id", ""),
        "actor_name": event.actor.get("name", ""),
        "sequence": event.sequence,
        "data": _plain(event.data),
    }
    session.connection().execute(_ENTER, values)


def topic_of(event: Event) -> str:
    """`complaint.registered` of `kesu.complaint.registered.v1`."""
    return event.type.removeprefix("kesu.").rsplit(".", 1)[0]


def service_of(event: Event) -> str:
    """The name of the service that stated it."""
    return event.source.rsplit("/", 1)[-1]


def case_of(event: Event) -> str | None:
    """The complaint or campaign that a fact belongs to: as it says, as its data names, or what it is about itself."""
    if event.case:
        return event.case
    if topic_of(event).split(".")[0] in KINDS:
        return event.subject
    named = event.data.get("complaint") or event.data.get("campaign")
    return named if isinstance(named, str) else None


def _is_owner(event: Event) -> bool:
    """Whether the fact comes from the service whose record it is about: only its facts are in one order."""
    page = page_of(event.subject)
    return page is not None and page[0] == service_of(event)


def _keep_summary(session: Session, event: Event) -> None:
    """The latest fact sets what it tells; one that comes late only fills gaps."""
    topic = topic_of(event)
    if _begin_summary(session, event, topic):
        return
    summary = session.get_one(CaseSummary, event.subject, with_for_update=True)
    newer = event.sequence > summary.sequence
    for name in _TOLD:
        value = event.data.get(name)
        if value is not None and (newer or getattr(summary, name) is None):
            setattr(summary, name, str(value))
    summary.opened_at = min(summary.opened_at, _time(event.data.get("received_at")) or event.time)
    if newer:
        state = _state(topic, event.data)
        if state is not None:
            summary.state = state
            summary.is_open = state not in FINAL
            summary.closed_at = None if summary.is_open else event.time
        summary.updated_at = event.time
        summary.sequence = event.sequence
    words = words_of(getattr(summary, name) for name in _SEARCHED)
    summary.words = func.array_to_tsvector(cast(words, ARRAY(Text)))
    session.flush()


def _begin_summary(session: Session, event: Event, topic: str) -> bool:
    """The first fact of a case, which most are, in one statement; False when the case is known already."""
    told = {name: None if (value := event.data.get(name)) is None else str(value) for name in _TOLD}
    state = _state(topic, event.data)
    is_open = state not in FINAL
    values = {
        **told,
        "number": event.subject,
        "kind": KINDS[topic.split(".")[0]],
        "site": event.site,
        "state": state or topic.split(".")[1],
        "is_open": is_open,
        "opened_at": min(event.time, _time(event.data.get("received_at")) or event.time),
        "closed_at": None if is_open else event.time,
        "updated_at": event.time,
        "sequence": event.sequence,
        "searched": words_of({**told, "number": event.subject}[name] for name in _SEARCHED),
    }
    return session.connection().execute(_BEGIN, values).rowcount > 0


def _keep_record(session: Session, event: Event, case: str | None) -> None:
    topic = topic_of(event)
    record = session.get(CaseRecord, event.subject, with_for_update=True)
    if record is None:
        record = CaseRecord(
            number=event.subject, service=service_of(event), site=event.site, topic=topic, is_open=True, opened_at=event.time, sequence=-1
        )
        record.updated_at = event.time
        session.add(record)
    record.case_number = record.case_number or case
    record.opened_at = min(record.opened_at, event.time)
    newer = event.sequence > record.sequence
    for name in ("severity", "effective"):
        value = event.data.get(name)
        if value is not None and (newer or getattr(record, name) is None):
            setattr(record, name, value)
    if newer:
        record.topic = topic
        record.is_open = topic not in CLOSING
        record.closed_at = None if record.is_open else event.time
        record.updated_at = event.time
        record.sequence = event.sequence
    session.flush()


def _state(topic: str, data: Mapping[str, Any]) -> str | None:
    told = data.get("state")
    return told if isinstance(told, str) else CASE_STATES.get(topic)


def _time(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as JSON holds it (facts about tasks arrive with times and ids read)."""
    plain: dict[str, Any] = json.loads(canonical(data))
    return plain

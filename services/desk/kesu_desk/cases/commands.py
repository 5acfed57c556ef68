"""Keeping the read models of cases from the facts of all services: the only writer of their tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kesu_common.database.many import insert_many, update_many
from kesu_common.events import Event
from kesu_common.words import words_of
from kesu_desk.cases.model import CaseRecord, CaseSummary, TimelineEntry
from kesu_desk.cases.states import FINAL, state_told
from kesu_desk.cases.topics import CLOSING, page_of

Row = dict[str, Any]
"""A row of a read model by column name."""

Fold = Callable[[dict[str, Row]], None]
"""Changes rows, by number, as facts tell, and adds those that are missing."""

KINDS = {"complaint": "complaint", "campaign": "campaign"}
_TOLD = ("severity", "customer_code", "customer_name", "product", "lot", "serial", "claim")
_SEARCHED = ("number", "customer_code", "customer_name", "product", "lot", "serial", "claim")


def keep_facts(session: Session, events: Sequence[Event]) -> None:
    """Take facts of any service into the case file: timeline, records, summaries. The same fact twice, or late, does no harm."""
    cases = [(event, case_of(event)) for event in events]
    keep_entries(session, [(event, case) for event, case in cases if case is not None])
    _keep_summaries(session, [event for event in events if _is_case(event)])
    _keep_records(session, [(event, case) for event, case in cases if not _is_case(event) and _is_owner(event)])


def keep_entries(session: Session, entries: Iterable[tuple[Event, str]]) -> None:
    """Add facts to the timelines of their cases, each once."""
    insert_many(session, TimelineEntry, [_entry(event, case) for event, case in entries])


def _entry(event: Event, case: str) -> dict[str, Any]:
    return {
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
        "actor_for": ", ".join(one["name"] for one in event.actor.get("for", ())) or None,
        "sequence": event.sequence,
        "data": event.data,
    }


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


def _is_case(event: Event) -> bool:
    return topic_of(event).split(".")[0] in KINDS


def _is_owner(event: Event) -> bool:
    """Whether the fact comes from the service whose record it is about: only its facts are in one order."""
    page = page_of(event.subject)
    return page is not None and page[0] == service_of(event)


def _keep_summaries(session: Session, events: Sequence[Event]) -> None:
    """The latest fact sets what it tells; one that comes late only fills gaps."""

    def fold(rows: dict[str, Row]) -> None:
        for event in events:
            _tell_summary(rows.setdefault(event.subject, _new_summary(event)), event)
        for row in rows.values():
            row["words"] = words_of(row[name] for name in _SEARCHED)

    _keep(session, CaseSummary, {event.subject for event in events}, fold)


def _new_summary(event: Event) -> Row:
    kind, verb = topic_of(event).split(".")
    return {
        **dict.fromkeys(_TOLD),
        "number": event.subject,
        "kind": KINDS[kind],
        "site": event.site,
        "state": verb,
        "is_open": True,
        "opened_at": event.time,
        "closed_at": None,
        "updated_at": event.time,
        "sequence": -1,
    }


def _tell_summary(row: Row, event: Event) -> None:
    newer = event.sequence > row["sequence"]
    for name in _TOLD:
        value = event.data.get(name)
        if value is not None and (newer or row[name] is None):
            row[name] = str(value)
    row["opened_at"] = min(row["opened_at"], _time(event.data.get("received_at")) or event.time)
    if newer:
        state = state_told(topic_of(event), event.data)
        if state is not None:
            row.update(state=state, is_open=state not in FINAL, closed_at=event.time if state in FINAL else None)
        row.update(updated_at=event.time, sequence=event.sequence)


def _keep_records(session: Session, events: Sequence[tuple[Event, str | None]]) -> None:
    """The same for the records that belong to cases."""

    def fold(rows: dict[str, Row]) -> None:
        for event, case in events:
            _tell_record(rows.setdefault(event.subject, _new_record(event)), event, case)

    _keep(session, CaseRecord, {event.subject for event, _ in events}, fold)


def _new_record(event: Event) -> Row:
    return {
        "number": event.subject,
        "case_number": None,
        "service": service_of(event),
        "site": event.site,
        "topic": topic_of(event),
        "state": None,
        "is_open": True,
        "severity": None,
        "effective": None,
        "opened_at": event.time,
        "updated_at": event.time,
        "closed_at": None,
        "sequence": -1,
    }


def _tell_record(row: Row, event: Event, case: str | None) -> None:
    newer = event.sequence > row["sequence"]
    row["case_number"] = row["case_number"] or case
    row["opened_at"] = min(row["opened_at"], event.time)
    for name in ("severity", "effective"):
        value = event.data.get(name)
        if value is not None and (newer or row[name] is None):
            row[name] = value
    if newer:
        topic = topic_of(event)
        closing = topic in CLOSING
        row.update(
            topic=topic, state=state_told(topic, event.data) or row["state"], is_open=not closing, closed_at=event.time if closing else None
        )
        row.update(updated_at=event.time, sequence=event.sequence)


def _keep(
    session: Session, table: type[CaseSummary | CaseRecord], numbers: Collection[str], fold: Callable[[dict[str, Row]], None]
) -> None:
    """Read and lock the rows with these numbers, let `fold` change them and add those that are missing, and write them all."""
    if not numbers:
        return
    wanted = select(*_columns(table)).where(table.number.in_(numbers)).order_by(table.number).with_for_update()
    rows: dict[str, Row] = {row["number"]: dict(row) for row in session.connection().execute(wanted).mappings()}
    known = set(rows)
    fold(rows)
    update_many(session, table, [row for number, row in rows.items() if number in known])
    new = [row for number, row in sorted(rows.items()) if number not in known]
    if insert_many(session, table, new) < len(new):  # somebody else has written one just now (desk is being rebuilt)
        _keep(session, table, numbers, fold)


def _columns(table: type[CaseSummary | CaseRecord]) -> list[ColumnElement[Any]]:
    return [column for column in table.__table__.columns if column.name != "words"]


def _time(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None

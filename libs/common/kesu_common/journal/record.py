"""Stating a fact in the command's own transaction."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from marshmallow import Schema
from sqlalchemy import inspect
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from kesu_common import clock, context
from kesu_common.events import EventType, SchemaClass, canonical
from kesu_common.journal import pending
from kesu_common.people.actors import Actor


class Subject(Protocol):
    """What a fact is about: an aggregate."""

    @property
    def number(self) -> Any: ...

    @property
    def site(self) -> Any: ...


class InvalidFact(RuntimeError):
    """The program tried to state a fact that does not fit its own schema: a defect, not a user's mistake."""


def record(
    session: Session,
    actor: Actor,
    event: EventType,
    of: Subject,
    data: Mapping[str, Any],
    *,
    case: str | None = None,
    also: Iterable[Any] = (),
) -> UUID:
    """State that `event` happened to `of`, by `actor`, within the present transaction; returns the fact's id.

    The changed fields of `of` and of every object in `also` are taken from the session and kept as the audit trail
    ({field: [before, after]}; columns marked `info={"secret": True}` appear without values). The fact enters the journal with the commit
    (see `pending`). `case` is the complaint or campaign that it belongs to.
    """
    text_of_data = canonical(data)
    problems = _schema(event.schema).validate(json.loads(text_of_data))  # as a consumer will see it after its way through JSON
    if problems:
        raise InvalidFact(f"{event.type}: {problems}")
    changes = changed(of)
    for other in also:
        changes.update({f"{type(other).__name__}.{name}": pair for name, pair in changed(other).items()})
    session.flush()
    fact_id: UUID = uuid7()
    pending.add(
        session,
        (
            fact_id,
            event.type,
            of.number,
            of.site,
            case,
            clock.now(),
            canonical(actor.as_json()),
            context.causation.get(),
            context.traceparent.get(),
            text_of_data,
            canonical(changes),
        ),
    )
    return fact_id


def changed(thing: Any) -> dict[str, list[Any]]:
    """What the session would write for `thing`: {column: [before, after]}, without ids, versions and times of writing."""
    state = inspect(thing, raiseerr=False)
    if state is None or not hasattr(state, "mapper") or not state.modified:
        return {}
    found: dict[str, list[Any]] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        if attribute.key in _UNINTERESTING:
            continue
        history = state.attrs[attribute.key].history
        if not history.has_changes():
            continue
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if before != after:
            found[attribute.key] = ["…", "…"] if column.info.get("secret") else [before, after]
    return found


_UNINTERESTING = {"id", "version", "created_at", "updated_at"}


@functools.cache
def _schema(schema: SchemaClass) -> Schema:
    """Making a schema costs as much as using it."""
    return schema()

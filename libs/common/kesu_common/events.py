"""Facts: their types (with schema and frozen example), and the CloudEvents envelope in which they travel."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import EXCLUDE, INCLUDE, Schema
from sqlalchemy.orm import Session

SchemaClass = type[Schema]


@dataclass(frozen=True, kw_only=True)
class EventType:
    """A fact that a service states. The producer owns name, version, schema and example; a changed meaning is a new version beside it.

    `type` is `kesu.<thing>.<fact>.v<n>`; `internal` facts (people, keys) are never shown to third parties.
    """

    type: str
    schema: SchemaClass
    example: Mapping[str, Any]
    summary: str
    internal: bool = False

    @property
    def topic(self) -> str:
        """`<thing>.<fact>`: the routing key without the site."""
        return self.type.removeprefix("kesu.").rsplit(".", 1)[0]


class ConsumedSchema(Schema):
    """What a consumer reads of somebody else's fact: unknown fields are left out. Nested schemas derive from it too."""

    class Meta:
        unknown = EXCLUDE


class WholeSchema(Schema):
    """For a reaction that hears facts of every type (`*`): `data` as it was sent."""

    class Meta:
        unknown = INCLUDE


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact as it arrived. `data` is what the reaction's schema read of it."""

    id: str
    type: str
    source: str
    subject: str
    site: str
    case: str | None
    sequence: int
    time: datetime
    actor: Mapping[str, Any]
    causation: str | None
    traceparent: str | None
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Reaction:
    """What a service does when it hears a fact: a tolerant schema and a function that runs in the inbox's transaction."""

    schema: SchemaClass
    function: Callable[[Session, Event], None]
    together: Callable[[Session, Sequence[Event]], None] | None = None
    """Does for several facts in a row, of all types with the same `together`, what `function` does for each. See `react_together`."""


def react_together(schema: SchemaClass, function: Callable[[Session, Sequence[Event]], None]) -> Reaction:
    """A reaction that takes the facts of a batch at once, for those who hear much and state nothing: one statement writes many rows."""
    return Reaction(schema, lambda session, event: function(session, [event]), function)


def canonical(value: Any) -> str:
    """JSON text of `value`, always the same for the same value: sorted keys, no blanks, UTC times, decimals as text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class Undecodable(ValueError):
    """The bytes are not a CloudEvent that this system could have sent."""


REQUIRED = ("id", "type", "source", "subject", "site", "sequence", "time", "data")


def decode(body: bytes | str) -> Event:
    """Read a structured-mode CloudEvents JSON document. Raises `Undecodable` naming what is wrong."""
    try:
        raw = json.loads(body)
    except (ValueError, UnicodeDecodeError) as error:
        raise Undecodable(f"not JSON: {error}") from error
    if not isinstance(raw, dict):
        raise Undecodable("not a JSON object")
    missing = [name for name in REQUIRED if raw.get(name) is None]
    if missing:
        raise Undecodable(f"missing: {', '.join(missing)}")
    try:
        return Event(
            id=str(raw["id"]),
            type=str(raw["type"]),
            source=str(raw["source"]),
            subject=str(raw["subject"]),
            site=str(raw["site"]),
            case=raw.get("case"),
            sequence=int(raw["sequence"]),
            time=datetime.fromisoformat(raw["time"]),
            actor=json.loads(raw["actor"]) if isinstance(raw.get("actor"), str) else {},
            causation=raw.get("causation"),
            traceparent=raw.get("traceparent"),
            data=raw["data"],
        )
    except (TypeError, ValueError) as error:
        raise Undecodable(str(error)) from error

"""The facts about talks with dissatisfied customers, each with its schema and a frozen example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_intake.talks.model import Talk


class TalkFact(Schema):
    """A talk as it is after the fact, and the items of the survey that it is about."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    customer_code = fields.String(required=True)
    campaign = fields.String(required=True)
    items = fields.List(fields.String(), required=True)


class TalkFound(TalkFact):
    """… and what was found out."""

    findings = fields.String(required=True)


class TalkTold(TalkFact):
    """… and the measure that the customer was told of."""

    measure = fields.String(required=True)


def facts_of(talk: Talk) -> dict[str, Any]:
    """The payload of `TalkFact` for `talk`."""
    names = ("number", "state", "customer_code", "campaign")
    return {**{name: getattr(talk, name) for name in names}, "items": [str(item["item"]) for item in talk.items]}


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_TALK = {
    "number": "TK-SZ-2026-000002", "state": "opened", "customer_code": "C001", "campaign": "SC-SZ-2026-000001", "items": ["delivery"],
}  # fmt: skip
TALK_OPENED = _of("talk.opened", TalkFact, _TALK, "A dissatisfied key customer has to be talked to in depth")
TALK_FOUND = _of(
    "talk.found",
    TalkFound,
    {**_TALK, "state": "found", "findings": "The forwarder waits for papers."},
    "It is known what is behind it",
)
TALK_TOLD = _of(
    "talk.told",
    TalkTold,
    {**_TALK, "state": "told", "measure": "Papers go out the day before."},
    "The customer was told of the measure; the talk is over",
)

TALK_EVENTS = (TALK_OPENED, TALK_FOUND, TALK_TOLD)

"""The facts that webhooks states. They are internal: third parties do not hear of each other."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType


class SubscriptionFact(Schema):
    """A subscription as it is after the fact; its secret is never told."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    name = fields.String(required=True)
    url = fields.String(required=True)
    types = fields.List(fields.String(), required=True)


_SUBSCRIPTION: dict[str, Any] = {
    "number": "WS-SZ-2026-000001",
    "state": "active",
    "name": "ERP",
    "url": "https://erp.example.com/kesu",
    "types": ["complaint.*", "return.closed"],
}

REGISTERED = EventType(
    type="kesu.subscription.registered.v1",
    schema=SubscriptionFact,
    example=_SUBSCRIPTION,
    summary="A third party was connected",
    internal=True,
)
CHANGED = EventType(
    type="kesu.subscription.changed.v1",
    schema=SubscriptionFact,
    example={**_SUBSCRIPTION, "state": "paused"},
    summary="A third party's subscription was changed, paused, resumed or ended, or has a new secret",
    internal=True,
)

EVENTS = (REGISTERED, CHANGED)

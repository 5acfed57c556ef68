"""Reading subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_webhooks.permissions import READ
from kesu_webhooks.subscriptions.model import Subscription

SORTS = {"created_at": Subscription.created_at, "name": Subscription.name}
FILTERS = {"state": Subscription.state, "site": Subscription.site}
"""Query argument → the column that must equal it."""


def subscription_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Subscription:
    """The subscription with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Subscription, number, N_("There is no subscription “%(number)s”."), lock=lock)


def subscriptions(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `state`, `site`."""
    return records(actor, READ, Subscription, args, FILTERS)

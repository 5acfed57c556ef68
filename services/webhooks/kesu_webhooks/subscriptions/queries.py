"""Reading subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_webhooks.permissions import READ
from kesu_webhooks.subscriptions.model import Subscription

SORTS = {"created_at": Subscription.created_at, "name": Subscription.name}


def subscription_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Subscription:
    """The subscription with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    statement = scoped(select(Subscription).where(Subscription.number == number), actor, READ, Subscription.site)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)
    if found is None:
        raise NotFound(N_("There is no subscription “%(number)s”."), number=number)
    return found


def subscriptions(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `state`, `site`."""
    statement = scoped(select(Subscription), actor, READ, Subscription.site)
    for name, column in (("state", Subscription.state), ("site", Subscription.site)):
        if value := args.get(name):
            statement = statement.where(column == value)
    return statement

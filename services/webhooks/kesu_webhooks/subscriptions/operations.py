"""The operations on a subscription that need no secret, in the order of the buttons."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_webhooks.permissions import MANAGE
from kesu_webhooks.subscriptions.commands import change_subscription, switch_subscription
from kesu_webhooks.subscriptions.model import SUBSCRIPTION_STATES, Subscription
from kesu_webhooks.subscriptions.queries import subscription_of
from kesu_webhooks.subscriptions.schemas import SubscriptionChange


def _present(_session: Session, _actor: Actor, subscription: Subscription) -> Mapping[str, Any]:
    return {name: getattr(subscription, name) for name in ("url", "types", "sites")}


def _switch(path: str, title: str, summary: str, icon: str, tone: str = "outline-primary") -> Operation[Subscription]:
    run = functools.partial(switch_subscription, command=path)
    return Operation(path=path, title=title, summary=summary, action=MANAGE, run=run, command=path, icon=icon, tone=tone)


OPERATIONS = Operations[Subscription](
    states=SUBSCRIPTION_STATES,
    find=subscription_of,
    all=(
        Operation(
            path="change",
            title=N_("Change"),
            summary="Change address, facts or sites",
            action=MANAGE,
            schema=SubscriptionChange,
            run=change_subscription,
            command="change",
            icon="edit",
            tone="outline-primary",
            template="webhooks/subscriptions/form.html",
            initial=_present,
        ),
        _switch("pause", N_("Pause"), "Send nothing for the time being", "player-pause"),
        _switch("resume", N_("Resume"), "Send again", "send"),
        _switch("end", N_("End"), "End the subscription for good", "ban", "ghost-danger"),
    ),
)

"""Connecting third parties. The only writer of subscriptions."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_webhooks import events
from kesu_webhooks.permissions import MANAGE
from kesu_webhooks.subscriptions.model import SUBSCRIPTION_STATES, Subscription
from kesu_webhooks.subscriptions.secrets import new_secret, sealed


def register_subscription(
    session: Session, actor: Actor, key: str, *, site: str, name: str, url: str, types: Sequence[str], sites: Sequence[str] = ()
) -> tuple[Subscription, str]:
    """Connect a third party; the second value is its secret, which nobody can ever read again.

    `key` is the service's own, under which the secret is kept. Raises `Invalid` for an address that is not public https, `Conflict` for a
    name that is taken, `Forbidden` for sites where the actor may not connect anybody.
    """
    site_of(session, site)
    actor.require(MANAGE, site)
    _check(session, actor, url, sites)
    if session.scalar(select(exists().where(Subscription.site == site, Subscription.name == name))):
        raise Conflict(N_("There is a subscription “%(name)s” already."), field="name", name=name)
    secret = new_secret()
    made = Subscription(
        number=next_number(session, "WS", site),
        site=site,
        state=SUBSCRIPTION_STATES.initial,
        name=name,
        url=url,
        types=list(types),
        sites=list(sites) or [site],
        secret=sealed(secret, key),
        secret_since=clock.now(),
        created_by=actor.name or actor.id,
    )
    session.add(made)
    _state(session, actor, events.REGISTERED, made)
    return made, secret


def change_subscription(session: Session, actor: Actor, subscription: Subscription, **changes: Any) -> Subscription:
    """Change `url`, `types` or `sites`; what is not named stays."""
    actor.require(MANAGE, subscription.site)
    SUBSCRIPTION_STATES.apply(subscription, "change")
    with session.no_autoflush:  # the fact keeps what changed as long as it is not written
        _check(session, actor, changes.get("url", subscription.url), changes.get("sites", ()))
    for name, value in changes.items():
        setattr(subscription, name, list(value) if name in {"types", "sites"} else value)
    _state(session, actor, events.CHANGED, subscription)
    return subscription


def renew_secret(session: Session, actor: Actor, subscription: Subscription, key: str) -> str:
    """Give the subscription a new secret, which is shown once; the old one is no longer used for signing."""
    actor.require(MANAGE, subscription.site)
    SUBSCRIPTION_STATES.apply(subscription, "renew_secret")
    secret = new_secret()
    subscription.secret, subscription.secret_since = sealed(secret, key), clock.now()
    _state(session, actor, events.CHANGED, subscription)
    return secret


def switch_subscription(session: Session, actor: Actor, subscription: Subscription, command: str) -> Subscription:
    """`pause`, `resume` or `end` it."""
    actor.require(MANAGE, subscription.site)
    SUBSCRIPTION_STATES.apply(subscription, command)
    _state(session, actor, events.CHANGED, subscription)
    return subscription


def _check(session: Session, actor: Actor, url: str, sites: Sequence[str]) -> None:
    for site in sites:
        site_of(session, site)
        actor.require(MANAGE, site)
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
        raise Invalid(N_("Give a plain https address, without name and password."), field="url")
    if _is_private(parts.hostname):
        raise Invalid(N_("This address lies inside a private network."), field="url")


def _is_private(host: str) -> bool:
    """Whether a host names a private place by itself; what a public name resolves to is checked again when something is sent."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _state(session: Session, actor: Actor, event: EventType, subscription: Subscription) -> None:
    data = {name: getattr(subscription, name) for name in ("number", "state", "name", "url", "types")}
    record(session, actor, event, subscription, data)

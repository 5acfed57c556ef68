"""REST interface of subscriptions: `/api/v1/subscriptions`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import answer_is_secret, current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.operations import NothingIn
from kesu_common.web.paging import paginate, send_links
from kesu_webhooks.permissions import MANAGE, READ
from kesu_webhooks.subscriptions import commands, queries
from kesu_webhooks.subscriptions.model import Subscription
from kesu_webhooks.subscriptions.operations import OPERATIONS
from kesu_webhooks.subscriptions.schemas import SubscriptionIn, SubscriptionListArgs, SubscriptionOut, WithSecretOut

api = ApiBlueprint("subscriptions", __name__, description="Subscriptions of third parties (订阅)")


@api.get("")
@allow(READ)
@api.arguments(SubscriptionListArgs, location="query")
@api.response(200, SubscriptionOut(many=True))
def list_subscriptions(args: Mapping[str, Any]) -> Sequence[Subscription]:
    """Subscriptions, newest first"""
    statement = queries.subscriptions(current_actor(), args)
    page = paginate(current_session(), statement, queries.SORTS, identity=Subscription.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(MANAGE)
@api.arguments(SubscriptionIn)
@api.response(201, WithSecretOut)
def register(data: Mapping[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Connect a third party; the secret is in this answer and nowhere else"""
    key = current_runtime().settings.secret_key
    made, secret = commands.register_subscription(current_session(), current_actor(), key, **data)
    send_etag(made)
    return _with(made, secret), 201, {"Location": url_for("api_subscriptions.get_subscription", number=made.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, SubscriptionOut)
def get_subscription(number: str) -> Subscription:
    """One subscription"""
    found = queries.subscription_of(current_session(), current_actor(), number)
    send_etag(found)
    return found


@api.post("/<number>/renew-secret")
@allow(MANAGE)
@api.arguments(NothingIn)
@api.response(200, WithSecretOut)
def renew_secret(_data: Mapping[str, Any], number: str) -> dict[str, Any]:
    """Give it a new secret; it is in this answer and nowhere else"""
    found = queries.subscription_of(current_session(), current_actor(), number, lock=True)
    check_match(found)
    secret = commands.renew_secret(current_session(), current_actor(), found, current_runtime().settings.secret_key)
    current_session().flush()
    send_etag(found)
    return _with(found, secret)


def _with(subscription: Subscription, secret: str) -> dict[str, Any]:
    answer_is_secret()
    return {**{name: getattr(subscription, name) for name in SubscriptionOut().fields}, "secret": secret}


OPERATIONS.add_endpoints(api, SubscriptionOut)

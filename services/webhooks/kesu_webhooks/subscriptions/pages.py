"""Pages of subscriptions: the list, one subscription, its form, and the one page that shows a secret."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request, url_for

from kesu_common.errors import KesuError
from kesu_common.people.copies import site_of, sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.timeline import timeline_of
from kesu_webhooks.permissions import MANAGE, READ
from kesu_webhooks.subscriptions import commands, queries
from kesu_webhooks.subscriptions.model import SUBSCRIPTION_STATES, Subscription
from kesu_webhooks.subscriptions.operations import OPERATIONS
from kesu_webhooks.subscriptions.schemas import SubscriptionIn, SubscriptionListArgs
from kesu_webhooks.words import FACTS

pages = Blueprint("subscriptions", __name__)


@pages.get("/")
@allow(READ)
def home() -> Response:
    """The service's first page is the list."""
    return see_other(url_for("subscriptions.listing"))


@pages.get("/subscriptions/")
@allow(READ)
def listing() -> Response:
    """The subscriptions that one may see."""
    args = page_args(SubscriptionListArgs())
    statement = queries.subscriptions(current_actor(), args)
    page = paginate(current_session(), statement, queries.SORTS, identity=Subscription.id, args=args)
    may_manage = current_actor().may(MANAGE)
    return render("webhooks/subscriptions/list.html", page=page, may_manage=may_manage, states=SUBSCRIPTION_STATES.states)


@pages.route("/subscriptions/new", methods=["GET", "POST"])
@allow(MANAGE)
def new() -> Response:
    """Connect a third party; the answer shows the secret, this one time."""
    if request.method == "GET":
        return _form(FormState.of({"types": ["complaint.*"]}))
    try:
        key = current_runtime().settings.secret_key
        made, secret = commands.register_subscription(current_session(), current_actor(), key, **load_form(SubscriptionIn(), request))
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), status=422)
    return _shown_once(made, secret)


@pages.get("/subscriptions/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One subscription: what goes where, and what can be done."""
    session, actor = current_session(), current_actor()
    found = queries.subscription_of(session, actor, number)
    g.timezone = site_of(session, found.site).timezone
    may_renew = actor.may(MANAGE, found.site) and "renew_secret" in SUBSCRIPTION_STATES.allowed(found.state)
    operations = OPERATIONS.offered(session, actor, found)
    timeline = timeline_of(session, number, FACTS)
    return render("webhooks/subscriptions/show.html", s=found, operations=operations, may_renew=may_renew, timeline=timeline)


@pages.post("/subscriptions/<number>/renew-secret")
@allow(MANAGE)
def renew_secret(number: str) -> Response:
    """A new secret, shown this one time."""
    found = queries.subscription_of(current_session(), current_actor(), number, lock=True)
    check_match(found)
    secret = commands.renew_secret(current_session(), current_actor(), found, current_runtime().settings.secret_key)
    return _shown_once(found, secret)


def _shown_once(subscription: Subscription, secret: str) -> Response:
    response = render("webhooks/subscriptions/secret.html", s=subscription, secret=secret)
    response.cache_control.no_store = True
    return response


def _form(form: FormState, *, subscription: Subscription | None = None, status: int = 200) -> Response:
    sites = sites_where(current_session(), current_actor(), MANAGE)
    context: dict[str, Any] = {"sites": sites, "s": subscription}
    return render("webhooks/subscriptions/form.html", status=status, form=form, **context)


def _operation_form(_operation: Operation[Subscription], subscription: Subscription, form: FormState, status: int) -> Response:
    return _form(form, subscription=subscription, status=status)


def _address(number: str) -> str:
    return url_for("subscriptions.show", number=number)


OPERATIONS.add_pages(pages, "subscriptions", _operation_form, _address)

"""Sales' page of a customer's portal links."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import answer_is_secret, current_actor, current_session
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import NothingIn
from kesu_common.web.pages import render, see_other
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_intake.customers.queries import customer_of
from kesu_intake.permissions import OPEN_PORTAL
from kesu_intake.portal.api import shown
from kesu_intake.portal.commands import LIFETIME_DAYS, open_portal, revoke_portal
from kesu_intake.portal.queries import link_of, links_of
from kesu_intake.portal.schemas import LinkIn

pages = Blueprint("portal_links", __name__)


@pages.route("/customers/<code>/portal", methods=["GET", "POST"])
@allow(OPEN_PORTAL)
def links(code: str) -> Response:
    """The links that the customer was given, and the form that gives another."""
    session, actor = current_session(), current_actor()
    customer = customer_of(session, actor, code)
    actor.require(OPEN_PORTAL, customer.site)
    g.timezone = site_of(session, customer.site).timezone
    answer_is_secret()
    form, status = FormState.of({"person": customer.contacts[0]["name"] if customer.contacts else None, "days": LIFETIME_DAYS}), 200
    if request.method == "POST":
        try:
            open_portal(session, actor, customer, **load_form(LinkIn(), request))
        except Invalid as error:
            form, status = FormState.refused(request, error), status_of(error)
        else:
            flash(say(N_("The link is ready: copy it and send it to the customer.")), "good")
            return see_other(url_for("portal_links.links", code=code))
    given = [shown(link, customer) for link in links_of(session, code)]
    return render("intake/portal/links.html", status=status, customer=customer, links=given, form=form)


@pages.post("/customers/<code>/portal/<uuid:link_id>/revoke")
@allow(OPEN_PORTAL)
def revoke(code: str, link_id: UUID) -> Response:
    """Take a link back."""
    customer = customer_of(current_session(), current_actor(), code)
    load_form(NothingIn(), request)
    revoke_portal(current_session(), current_actor(), customer, link_of(current_session(), code, link_id))
    flash(say(N_("The link opens nothing any more.")), "good")
    return see_other(url_for("portal_links.links", code=code))

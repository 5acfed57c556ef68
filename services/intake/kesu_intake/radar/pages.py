"""Pages of the radar: what resembles a complaint (as a piece of other pages), rises, and a site's parameters."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for
from marshmallow import ValidationError

from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.people.copies import require_site, site_of, sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import language, say
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.permissions import READ, TUNE_RADAR
from kesu_intake.radar import queries
from kesu_intake.radar.commands import tune_radar
from kesu_intake.radar.model import BY, RISE_STATES, Rise
from kesu_intake.radar.operations import OPERATIONS
from kesu_intake.radar.schemas import ParametersIn, RiseListArgs, SimilarTyped
from kesu_intake.radar.similar import similar_complaints, similar_to
from kesu_intake.timeline import timeline_of

pages = Blueprint("radar", __name__)


@pages.post("/complaints/similar")
@allow(READ)
def while_typing() -> Response:
    """What resembles the complaint that is being typed: a piece of the form, sent again as it is filled in."""
    try:
        typed = SimilarTyped().load({name: value for name, value in request.form.items() if value.strip()})
    except ValidationError:
        found = []  # the form itself says what is wrong with it
    else:
        found = similar_complaints(current_session(), current_actor(), **typed)
    return render("intake/radar/similar.html", found=found, typing=True)


@pages.get("/complaints/<number>/similar")
@allow(READ)
def of_complaint(number: str) -> Response:
    """What resembles a complaint: a piece of its page."""
    session, actor = current_session(), current_actor()
    return render("intake/radar/similar.html", found=similar_to(session, actor, complaint_of(session, actor, number)), typing=False)


@pages.get("/rises/")
@allow(READ)
def listing() -> Response:
    """The rises, newest first."""
    args = page_args(RiseListArgs())
    page = paginate(current_session(), queries.rises(current_actor(), args), queries.SORTS, identity=Rise.id, args=args)
    sites = sites_where(current_session(), current_actor(), TUNE_RADAR)
    return render("intake/radar/list.html", page=page, states=RISE_STATES.states, ways=BY, sites=sites, spoken=language())


@pages.get("/rises/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One rise: the counts week by week, what they mean, the complaints, and the decision."""
    session, actor = current_session(), current_actor()
    rise = queries.rise_of(session, actor, number)
    g.timezone = site_of(session, rise.site).timezone
    return render(
        "intake/radar/show.html",
        r=rise,
        spoken=language(),
        most=max(*rise.weekly, 1),
        complaints=queries.complaints_of(session, rise),
        capas=queries.capas_of_rise(session, rise) if rise.state == "accepted" else (),
        operations=OPERATIONS.offered(session, actor, rise),
        timeline=timeline_of(session, number),
    )


@pages.route("/radar/<site>", methods=["GET", "POST"])
@allow(TUNE_RADAR)
def parameters(site: str) -> Response:
    """By which parameters a site looks for rises."""
    session, actor = current_session(), current_actor()
    require_site(session, actor, TUNE_RADAR, site)
    known: dict[str, Any] = asdict(queries.parameters_of(session, site))
    if request.method == "GET":
        return render("intake/radar/parameters.html", form=FormState.of(known), site=site)
    try:
        tune_radar(session, actor, site, **load_form(ParametersIn(), request))
    except (Invalid, Conflict) as error:
        return render("intake/radar/parameters.html", form=FormState.refused(request, error), site=site, status=status_of(error))
    flash(say(N_("The radar of %(site)s looks by these parameters from now on."), {"site": site}), "good")
    return see_other(url_for("radar.listing"))


def _operation_form(operation: Operation[Rise], rise: Rise, form: FormState, status: int) -> Response:
    return render("intake/radar/operation.html", status=status, operation=operation, r=rise, form=form, spoken=language())


OPERATIONS.add_pages(pages, "rises", _operation_form, lambda number: url_for("radar.show", number=number))

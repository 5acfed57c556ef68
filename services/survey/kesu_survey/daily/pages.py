"""The form and the endpoints of what daily feedback counts for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import require_site
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.translations import say
from kesu_survey.daily.commands import declare_weights
from kesu_survey.daily.queries import Weights, weights_at
from kesu_survey.daily.schemas import WeightsIn, WeightsOut
from kesu_survey.permissions import READ, WEIGH_DAILY
from kesu_survey.words import DAILY

pages = Blueprint("daily", __name__)
api = ApiBlueprint("daily", __name__, description="What daily feedback counts for (日常反馈权重)")


@api.get("/<site>")
@allow(READ)
@api.response(200, WeightsOut)
def get_weights(site: str) -> Weights:
    """The points of each kind of daily feedback at a site"""
    require_site(current_session(), current_actor(), READ, site)
    return weights_at(current_session(), site)


@api.put("/<site>")
@allow(WEIGH_DAILY)
@api.arguments(WeightsIn)
@api.response(200, WeightsOut)
def put_weights(data: Mapping[str, Any], site: str) -> Weights:
    """Declare the points, and whether they are used (clause 4.2.1.4)"""
    require_site(current_session(), current_actor(), WEIGH_DAILY, site)
    declare_weights(current_session(), current_actor(), site=site, **data)
    current_session().flush()
    return weights_at(current_session(), site)


@pages.route("/daily/<site>", methods=["GET", "POST"])
@allow(WEIGH_DAILY)
def weights(site: str) -> Response:
    """Declare what daily feedback counts for at a site."""
    session, actor = current_session(), current_actor()
    require_site(session, actor, WEIGH_DAILY, site)
    if request.method == "GET":
        known = weights_at(session, site)
        start = {**known.points, "used": "true" if known.used else ""}
        return render("survey/daily/form.html", form=FormState.of(start), site=site, kinds=DAILY, known=known)
    try:
        declare_weights(session, actor, site=site, **load_form(WeightsIn(), request))
    except (FormInvalid, KesuError) as error:
        state = FormState.refused(request, error)
        return render("survey/daily/form.html", status=422, form=state, site=site, kinds=DAILY, known=weights_at(session, site))
    flash(say(N_("Daily feedback at site %(site)s counts like this from now on."), {"site": site}), "good")
    return see_other(url_for("daily.weights", site=site))

"""The general manager's page, and the team's."""

from __future__ import annotations

from flask import Blueprint, Response, request

from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_desk.overview.queries import AGES, SEVERITIES, overview
from kesu_desk.overview.team import months, workload
from kesu_desk.people.queries import names_of
from kesu_desk.permissions import SEE_OVERVIEW
from kesu_desk.sites.queries import sites_for

blueprint = Blueprint("overview", __name__)


@blueprint.get("/overview")
@allow(SEE_OVERVIEW)
def show() -> Response:
    """Everything that the general manager supervises (clause 3.1)."""
    session, actor = current_session(), current_actor()
    figures = overview(session, actor, request.args.get("site") or None)
    ages = [name for _, name in AGES]
    return render("desk/overview/show.html", figures=figures, ages=ages, severities=SEVERITIES, sites=_sites())


@blueprint.get("/team")
@allow(SEE_OVERVIEW)
def team() -> Response:
    """How effective the after-sales team is (clause 4.1.2-c)."""
    session, actor, site = current_session(), current_actor(), request.args.get("site") or None
    work = workload(session, actor, site=site)
    return render(
        "desk/overview/team.html",
        months=months(session, actor, site=site),
        workload=work,
        names=names_of(session, {row.person for row in work if row.person}),
        sites=_sites(),
    )


def _sites() -> list[str]:
    return [site.code for site in sites_for(current_session(), current_actor(), SEE_OVERVIEW)]

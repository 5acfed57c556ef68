"""The overview's figures over REST."""

from __future__ import annotations

from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_desk.overview.queries import Overview, overview
from kesu_desk.overview.schemas import OverviewOut, SiteQuery, TeamOut
from kesu_desk.overview.team import months, workload
from kesu_desk.permissions import SEE_OVERVIEW

api = ApiBlueprint("overview", __name__, description="Figures for the general manager")


@api.get("")
@api.arguments(SiteQuery, location="query")
@api.response(200, OverviewOut)
@allow(SEE_OVERVIEW)
def get_overview(args: dict[str, Any]) -> Overview:
    """Open complaints by severity and age, overdue work, returns in hand, corrective actions, satisfaction, by site."""
    return overview(current_session(), current_actor(), args.get("site"))


@api.get("/team")
@api.arguments(SiteQuery, location="query")
@api.response(200, TeamOut)
@allow(SEE_OVERVIEW)
def get_team(args: dict[str, Any]) -> dict[str, Any]:
    """First reply, resolution and reopening by month; workload by department and person."""
    session, actor, site = current_session(), current_actor(), args.get("site")
    return {"months": months(session, actor, site=site), "workload": workload(session, actor, site=site)}

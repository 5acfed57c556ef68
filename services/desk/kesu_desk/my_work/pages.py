"""My work: the page that one starts the day on."""

from __future__ import annotations

from flask import Blueprint, Response, request

from kesu_common.service import NAMES
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import paginate
from kesu_desk.my_work.api import SORTS
from kesu_desk.my_work.model import WorkItem
from kesu_desk.my_work.queries import WHOSE, my_work, work_figures
from kesu_desk.my_work.schemas import WorkQuery
from kesu_desk.people.queries import names_of
from kesu_desk.permissions import SEE_OVERVIEW, SEE_WORK
from kesu_desk.sites.queries import sites_for

blueprint = Blueprint("work", __name__)


@blueprint.get("/")
@allow(SEE_WORK)
def show() -> Response:
    """My work, by due time."""
    actor, session = current_actor(), current_session()
    given = {name: value for name, value in request.args.items() if value and name != "lang"}
    args = WorkQuery(unknown="exclude").load({**given, "whose": given.get("whose") if given.get("whose") in WHOSE else "mine"})
    page = paginate(session, my_work(actor, whose=args["whose"], filters=args), SORTS, identity=WorkItem.id, args=args, default="due_at")
    return render(
        "desk/my_work/show.html",
        page=page,
        names_of_people=names_of(session, {item.assignee for item in page.items if item.assignee}),
        whose=args["whose"],
        figures=work_figures(session, actor),
        roles=sorted({grant.role for grant in actor.grants}),
        sites=[site.code for site in sites_for(session, actor, SEE_WORK)],
        names=[name for name in NAMES if name != "webhooks"],
        sees_all=actor.may(SEE_OVERVIEW),
    )

"""My work over REST. Taking a task is asked of the service that owns it: `POST /<service>/api/v1/tasks/<id>/take`."""

from __future__ import annotations

from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paging import paginate, send_links
from kesu_desk.my_work.model import WorkItem
from kesu_desk.my_work.queries import my_work, work_figures
from kesu_desk.my_work.schemas import FiguresOut, WorkOut, WorkQuery
from kesu_desk.permissions import SEE_WORK

api = ApiBlueprint("my-work", __name__, description="Open tasks of all services")
SORTS = {"due_at": WorkItem.due_at, "opened_at": WorkItem.opened_at, "level": WorkItem.level}


@api.get("")
@api.arguments(WorkQuery, location="query")
@api.response(200, WorkOut(many=True))
@allow(SEE_WORK)
def list_work(args: dict[str, Any]) -> Any:
    """The caller's open tasks, the most urgent first."""
    statement = my_work(current_actor(), whose=args["whose"], filters=args)
    page = paginate(current_session(), statement, SORTS, identity=WorkItem.id, args=args, default="due_at")
    send_links(page)
    return page.items


@api.get("/figures")
@api.response(200, FiguresOut)
@allow(SEE_WORK)
def get_figures() -> dict[str, int]:
    """How many there are."""
    return work_figures(current_session(), current_actor())

"""My actions as a page and over the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response
from marshmallow import fields

from kesu_capa.mine.queries import Work, my_work
from kesu_capa.permissions import READ
from kesu_common.tasks.api import TaskOut
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import PageArgs, page_args

pages = Blueprint("mine", __name__)
api = ApiBlueprint("mine", __name__, description="What the caller's departments have to do for corrective actions (我的措施)")


class MineArgs(PageArgs):
    """Which work."""

    mine = fields.Boolean(load_default=False, metadata={"description": "only what bears the caller's name"})


class WorkOut(TaskOut):
    """A piece of work."""

    overdue = fields.Boolean()
    mine = fields.Boolean()
    owner = fields.String(allow_none=True)
    action = fields.String(allow_none=True, metadata={"description": "what is to be done, where it is a planned action"})


@api.get("")
@allow(READ)
@api.arguments(MineArgs, location="query")
@api.response(200, WorkOut(many=True))
def get_mine(args: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """Open work of the caller's departments, by due time"""
    return [_out(work) for work in my_work(current_session(), current_actor(), only_mine=args["mine"])]


@pages.get("/mine/")
@allow(READ)
def show() -> Response:
    """What is overdue, what is due next."""
    args = page_args(MineArgs())
    work = my_work(current_session(), current_actor(), only_mine=args["mine"])
    return render("capa/mine/show.html", work=work, only_mine=args["mine"])


def _out(work: Work) -> dict[str, Any]:
    task = {name: getattr(work.task, field.attribute or name) for name, field in TaskOut().fields.items()}
    more = {"overdue": work.overdue, "mine": work.mine, "owner": work.owner, "action": work.action.description if work.action else None}
    return {**task, "case_number": work.task.case_number, **more}

"""The board as a page and over the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response
from marshmallow import Schema, fields, validate

from kesu_capa.board.queries import Column, board
from kesu_capa.capas.model import SEVERITIES
from kesu_capa.permissions import DEPARTMENTS, OPEN, READ
from kesu_common.people.copies import sites_where
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import PageArgs, page_args

pages = Blueprint("board", __name__)
api = ApiBlueprint("board", __name__, description="Corrective actions by step (看板)")


class BoardArgs(PageArgs):
    """Which cards."""

    site = fields.String(validate=validate.Length(max=16))
    department = fields.String(metadata={"enum": list(DEPARTMENTS)})
    severity = fields.String(metadata={"enum": list(SEVERITIES)})


class CardOut(Schema):
    """A card."""

    number = fields.String(attribute="capa.number")
    site = fields.String(attribute="capa.site")
    title = fields.String(attribute="capa.title")
    severity = fields.String(attribute="capa.severity")
    product = fields.String(attribute="capa.product", allow_none=True)
    responsible_department = fields.String(attribute="capa.responsible_department")
    leader = fields.String(attribute="capa.leader", allow_none=True)
    days = fields.Integer(metadata={"description": "age"})
    due_at = fields.AwareDateTime(allow_none=True, metadata={"description": "of its most urgent open work"})


class ColumnOut(Schema):
    """A column."""

    state = fields.String()
    step = fields.String(metadata={"description": "the discipline that is next"})
    number = fields.Integer(metadata={"description": "of cards in all"})
    cards = fields.List(fields.Nested(CardOut))


@api.get("")
@allow(READ)
@api.arguments(BoardArgs, location="query")
@api.response(200, ColumnOut(many=True))
def get_board(args: Mapping[str, Any]) -> list[Column]:
    """Reports by step, the most severe and most urgent of each first"""
    return board(current_session(), current_actor(), args)


@pages.get("/board/")
@allow(READ)
def show() -> Response:
    """One column for each step."""
    session, actor = current_session(), current_actor()
    return render(
        "capa/board/show.html",
        columns=board(session, actor, page_args(BoardArgs())),
        sites=[(site.code, site.code) for site in sites_where(session, actor, READ)],
        departments=DEPARTMENTS,
        severities=SEVERITIES,
        may_open=actor.may(OPEN),
    )

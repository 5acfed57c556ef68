"""The figures as a page and over the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response
from marshmallow import Schema, fields, validate

from kesu_common import clock
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import PageArgs, page_args
from kesu_common.web.translations import language
from kesu_quality.figures.queries import first_pass_yield, pareto
from kesu_quality.permissions import READ

pages = Blueprint("figures", __name__)
api = ApiBlueprint("figures", __name__, description="Figures of quality (统计)")
DAYS = 365


class FiguresArgs(PageArgs):
    """Which figures."""

    days = fields.Integer(load_default=DAYS, validate=validate.Range(1, 3660), metadata={"description": "how far back"})
    product = fields.String(validate=validate.Length(max=200))


class ParetoOut(Schema):
    """A defect and how frequent it is."""

    code = fields.String(attribute="defect.code")
    zh = fields.String(attribute="defect.zh")
    en = fields.String(attribute="defect.en")
    cases = fields.Integer()
    cumulative = fields.Float()


class YieldOut(Schema):
    """First-pass yield of a product."""

    product = fields.String()
    inspected = fields.Integer()
    bad = fields.Integer()
    share = fields.Float()


class FiguresOut(Schema):
    """Defect Pareto and first-pass yield."""

    pareto = fields.List(fields.Nested(ParetoOut))
    first_pass_yield = fields.List(fields.Nested(YieldOut))


def _figures(args: Mapping[str, Any]) -> dict[str, Any]:
    session, actor, product = current_session(), current_actor(), args.get("product")
    since = clock.now() - timedelta(days=args["days"])
    return {"pareto": pareto(session, actor, since, product), "first_pass_yield": first_pass_yield(session, actor, since, product)}


@api.get("")
@allow(READ)
@api.arguments(FiguresArgs, location="query")
@api.response(200, FiguresOut)
def get_figures(args: Mapping[str, Any]) -> dict[str, Any]:
    """Defect Pareto and first-pass yield"""
    return _figures(args)


@pages.get("/figures/")
@allow(READ)
def show() -> Response:
    """Defect Pareto and first-pass yield."""
    args = page_args(FiguresArgs())
    return render("quality/figures/show.html", days=args["days"], lang=language(), **_figures(args))

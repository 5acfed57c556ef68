"""The figures as pages and over the API: causes, rates, workload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response

from kesu_capa.figures.pareto import BY as CAUSES
from kesu_capa.figures.pareto import HEIGHT, WIDTH, Counted, bars, pareto
from kesu_capa.figures.rates import BY, Rate, by_group, rates
from kesu_capa.figures.schemas import ParetoArgs, ParetoOut, RateOut, RatesArgs, WorkloadArgs, WorkloadOut
from kesu_capa.figures.workload import Workload, workload
from kesu_capa.permissions import DEPARTMENTS, READ
from kesu_common import clock
from kesu_common.people.copies import sites_where
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args
from kesu_common.web.translations import language

pages = Blueprint("figures", __name__)
api = ApiBlueprint("figures", __name__, description="Figures of corrective actions (统计)")


def _since(args: Mapping[str, Any]) -> datetime:
    return clock.now() - timedelta(days=args["days"])


def _pareto(args: Mapping[str, Any]) -> list[Counted]:
    narrowed = {name: args[name] for name in ("by", "product", "site")}
    return pareto(current_session(), current_actor(), _since(args), **narrowed)


def _rates(args: Mapping[str, Any]) -> list[Rate]:
    narrowed = {name: args[name] for name in ("by", "site", "department")}
    return rates(current_session(), current_actor(), _since(args), days=args["again"], **narrowed)


@api.get("/pareto")
@allow(READ)
@api.arguments(ParetoArgs, location="query")
@api.response(200, ParetoOut(many=True))
def get_pareto(args: Mapping[str, Any]) -> Sequence[Counted]:
    """Causes, the most frequent first"""
    return _pareto(args)


@api.get("/rates")
@allow(READ)
@api.arguments(RatesArgs, location="query")
@api.response(200, RateOut(many=True))
def get_rates(args: Mapping[str, Any]) -> Sequence[Rate]:
    """Effectiveness, punctuality and repetition, with their numbers"""
    return _rates(args)


@api.get("/workload")
@allow(READ)
@api.arguments(WorkloadArgs, location="query")
@api.response(200, WorkloadOut)
def get_workload(args: Mapping[str, Any]) -> Workload:
    """Open actions by department and week"""
    return workload(current_session(), current_actor(), args["site"])


@pages.get("/figures/")
@allow(READ)
def show() -> Response:
    """Rates over all and by group."""
    args = page_args(RatesArgs())
    found = _rates(args)
    shown: dict[str, Any] = {"found": found, "groups_found": by_group(found), "groups": BY, "departments": DEPARTMENTS, "sites": _sites()}
    return render("capa/figures/rates.html", args=args, **shown)


@pages.get("/figures/causes")
@allow(READ)
def causes() -> Response:
    """The Pareto of causes, as a chart and a table."""
    args = page_args(ParetoArgs())
    found = _pareto(args)
    drawn = {"bars": bars(found), "width": WIDTH, "height": HEIGHT}
    return render("capa/figures/causes.html", causes=found, drawn=drawn, args=args, groups=list(CAUSES), sites=_sites(), lang=language())


@pages.get("/figures/workload")
@allow(READ)
def load() -> Response:
    """Open actions of each department."""
    args = page_args(WorkloadArgs())
    return render("capa/figures/workload.html", workload=workload(current_session(), current_actor(), args["site"]), sites=_sites())


def _sites() -> list[tuple[str, str]]:
    return [(site.code, site.code) for site in sites_where(current_session(), current_actor(), READ)]

"""The page of costs by customer and month, and the same as a file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from flask import Blueprint, Response

from kesu_common.i18n import N_
from kesu_common.spreadsheets import write_csv
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args
from kesu_common.web.translations import label, say
from kesu_returns.costs.model import KINDS
from kesu_returns.costs.queries import CostFigure, cost_figures, totals
from kesu_returns.costs.schemas import CostFiguresArgs
from kesu_returns.permissions import READ_RETURNS

blueprint = Blueprint("costs", __name__)
HEADERS = (N_("Month"), N_("Customer code"), N_("Customer"), N_("Currency"))


@blueprint.get("/costs/")
@allow(READ_RETURNS)
def show() -> Response:
    """What returns and on-site jobs cost, by month and customer."""
    figures = cost_figures(current_session(), current_actor(), page_args(CostFiguresArgs()))
    return render("returns/costs/show.html", figures=figures, totals=totals(figures), kinds=KINDS)


@blueprint.get("/costs/costs.csv")
@allow(READ_RETURNS)
def as_csv() -> Response:
    """The same figures as CSV."""
    target = io.BytesIO()
    headers = [*map(say, HEADERS), *map(label, KINDS), say(N_("Total"))]
    write_csv(target, headers, _rows(cost_figures(current_session(), current_actor(), page_args(CostFiguresArgs()))))
    sent = {"Content-Disposition": 'attachment; filename="costs-of-returns.csv"'}
    return Response(target.getvalue(), mimetype="text/csv; charset=utf-8", headers=sent)


def _rows(figures: Iterable[CostFigure]) -> Iterable[Sequence[object]]:
    for one in figures:
        of = (one.month, one.customer_code, one.customer_name, one.currency)
        yield (*of, *(one.by_kind.get(kind) for kind in KINDS), one.total)

"""REST interface of costs: `/api/v1/costs`; they are recorded below each return and on-site job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paging import paginate, send_links
from kesu_returns.costs import queries
from kesu_returns.costs.model import Cost
from kesu_returns.costs.schemas import CostFigureOut, CostFiguresArgs, CostListArgs, CostOut
from kesu_returns.permissions import READ_RETURNS

blueprint = ApiBlueprint("costs", __name__, description="Costs of returns and on-site jobs (退货成本)")


@blueprint.get("")
@allow(READ_RETURNS)
@blueprint.arguments(CostListArgs, location="query")
@blueprint.response(200, CostOut(many=True))
def list_costs(args: Mapping[str, Any]) -> Sequence[Cost]:
    """Costs, line by line, the latest first"""
    statement = queries.costs(current_actor(), args)
    page = paginate(current_session(), statement, queries.SORTS, identity=Cost.id, args=args, default="-recorded_at")
    send_links(page)
    return page.items


@blueprint.get("/figures")
@allow(READ_RETURNS)
@blueprint.arguments(CostFiguresArgs, location="query")
@blueprint.response(200, CostFigureOut(many=True))
def get_figures(args: Mapping[str, Any]) -> Sequence[queries.CostFigure]:
    """Sums by month, customer and currency, the latest month first"""
    return queries.cost_figures(current_session(), current_actor(), args)

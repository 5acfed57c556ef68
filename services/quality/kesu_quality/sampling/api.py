"""REST interface of sampling: look plans up, read series, decide about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_quality.permissions import READ
from kesu_quality.sampling import queries
from kesu_quality.sampling.model import Series
from kesu_quality.sampling.operations import OPERATIONS
from kesu_quality.sampling.schemas import PlanArgs, PlanOut, SeriesArgs, SeriesOut
from kesu_quality.sampling.tables import Plan, isolated_plan, lot_plan

api = ApiBlueprint("sampling", __name__, description="Sampling by ISO 2859-1 and ISO 2859-2 (抽样)")


@api.get("")
@allow(READ)
@api.arguments(SeriesArgs, location="query")
@api.response(200, SeriesOut(many=True))
def list_series(args: Mapping[str, Any]) -> Sequence[Series]:
    """Series of lots with their severity of inspection, newest first"""
    page = paginate(current_session(), queries.series_list(current_actor(), args), queries.SORTS, identity=Series.id, args=args)
    send_links(page)
    return page.items


@api.get("/plan")
@allow(READ)
@api.arguments(PlanArgs, location="query")
@api.response(200, PlanOut)
def look_up_plan(args: Mapping[str, Any]) -> Plan:
    """The plan for a lot size: by AQL and severity, or by limiting quality"""
    if args.get("aql"):
        return lot_plan(args["lot_size"], args["aql"], args["level"], args["severity"])
    return isolated_plan(args["lot_size"], args["limiting_quality"])


@api.get("/<number>")
@allow(READ)
@api.response(200, SeriesOut)
def get_series(number: str) -> Series:
    """One series"""
    found = queries.series_of(current_session(), current_actor(), number)
    send_etag(found)
    return found


OPERATIONS.add_endpoints(api, SeriesOut)

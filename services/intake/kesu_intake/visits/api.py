"""REST interface of visits: `/api/v1/visits`, and one endpoint per operation below each visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_intake.customers.queries import customer_of
from kesu_intake.permissions import READ
from kesu_intake.permissions import VISIT as VISITING
from kesu_intake.visits import queries
from kesu_intake.visits.commands import plan_visit
from kesu_intake.visits.model import Visit
from kesu_intake.visits.operations import OPERATIONS
from kesu_intake.visits.schemas import PlanVisitIn, VisitListArgs, VisitOut

api = ApiBlueprint("visits", __name__, description="Visits to customers (客户拜访)")


@api.get("")
@allow(READ)
@api.arguments(VisitListArgs, location="query")
@api.response(200, VisitOut(many=True))
def list_visits(args: Mapping[str, Any]) -> Sequence[Visit]:
    """Visits, newest first"""
    page = paginate(current_session(), queries.visits(current_actor(), args), queries.SORTS, identity=Visit.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(VISITING)
@api.arguments(PlanVisitIn)
@api.response(201, VisitOut)
def plan(data: Mapping[str, Any]) -> tuple[Visit, int, dict[str, str]]:
    """Plan a visit"""
    visit = planned(data)
    send_etag(visit)
    return visit, 201, {"Location": url_for("api_visits.get_visit", number=visit.number)}


def planned(data: Mapping[str, Any]) -> Visit:
    """Plan what API or form brought."""
    given = dict(data)
    customer = customer_of(current_session(), current_actor(), given.pop("customer_code"))
    return plan_visit(current_session(), current_actor(), customer, **given)


@api.get("/<number>")
@allow(READ)
@api.response(200, VisitOut)
def get_visit(number: str) -> Visit:
    """One visit"""
    visit = queries.visit_of(current_session(), current_actor(), number)
    send_etag(visit)
    return visit


OPERATIONS.add_endpoints(api, VisitOut)

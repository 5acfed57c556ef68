"""REST interface of plans: `/api/v1/plans`, and one endpoint per operation below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_survey.permissions import READ, WRITE_PLAN
from kesu_survey.plans import queries
from kesu_survey.plans.commands import draft_plan
from kesu_survey.plans.model import Plan
from kesu_survey.plans.operations import OPERATIONS
from kesu_survey.plans.schemas import PlanIn, PlanListArgs, PlanOut

api = ApiBlueprint("plans", __name__, description="Survey plans (满意度调查计划)")


@api.get("")
@allow(READ)
@api.arguments(PlanListArgs, location="query")
@api.response(200, PlanOut(many=True))
def list_plans(args: Mapping[str, Any]) -> Sequence[Plan]:
    """Plans, newest first"""
    page = paginate(current_session(), queries.plans(current_actor(), args), queries.SORTS, identity=Plan.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(WRITE_PLAN)
@api.arguments(PlanIn)
@api.response(201, PlanOut)
def draft(data: Mapping[str, Any]) -> tuple[Plan, int, dict[str, str]]:
    """Draw up a plan (clause 4.2.1.1)"""
    plan = draft_plan(current_session(), current_actor(), **data)
    send_etag(plan)
    return plan, 201, {"Location": url_for("api_plans.get_plan", number=plan.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, PlanOut)
def get_plan(number: str) -> Plan:
    """One plan"""
    plan = queries.plan_of(current_session(), current_actor(), number)
    send_etag(plan)
    return plan


OPERATIONS.add_endpoints(api, PlanOut)

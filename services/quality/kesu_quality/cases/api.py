"""REST interface of cases: `/api/v1/cases`, and one endpoint per operation below each case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from marshmallow import fields

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_quality.cases import queries
from kesu_quality.cases.commands import open_case
from kesu_quality.cases.model import Case
from kesu_quality.cases.operations import OPERATIONS
from kesu_quality.cases.schemas import CaseArgs, CaseIn, CaseOut
from kesu_quality.costs.queries import costs_of
from kesu_quality.costs.schemas import CostOut
from kesu_quality.measurements.queries import tests_of
from kesu_quality.measurements.schemas import TestOut
from kesu_quality.permissions import OPEN_CASE, READ
from kesu_quality.sampling.queries import samples_of
from kesu_quality.sampling.schemas import SampleOut
from kesu_quality.verdicts.queries import verdicts_of
from kesu_quality.verdicts.schemas import VerdictOut

api = ApiBlueprint("cases", __name__, description="Quality's cases (品质检验任务): tests and verdicts")


class CaseDetailsOut(CaseOut):
    """A case with its tests and verdicts."""

    measurements = fields.List(fields.Nested(TestOut))
    verdicts = fields.List(fields.Nested(VerdictOut))
    costs = fields.List(fields.Nested(CostOut))
    samples = fields.List(fields.Nested(SampleOut))


@api.get("")
@allow(READ)
@api.arguments(CaseArgs, location="query")
@api.response(200, CaseOut(many=True))
def list_cases(args: Mapping[str, Any]) -> Sequence[Case]:
    """Cases, newest first"""
    page = paginate(current_session(), queries.cases(current_actor(), args), queries.SORTS, identity=Case.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(OPEN_CASE)
@api.arguments(CaseIn)
@api.response(201, CaseOut)
def open_by_hand(data: Mapping[str, Any]) -> tuple[Case, int, dict[str, str]]:
    """Open a case by hand"""
    made = open_case(current_session(), current_actor(), **data)
    send_etag(made)
    return made, 201, {"Location": url_for("api_cases.get_case", number=made.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, CaseDetailsOut)
def get_case(number: str) -> dict[str, Any]:
    """One case with its tests and verdicts"""
    session = current_session()
    case = queries.case_of(session, current_actor(), number)
    send_etag(case)
    own = {name: getattr(case, name) for name in CaseOut().fields}
    return {
        **own,
        "measurements": tests_of(session, case.number),
        "verdicts": verdicts_of(session, case.number),
        "samples": samples_of(session, case.number),
        "costs": costs_of(session, case),
    }


OPERATIONS.add_endpoints(api, CaseOut)

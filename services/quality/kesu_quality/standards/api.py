"""REST interface of product standards: `/api/v1/standards`, and one endpoint per operation below each version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_quality.permissions import KEEP_STANDARD, READ
from kesu_quality.standards import queries
from kesu_quality.standards.commands import draft_standard
from kesu_quality.standards.model import Standard
from kesu_quality.standards.operations import OPERATIONS
from kesu_quality.standards.schemas import StandardArgs, StandardIn, StandardOut

api = ApiBlueprint("standards", __name__, description="Product standards (产品标准), version by version")


@api.get("")
@allow(READ)
@api.arguments(StandardArgs, location="query")
@api.response(200, StandardOut(many=True))
def list_standards(args: Mapping[str, Any]) -> Sequence[Standard]:
    """Versions of standards, newest first"""
    page = paginate(current_session(), queries.standards(current_actor(), args), queries.SORTS, identity=Standard.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(KEEP_STANDARD)
@api.arguments(StandardIn)
@api.response(201, StandardOut)
def draft(data: Mapping[str, Any]) -> tuple[Standard, int, dict[str, str]]:
    """Draft the next version of a product's standard"""
    made = draft_standard(current_session(), current_actor(), **data)
    send_etag(made)
    return made, 201, {"Location": url_for("api_standards.get_standard", number=made.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, StandardOut)
def get_standard(number: str) -> Standard:
    """One version with its characteristics"""
    found = queries.standard_of(current_session(), current_actor(), number)
    send_etag(found)
    return found


OPERATIONS.add_endpoints(api, StandardOut)

"""REST interface of agreements: `/api/v1/agreements`, and one endpoint per operation below each agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_intake.agreements import queries
from kesu_intake.agreements.commands import draft_agreement
from kesu_intake.agreements.model import Agreement
from kesu_intake.agreements.operations import OPERATIONS
from kesu_intake.agreements.schemas import AgreementIn, AgreementListArgs, AgreementOut
from kesu_intake.customers.queries import customer_of
from kesu_intake.permissions import AGREE as AGREEING
from kesu_intake.permissions import READ

api = ApiBlueprint("agreements", __name__, description="Agreements with customers (客户协议)")


@api.get("")
@allow(READ)
@api.arguments(AgreementListArgs, location="query")
@api.response(200, AgreementOut(many=True))
def list_agreements(args: Mapping[str, Any]) -> Sequence[Agreement]:
    """Agreements, newest first"""
    page = paginate(current_session(), queries.agreements(current_actor(), args), queries.SORTS, identity=Agreement.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(AGREEING)
@api.arguments(AgreementIn)
@api.response(201, AgreementOut)
def draft(data: Mapping[str, Any]) -> tuple[Agreement, int, dict[str, str]]:
    """Draw up an agreement"""
    agreement = drafted(data)
    send_etag(agreement)
    return agreement, 201, {"Location": url_for("api_agreements.get_agreement", number=agreement.number)}


def drafted(data: Mapping[str, Any]) -> Agreement:
    """Draw up what API or form brought."""
    given = dict(data)
    customer = customer_of(current_session(), current_actor(), given.pop("customer_code"))
    return draft_agreement(current_session(), current_actor(), customer, **given)


@api.get("/<number>")
@allow(READ)
@api.response(200, AgreementOut)
def get_agreement(number: str) -> Agreement:
    """One agreement"""
    agreement = queries.agreement_of(current_session(), current_actor(), number)
    send_etag(agreement)
    return agreement


OPERATIONS.add_endpoints(api, AgreementOut)

"""REST interface of portal links, for sales: `/api/v1/portal/<customer>/links`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import answer_is_secret, current_actor, current_runtime, current_session
from kesu_intake.customers.model import Customer
from kesu_intake.customers.queries import customer_of
from kesu_intake.permissions import OPEN_PORTAL
from kesu_intake.portal.commands import open_portal, revoke_portal
from kesu_intake.portal.links import portal_address
from kesu_intake.portal.model import PortalLink
from kesu_intake.portal.queries import link_of, links_of
from kesu_intake.portal.schemas import LinkIn, PortalLinkOut

api = ApiBlueprint("portal", __name__, description="Links with which customers open their portal (客户门户)")


@api.get("/<code>/links")
@allow(OPEN_PORTAL)
@api.response(200, PortalLinkOut(many=True))
def list_links(code: str) -> list[dict[str, Any]]:
    """The links that a customer was given, newest first"""
    answer_is_secret()
    customer = _customer(code)
    return [shown(link, customer) for link in links_of(current_session(), customer.number)]


@api.post("/<code>/links")
@allow(OPEN_PORTAL)
@api.arguments(LinkIn)
@api.response(201, PortalLinkOut)
def give_link(data: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Give a person at the customer's a link; `address` is what opens the portal"""
    answer_is_secret()
    customer = _customer(code)
    return shown(open_portal(current_session(), current_actor(), customer, **data), customer)


@api.post("/<code>/links/<uuid:link_id>/revoke")
@allow(OPEN_PORTAL)
@api.response(200, PortalLinkOut)
def take_back(code: str, link_id: UUID) -> dict[str, Any]:
    """Take a link back: it opens nothing from now on"""
    customer = _customer(code)
    return shown(revoke_portal(current_session(), current_actor(), customer, link_of(current_session(), code, link_id)), customer)


def shown(link: PortalLink, customer: Customer) -> dict[str, Any]:
    """A link with its address; one that opens nothing has none."""
    address = portal_address(current_runtime().settings, link, customer.language) if link.is_good else None
    names = ("id", "person", "issued_by", "issued_at", "expires_at", "revoked_at", "revoked_by")
    return {**{name: getattr(link, name) for name in names}, "address": address}


def _customer(code: str) -> Customer:
    customer = customer_of(current_session(), current_actor(), code)
    current_actor().require(OPEN_PORTAL, customer.site)
    return customer

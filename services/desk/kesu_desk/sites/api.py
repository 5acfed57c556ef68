"""Sites over REST."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_desk.permissions import MANAGE_SITES, USE_ACCOUNT
from kesu_desk.sites.commands import add_site, change_site
from kesu_desk.sites.model import SiteSetting
from kesu_desk.sites.queries import site_named, sites_for
from kesu_desk.sites.schemas import SiteChange, SiteIn, SiteOut

api = ApiBlueprint("sites", __name__, description="Plants and offices, their calendars, targets and rules")


@api.get("")
@api.response(200, SiteOut(many=True))
@allow(USE_ACCOUNT)
def list_sites() -> Sequence[SiteSetting]:
    """The sites at which the caller holds a role."""
    return sites_for(current_session(), current_actor(), USE_ACCOUNT)


@api.post("")
@api.arguments(SiteIn)
@api.response(201, SiteOut)
@allow(MANAGE_SITES)
def post_site(body: dict[str, Any]) -> SiteSetting:
    """Add a site."""
    site = add_site(current_session(), current_actor(), **body)
    send_etag(site)
    return site


@api.get("/<code>")
@api.response(200, SiteOut)
@allow(USE_ACCOUNT)
def get_site(code: str) -> SiteSetting:
    """One site."""
    site = site_named(current_session(), current_actor(), USE_ACCOUNT, code)
    send_etag(site)
    return site


@api.put("/<code>")
@api.arguments(SiteChange)
@api.response(200, SiteOut)
@allow(MANAGE_SITES)
def put_site(body: dict[str, Any], code: str) -> SiteSetting:
    """Give a site other settings."""
    site = site_named(current_session(), current_actor(), MANAGE_SITES, code)
    check_match(site, required=True)
    send_etag(site)
    return change_site(current_session(), current_actor(), site, **body)

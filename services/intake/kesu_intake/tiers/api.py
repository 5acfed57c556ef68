"""REST interface of the rules for tiers: `/api/v1/tiers/<site>`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_intake.customers.model import TIERS
from kesu_intake.permissions import READ, SET_TIER_RULES
from kesu_intake.tiers.commands import set_tier_rule
from kesu_intake.tiers.model import TierRule
from kesu_intake.tiers.queries import rule_for, rules_of
from kesu_intake.tiers.schemas import TierRuleIn, TierRuleOut

api = ApiBlueprint("tiers", __name__, description="What a customer's tier (客户等级) means at a site")


@api.get("/<site>")
@allow(READ)
@api.response(200, TierRuleOut(many=True))
def list_rules(site: str) -> Sequence[TierRule]:
    """The rules of every tier at a site"""
    known_site(site)
    return rules_of(current_session(), site)


@api.put("/<site>/<tier>")
@allow(SET_TIER_RULES)
@api.arguments(TierRuleIn)
@api.response(200, TierRuleOut)
def set_rule(data: Mapping[str, Any], site: str, tier: str) -> TierRule:
    """Set what a tier means at a site"""
    known_site(site, tier)
    check_match(rule_for(current_session(), site, tier))
    rule = set_tier_rule(current_session(), current_actor(), site=site, tier=tier, **data)
    send_etag(rule)
    return rule


def known_site(site: str, tier: str = "A") -> None:
    """Raise `NotFound` for a site that the caller may not know of, or a tier that there is not."""
    if not current_actor().may(READ, site) or tier not in TIERS:
        raise NotFound(N_("There are no such rules."))
    site_of(current_session(), site)

"""Setting what a tier means at a site."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import Site, site_of
from kesu_intake.permissions import SET_TIER_RULES
from kesu_intake.tiers.facts import TIER_RULE_CHANGED
from kesu_intake.tiers.model import CLOCKS, TierRule
from kesu_intake.tiers.queries import rule_for


def set_tier_rule(
    session: Session,
    actor: Actor,
    *,
    site: str,
    tier: str,
    agreement_by_lead: bool,
    grade_by_lead: bool,
    survey_share: int,
    **clocks: Any,
) -> TierRule:
    """Set a site's rules for a tier; they count for work that is given from now on. `clocks` are the fields of `CLOCKS`.

    Of two who set the first rules of a site at once, the second waits for the first and then replaces them.
    """
    site_of(session, site)
    actor.require(SET_TIER_RULES, site)
    session.execute(select(Site.code).where(Site.code == site).with_for_update())
    rule = rule_for(session, site, tier)
    if rule.version == 0:
        rule.version, rule.state = 1, "set"
        session.add(rule)
    named = {field: CLOCKS[field] for field, value in clocks.items() if value is not None}
    rule.clocks = {kind: {unit: clocks[field]} for field, (kind, unit) in named.items()}
    rule.agreement_by_lead, rule.grade_by_lead, rule.survey_share = agreement_by_lead, grade_by_lead, survey_share
    rule.changed_by = actor.name or actor.id
    facts = {name: getattr(rule, name) for name in ("site", "tier", "clocks", "agreement_by_lead", "grade_by_lead", "survey_share")}
    record(session, actor, TIER_RULE_CHANGED, rule, facts)
    return rule

"""Reading the rules of tiers, and the clocks that follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kesu_common.people.copies import Site, site_of
from kesu_common.tasks import DueRule, TaskKind
from kesu_intake.customers.model import TIERS, Customer
from kesu_intake.tiers.model import DEFAULTS, TierRule, number_of


def rule_for(session: Session, site: str, tier: str) -> TierRule:
    """What the tier means at the site: as the site has set it, else the defaults (not stored, version 0)."""
    found = session.scalar(select(TierRule).where(TierRule.number == number_of(site, tier)))
    if found is not None:
        return found
    return TierRule(number=number_of(site, tier), site=site, tier=tier, state="default", version=0, changed_by="", **DEFAULTS[tier])


def rules_of(session: Session, site: str) -> list[TierRule]:
    """The rules of all tiers at the site."""
    return [rule_for(session, site, tier) for tier in TIERS]


def clock_in(own: Mapping[str, Any] | None, tier: str, targets: Mapping[str, Any], kind: TaskKind) -> DueRule | None:
    """The working time that a tier gives for a kind of work; `None`: the site's target or the kind's default counts.

    What the site has set for the tier (`own`) goes before the site's target for everybody, that before the default of the tier.
    """
    stated = (own or {}).get(kind.name)
    if stated is None and own is None and kind.name not in targets:
        stated = DEFAULTS[tier]["clocks"].get(kind.name)
    return None if stated is None else DueRule.from_json(stated)


_TIER = (
    select(Customer.tier, TierRule.clocks)
    .outerjoin(TierRule, (TierRule.site == Customer.site) & (TierRule.tier == Customer.tier))
    .where(Customer.number == bindparam("code"))
)


def clock_for(session: Session, site: str, customer_code: str, kind: TaskKind) -> DueRule | None:
    """The working time that the tier of this customer gives for a kind of work; `None`: the site's or the kind's own."""
    tier, own = session.execute(_TIER, {"code": customer_code}).one()
    return clock_in(own, tier, site_of(session, site).targets, kind)


def shown_clock(rule: TierRule, site: Site, kind: TaskKind) -> tuple[DueRule, bool]:
    """(the working time that counts, whether the tier decides it) for the page of rules."""
    own = None if rule.version == 0 else rule.clocks
    decided = clock_in(own, rule.tier, site.targets, kind)
    return decided or kind.rule_at(site.targets), decided is not None

"""Year on year, and site beside site: the same items in other surveys (clause 4.2.1.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor, scoped
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.figures.compute import ItemFigures, weighted_index
from kesu_survey.figures.queries import item_figures
from kesu_survey.figures.significance import SIGNIFICANT, p_of_means, p_of_shares
from kesu_survey.permissions import READ

MOST_YEARS, MOST_SITES = 10, 20


@dataclass(frozen=True)
class Beside:
    """Another survey with the same items."""

    campaign: Campaign
    items: Mapping[str, ItemFigures]

    @property
    def index(self) -> Decimal | None:
        """Its weighted index."""
        return weighted_index(self.items.values())


@dataclass(frozen=True)
class Change:
    """What became of an item since the survey before: differences of means and satisfied shares, and their p values."""

    mean: Decimal
    p_mean: float | None
    share: float
    p_share: float | None

    @property
    def significant(self) -> bool:
        """Whether the mean moved by more than chance explains (5 %), or, where that cannot be told, the share did."""
        p = self.p_share if self.p_mean is None else self.p_mean
        return p is not None and p < SIGNIFICANT


def years_of(session: Session, campaign: Campaign, items: Sequence[ItemFigures]) -> list[Beside]:
    """Surveys of the same site that share items, the last of each year, oldest first, this one at the end."""
    wanted = select(Campaign).where(
        Campaign.site == campaign.site, Campaign.year < campaign.year, Campaign.state != CAMPAIGN_STATES.initial
    )
    by_year = {one.year: one for one in session.scalars(wanted.order_by(Campaign.year, Campaign.created_at))}
    codes = {item.code for item in items}
    found = [_beside(session, by_year[year]) for year in sorted(by_year)[-MOST_YEARS:]]
    return [*(one for one in found if codes & set(one.items)), Beside(campaign, {item.code: item for item in items})]


def sites_of(session: Session, actor: Actor, campaign: Campaign, items: Sequence[ItemFigures]) -> list[Beside]:
    """Surveys of the same year at the other sites that the actor may see, by site, with this one; none when there is no other."""
    others = select(Campaign).where(
        Campaign.site != campaign.site, Campaign.year == campaign.year, Campaign.state != CAMPAIGN_STATES.initial
    )
    rows = session.scalars(scoped(others.order_by(Campaign.site, Campaign.created_at), actor, READ, Campaign.site).limit(MOST_SITES))
    by_site = {one.site: one for one in rows}
    codes = {item.code for item in items}
    found = [one for one in (_beside(session, other) for other in by_site.values()) if codes & set(one.items)]
    here = Beside(campaign, {item.code: item for item in items})
    return sorted([*found, here], key=lambda one: one.campaign.site) if found else []


def _beside(session: Session, campaign: Campaign) -> Beside:
    return Beside(campaign, {item.code: item for item in item_figures(session, campaign)})


def change_of(now: ItemFigures, before: ItemFigures | None) -> Change | None:
    """What became of an item; `None` where it was not asked before, on another scale, or one of both is hidden or without scores."""
    if before is None or now.scale != before.scale or now.mean is None or before.mean is None:
        return None
    means = (float(now.mean), now.variance, now.n, float(before.mean), before.variance, before.n)
    return Change(
        mean=now.mean - before.mean,
        p_mean=None if now.variance is None or before.variance is None else p_of_means(*means),  # type: ignore[arg-type]
        share=now.satisfied.hits / now.n - before.satisfied.hits / before.n,
        p_share=p_of_shares(now.satisfied.hits, now.n, before.satisfied.hits, before.n),
    )

"""Reading daily feedback: complaints, returns and compliments of a survey's year, per customer and month (clause 4.2.1.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from kesu_common.people.copies import site_of
from kesu_survey.campaigns.model import Campaign
from kesu_survey.daily.model import USUAL, DailyWeights

MOST = 200
"""Customers that are listed: those whose daily feedback moves the index most."""


@dataclass(frozen=True)
class Weights:
    """What each kind counts for, and whether the site uses it at all."""

    points: Mapping[str, Decimal]
    used: bool
    declared_by: str | None = None
    declared_at: datetime | None = None


@dataclass(frozen=True)
class CustomerDaily:
    """A customer's year: how many of each kind, how many in each month, what they count for, and the level of the customer's answers.

    `level` is the mean of the answers' scores, each brought to 0 … 100; `None` without an answer, and where answers are anonymous.
    """

    code: str
    name: str
    tier: str
    kinds: Mapping[str, int]
    months: Mapping[int, int]
    points: Decimal
    level: float | None


@dataclass(frozen=True)
class Daily:
    """The daily feedback of those who were asked or answered. `shift`: by how much it moves the survey's index, if it is used.

    Each piece moves the index of the customer who gave it by its points, so the survey's index moves by the sum over the customers who
    answered, divided by their number; where answers are anonymous, over all who were asked.
    """

    weights: Weights
    customers: Sequence[CustomerDaily]
    shift: Decimal
    totals: Mapping[str, int]
    more: int

    def index(self, index: Decimal | None) -> Decimal | None:
        """The survey's index with daily feedback, within 0 … 100."""
        return None if index is None else min(Decimal(100), max(Decimal(0), index + self.shift))


def weights_at(session: Session, site: str) -> Weights:
    """What the site has declared, or the usual points."""
    found = session.get(DailyWeights, site)
    if found is None:
        return Weights(USUAL, used=True)
    points = {kind: Decimal(found.points.get(kind, "0")) for kind in USUAL}
    return Weights(points, found.used, found.declared_by, found.declared_at)


def daily_of(session: Session, campaign: Campaign, forms: int, asked: int) -> Daily:
    """The daily feedback beside a survey of which so many forms count, and so many customers were asked."""
    zone = site_of(session, campaign.site).timezone
    begin, end = (datetime(year, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC) for year in (campaign.year, campaign.year + 1))
    given = {"campaign": campaign.number, "begin": begin, "end": end, "zone": zone}
    weights = weights_at(session, campaign.site)
    people: dict[str, tuple[str, str, float | None, bool]] = {}
    kinds: dict[str, Counter[str]] = {}
    months: dict[str, Counter[int]] = {}
    for code, name, tier, level, answered, kind, month, n in session.execute(text(_DAILY), given):
        people[code] = (name, tier, level, answered)
        kinds.setdefault(code, Counter())[kind] += n
        months.setdefault(code, Counter())[int(month)] += n
    points = {code: sum((weights.points.get(kind, Decimal(0)) * n for kind, n in own.items()), Decimal(0)) for code, own in kinds.items()}
    moved = sum((points[code] for code, person in people.items() if person[3] or campaign.anonymous), Decimal(0))
    share = asked if campaign.anonymous else forms
    found = [
        CustomerDaily(code, name, tier, kinds[code], months[code], points[code], None if campaign.anonymous else level)
        for code, (name, tier, level, _) in people.items()
    ]
    found.sort(key=lambda one: (one.points, one.code))
    totals = sum(kinds.values(), Counter())
    return Daily(weights, found[:MOST], moved / share if share else Decimal(0), totals, max(0, len(found) - MOST))


_DAILY = """
    WITH daily AS (
        SELECT customer_code, 'complaint_' || severity AS kind, received_at AS at FROM known_complaint
         WHERE received_at >= :begin AND received_at < :end AND state <> 'withdrawn'
        UNION ALL SELECT customer_code, 'goods_return', first_at FROM known_return
         WHERE first_at >= :begin AND first_at < :end AND state NOT IN ('rejected', 'cancelled', 'matched')
        UNION ALL SELECT customer_code, kind, received_at FROM known_contact
         WHERE received_at >= :begin AND received_at < :end AND kind = 'compliment'),
    counted AS (SELECT customer_code, kind, extract(month FROM at AT TIME ZONE :zone) AS month, count(*) AS n FROM daily GROUP BY 1, 2, 3)
    SELECT counted.customer_code, coalesce(customer.name, counted.customer_code), coalesce(customer.tier, ''),
           CASE WHEN form.level_count > 0 THEN 100 * form.level_sum / form.level_count END, form.id IS NOT NULL, kind, month, n
      FROM counted
      LEFT JOIN known_customer customer ON customer.number = counted.customer_code
      LEFT JOIN LATERAL (
           SELECT id, level_sum, level_count FROM returned_form
            WHERE campaign = :campaign AND customer_code = counted.customer_code AND NOT duplicate AND NOT late LIMIT 1) form ON true
     WHERE form.id IS NOT NULL
        OR EXISTS (SELECT FROM invitation WHERE campaign = :campaign AND customer_code = counted.customer_code)
"""

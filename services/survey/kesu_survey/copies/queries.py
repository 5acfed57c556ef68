"""Reading the copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kesu_survey.copies.model import KnownCapa, KnownComplaint, KnownCustomer, KnownReturn, KnownTalk, KnownTierRule


def customers_at(session: Session, site: str) -> Sequence[KnownCustomer]:
    """Every customer of the site, by code."""
    return session.scalars(select(KnownCustomer).where(KnownCustomer.site == site).order_by(KnownCustomer.number)).all()


def shares_at(session: Session, site: str) -> dict[str, int]:
    """Per cent of the customers to ask, by tier, as far as the site has set rules for its tiers."""
    return {rule.tier: rule.share for rule in session.scalars(select(KnownTierRule).where(KnownTierRule.site == site))}


def complaints_in(session: Session, year: int, zone: str, customers: Sequence[str]) -> Sequence[KnownComplaint]:
    """Complaints of these customers that came in the calendar year of the site, oldest first."""
    wanted = select(KnownComplaint).where(KnownComplaint.customer_code.in_(customers), _within(KnownComplaint.received_at, year, zone))
    return session.scalars(wanted.order_by(KnownComplaint.received_at)).all()


def returns_in(session: Session, year: int, zone: str, customers: Sequence[str]) -> Sequence[KnownReturn]:
    """Returns of these customers in the calendar year of the site, oldest first."""
    wanted = select(KnownReturn).where(KnownReturn.customer_code.in_(customers), _within(KnownReturn.first_at, year, zone))
    return session.scalars(wanted.order_by(KnownReturn.first_at)).all()


def capas_of(session: Session, campaign: str) -> dict[str, KnownCapa]:
    """The corrective actions that the campaign led to, by item."""
    found = session.scalars(select(KnownCapa).where(KnownCapa.campaign == campaign).order_by(KnownCapa.number))
    return {capa.item: capa for capa in found}


def talks_of(session: Session, campaign: str) -> dict[str, KnownTalk]:
    """The talks with dissatisfied customers that the campaign led to, by customer."""
    found = session.scalars(select(KnownTalk).where(KnownTalk.campaign == campaign).order_by(KnownTalk.number))
    return {talk.customer_code: talk for talk in found}


def _within(column: InstrumentedAttribute[datetime], year: int, zone: str) -> ColumnElement[bool]:
    begin, end = (datetime(y, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC) for y in (year, year + 1))
    return (column >= begin) & (column < end)

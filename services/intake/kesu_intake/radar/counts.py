"""Counting a site's complaints by product, defect or component, and week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, cast, extract, func, select
from sqlalchemy.orm import Session

from kesu_intake.complaints.model import Complaint
from kesu_intake.copies.model import KnownCase

_WEEK = 7 * 24 * 3600


@dataclass
class Series:
    """One product's defect or component: complaints a week, oldest first."""

    product: str
    by: str
    value: str
    weekly: list[int] = field(default_factory=list)


def series_of(session: Session, site: str, end: datetime, weeks: int, window_weeks: int, least: int) -> list[Series]:
    """Every series with at least `least` complaints in the last `window_weeks` weeks before `end`. Withdrawn complaints do not count."""
    found: list[Series] = []
    for by, what in _WHAT.items():
        ago = _weeks_ago(end)
        counted = (
            _counting(by, site, end, weeks)
            .with_only_columns(Complaint.product, what, ago, func.count())
            .group_by(Complaint.product, what, ago)
        )
        by_key: dict[tuple[str, str], list[int]] = {}
        for product, value, week, number in session.execute(counted):
            by_key.setdefault((product, value), [0] * weeks)[weeks - 1 - week] += number
        found += [Series(*key[:1], by, key[1], weekly) for key, weekly in by_key.items() if sum(weekly[-window_weeks:]) >= least]
    return sorted(found, key=lambda one: (one.product, one.by, one.value))


def complaints_in(session: Session, site: str, series: Series, end: datetime, weeks: int) -> Sequence[Any]:
    """(number, customer_code, severity, weeks ago) of a series' complaints in the last `weeks` weeks, oldest first."""
    statement = _counting(series.by, site, end, weeks).where(Complaint.product == series.product, _WHAT[series.by] == series.value)
    columns = (Complaint.number, Complaint.customer_code, Complaint.severity, _weeks_ago(end))
    return session.execute(statement.with_only_columns(*columns).order_by(Complaint.received_at, Complaint.number)).all()


def names_of(session: Session, code: str) -> tuple[str | None, str | None]:
    """A defect code in Chinese and English, as quality last told it."""
    wanted = select(KnownCase.defect_zh, KnownCase.defect_en).where(KnownCase.defect_code == code)
    row = session.execute(wanted.order_by(KnownCase.sequence.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (None, None)


def _counting(by: str, site: str, end: datetime, weeks: int) -> Select[Any]:
    begin = end.timestamp() - weeks * _WEEK
    statement = select(Complaint).where(
        Complaint.site == site,
        Complaint.received_at < end,
        Complaint.received_at >= datetime.fromtimestamp(begin, tz=end.tzinfo),
        Complaint.state != "withdrawn",
        Complaint.product.is_not(None),
        _WHAT[by].is_not(None),
    )
    return statement.join(KnownCase, KnownCase.complaint_number == Complaint.number) if by == "defect" else statement


def _weeks_ago(end: datetime) -> Any:
    return cast(func.floor((end.timestamp() - extract("epoch", Complaint.received_at)) / _WEEK - 1e-9), Integer)


_WHAT: Mapping[str, Any] = {"defect": KnownCase.defect_code, "component": Complaint.component}

"""The domain gauges of quality."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kesu_common.service import Gauge
from kesu_quality.cases.queries import case_gauges
from kesu_quality.goods.queries import goods_gauges
from kesu_quality.reviews.queries import review_gauges


def gauges(session: Session) -> Iterable[Gauge]:
    """Cases, reviews and quarantine: how many, and how many too late."""
    yield from case_gauges(session)
    yield from review_gauges(session)
    yield from goods_gauges(session)

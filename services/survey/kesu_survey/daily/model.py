"""What daily feedback counts for at a site, when it is weighed against the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common import clock
from kesu_survey.database import Base

KINDS = ("complaint_minor", "complaint_major", "complaint_critical", "goods_return", "compliment")
"""What is counted, per customer and month."""
USUAL: Mapping[str, Decimal] = {
    "complaint_minor": Decimal(-1),
    "complaint_major": Decimal(-3),
    "complaint_critical": Decimal(-6),
    "goods_return": Decimal(-2),
    "compliment": Decimal(1),
}
"""Points on the customer's index (0 … 100) for each, until the site declares its own."""


class DailyWeights(Base):
    """The points that a site has declared, and whether they are used at all."""

    __tablename__ = "daily_weights"

    site: Mapped[str] = mapped_column(String(16), primary_key=True)
    points: Mapped[dict[str, Any]]
    """{kind: points as text}."""
    used: Mapped[bool]
    declared_by: Mapped[str] = mapped_column(String(200))
    declared_at: Mapped[datetime] = mapped_column(default=clock.now)

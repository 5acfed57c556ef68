"""A rise of complaints (投诉上升) as the radar found it, its states, and the parameters by which a site looks for rises."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Double, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_intake.database import Base

RISE_STATES = StateTable("rise", {("raised", "accept"): "accepted", ("raised", "dismiss"): "dismissed"})
"""A rise is a proposal: somebody accepts it (one corrective action for all its complaints) or dismisses it with a reason."""

BY = ("defect", "component")
"""What is counted per product: quality's defect code where there is a verdict, and the component that the complaint names."""


class Rise(Aggregate, Base):
    """A product's defect or component about which more complaints came in than before (投诉上升).

    `weekly` are the counts of the baseline's and the window's weeks, oldest first; the last `window_weeks` of them are the window.
    `probability` is that of at least `observed` complaints if nothing had changed; `cusum` the height of the sum at the end of the window.
    """

    __tablename__ = "rise"

    product: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(String(500))
    name_zh: Mapped[str | None]
    name_en: Mapped[str | None]
    window_begin: Mapped[date]
    window_end: Mapped[date]
    """The first day after the window, at the site."""
    window_weeks: Mapped[int] = mapped_column(Integer)
    weekly: Mapped[list[int]]
    observed: Mapped[int]
    expected: Mapped[float] = mapped_column(Double)
    probability: Mapped[float] = mapped_column(Double)
    cusum: Mapped[float] = mapped_column(Double)
    found_by: Mapped[str] = mapped_column(String(16))
    """`poisson`, `cusum` or `both`: which of the two crossed its limit."""
    complaints: Mapped[list[str]]
    severity: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_rise_open", "site", "product", "by", "value", unique=True, postgresql_where=text("state = 'raised'")),
        Index("ix_rise_created", "created_at", "id"),
    )

    def name(self, language: str) -> str:
        """The defect or component in words; its code where nobody has told any."""
        return (self.name_zh if language == "zh" else self.name_en) or self.value


class RadarParameters(Base):
    """How a site looks for rises (雷达参数); a site without a row uses `rates.DEFAULTS`."""

    __tablename__ = "radar_parameters"

    site: Mapped[str] = mapped_column(String(16), primary_key=True)
    window_weeks: Mapped[int] = mapped_column(Integer)
    baseline_weeks: Mapped[int] = mapped_column(Integer)
    least: Mapped[int] = mapped_column(Integer)
    probability: Mapped[float] = mapped_column(Double)
    ratio: Mapped[float] = mapped_column(Double)
    cusum_limit: Mapped[float] = mapped_column(Double)
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @property
    def number(self) -> str:
        """The site's code: the subject of the fact that they were changed."""
        return self.site

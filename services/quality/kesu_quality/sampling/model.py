"""A series of lots of one product (检验批系列) with its switching rules, and the sampling plan of a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_quality.database import Base

SERIES_STATES = StateTable(
    "sampling",
    {
        ("normal", "judge"): "normal",
        ("normal", "tighten"): "tightened",
        ("normal", "reduce"): "reduced",
        ("tightened", "judge"): "tightened",
        ("tightened", "relax"): "normal",
        ("tightened", "discontinue"): "discontinued",
        ("reduced", "judge"): "reduced",
        ("reduced", "restore"): "normal",
        ("discontinued", "resume"): "tightened",
    },
)
"""ISO 2859-1, 9.3 and 9.4. `tighten`, `relax`, `discontinue` and, when a lot is not accepted, `restore` follow from the lots;
`reduce`, `resume`, and `restore` when production is irregular, somebody decides."""

LOOK_BACK = 5
"""Two of so many consecutive lots (or fewer) not accepted tighten (9.3.1); so many accepted in a row relax (9.3.2)."""
TOO_MANY = 2
MOST_REJECTED = 5
"""Lots not accepted on tightened inspection until it is discontinued (9.4)."""
ENOUGH_SCORE = 30
"""Switching score from which inspection may be reduced (9.3.3)."""


class Series(Aggregate, Base):
    """The lots of one product at one site that are judged by the same AQL and level, and how severely the next one is inspected (state).

    `recent` are the last lots since the severity changed, newest last, true for accepted; `score` is the switching score, counted on normal
    inspection; `rejected` counts lots not accepted since tightened inspection began.
    """

    __tablename__ = "sampling_series"

    product: Mapped[str] = mapped_column(String(200))
    aql: Mapped[str] = mapped_column(String(8))
    level: Mapped[str] = mapped_column(String(4))
    score: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    lots: Mapped[int] = mapped_column(default=0)
    recent: Mapped[list[Any]]
    note: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("site", "product", "aql", "level", name="uq_sampling_series_key"),
        Index("ix_sampling_series_created", "created_at", "id"),
    )

    @property
    def may_be_reduced(self) -> bool:
        """Whether the switching score allows reduced inspection; that production is steady somebody has to know."""
        return self.state == "normal" and self.score >= ENOUGH_SCORE


class LotSample(Base):
    """How the lot of a case is sampled in one round (抽样方案), and what came of it.

    Of a series (`series` and `aql`) or an isolated lot (`limiting_quality`). `accepted` stays empty until the lot is judged.
    """

    __tablename__ = "lot_sample"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    case_number: Mapped[str] = mapped_column(ForeignKey("quality_case.number"))
    round: Mapped[int]
    series: Mapped[str | None] = mapped_column(ForeignKey("sampling_series.number"))
    aql: Mapped[str | None] = mapped_column(String(8))
    limiting_quality: Mapped[str | None] = mapped_column(String(8))
    level: Mapped[str | None] = mapped_column(String(4))
    severity: Mapped[str | None] = mapped_column(String(16))
    letter: Mapped[str | None] = mapped_column(String(1))
    source: Mapped[str] = mapped_column(String(16))
    lot_size: Mapped[int]
    n: Mapped[int]
    ac: Mapped[int]
    inspected: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[bool | None]
    planned_at: Mapped[datetime] = mapped_column(default=clock.now)
    judged_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("case_number", "round", name="uq_lot_sample_round"),
        CheckConstraint("n BETWEEN 1 AND lot_size AND ac >= 0 AND bad BETWEEN 0 AND inspected", name="possible"),
        CheckConstraint("num_nonnulls(aql, limiting_quality) = 1 AND (aql IS NULL) = (series IS NULL)", name="one_scheme"),
        CheckConstraint(
            "accepted IS NULL OR CASE WHEN accepted THEN bad <= ac AND inspected >= n ELSE bad > ac END", name="judged_rightly"
        ),
        Index("ix_lot_sample_series", "series", "planned_at"),
    )

    @property
    def re(self) -> int:
        """The rejection number."""
        return self.ac + 1

    @property
    def missing(self) -> int:
        """How many pieces have still to be inspected."""
        return 0 if self.accepted is not None else max(0, self.n - self.inspected)

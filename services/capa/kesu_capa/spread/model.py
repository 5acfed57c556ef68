"""Where else a finding applies (横向展开): a similar product, another site, a standard or document to change."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_capa.database import Base
from kesu_common.database import Aggregate
from kesu_common.states import StateTable

SPREAD_STATES = StateTable("read_across", {("open", "finish"): "done", ("open", "decline"): "declined"})
KINDS = ("product", "site", "standard", "document")


class ReadAcross(Aggregate, Base):
    """One entry of D7, done by its `department` at its `site`, which may be another than the report's.

    `outcome` is what was done, or why it does not apply.
    """

    __tablename__ = "read_across"

    capa_id: Mapped[UUID] = mapped_column(ForeignKey("capa.id"), index=True)
    capa: Mapped[str] = mapped_column(String(64))
    case_number: Mapped[str | None] = mapped_column(String(64))
    line: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(500))
    department: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date | None]
    outcome: Mapped[str | None]
    done_by: Mapped[str | None] = mapped_column(String(200))
    done_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_read_across_list", "created_at", "id"),)

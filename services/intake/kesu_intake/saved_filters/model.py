"""A filter of the complaint list that somebody keeps (常用筛选)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base

MOST = 50
"""How many one person may keep."""


class SavedFilter(Base):
    """One person's named filter: `query` holds the list's arguments as they stand in its address. A comfort, not a record: no facts."""

    __tablename__ = "saved_filter"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (UniqueConstraint("owner", "name", name="uq_saved_filter_name"),)

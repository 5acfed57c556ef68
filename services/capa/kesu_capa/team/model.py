"""A member of the team of a corrective action (小组成员)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_capa.database import Base

PARTS = ("sponsor", "leader", "member")
"""Who someone is in the team (发起人、组长、组员): a sponsor gives time and means, a leader answers for the report."""


class Member(Base):
    """One person of the team (D1): name, department, part, and what for."""

    __tablename__ = "capa_member"

    capa_id: Mapped[UUID] = mapped_column(ForeignKey("capa.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    department: Mapped[str | None] = mapped_column(String(32))
    part: Mapped[str] = mapped_column(String(16))
    duty: Mapped[str | None] = mapped_column(String(500))

"""Small copies of what other departments own: verdicts, returns, corrective actions. Fed by their facts, never by a request."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_intake.database import Base


class KnownCase(Base):
    """Quality's case of a complaint and its verdict (检验结论) as last heard; `verdict` is `None` while there is none."""

    __tablename__ = "known_case"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    complaint_number: Mapped[str] = mapped_column(String(64), index=True)
    verdict: Mapped[str | None] = mapped_column(String(32))
    defect_code: Mapped[str | None] = mapped_column(String(64))
    defect_zh: Mapped[str | None]
    defect_en: Mapped[str | None]
    responsible_department: Mapped[str | None] = mapped_column(String(32))
    summary: Mapped[str | None]
    sequence: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_known_case_defect", "defect_code"),)


class KnownReturn(Base):
    """A return, replacement or on-site job of a complaint (退货) and how far it has come."""

    __tablename__ = "known_return"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    complaint_number: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)


class KnownCapa(Base):
    """A corrective action that a complaint led to (纠正措施) and how far it has come."""

    __tablename__ = "known_capa"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    complaint_number: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)


RETURN_OVER = frozenset({"settled", "closed", "rejected", "cancelled"})
"""States in which nothing of a return is open any more."""

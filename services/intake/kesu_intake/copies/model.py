"""Small copies of what other departments own: verdicts, returns, corrective actions. Fed by their facts, never by a request."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database.columns import Quantity
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


class KnownTest(Base):
    """One test of quality with its values (检测), as its fact told it: what a test report for the customer is made from."""

    __tablename__ = "known_test"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_number: Mapped[str] = mapped_column(String(64), index=True)
    standard: Mapped[str] = mapped_column(String(64))
    standard_version: Mapped[int]
    sample: Mapped[str]
    result: Mapped[str] = mapped_column(String(8))
    late: Mapped[bool]
    instrument: Mapped[str | None]
    tested_at: Mapped[datetime]
    readings: Mapped[list[dict[str, Any]]]
    sequence: Mapped[int] = mapped_column(BigInteger)


class KnownReturn(Base):
    """A return, replacement or on-site job of a complaint (退货) and how far it has come."""

    __tablename__ = "known_return"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    complaint_number: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(32))
    settlement: Mapped[UUID | None]
    """The agreement that opened it; none when it was asked for by hand."""
    sequence: Mapped[int] = mapped_column(BigInteger)


class KnownCapa(Base):
    """A corrective action that a complaint led to (纠正措施) and how far it has come."""

    __tablename__ = "known_capa"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    complaint_number: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)


class KnownDelivery(Base):
    """A delivered line (发货) as returns states it; the customer's code may be one that was merged since."""

    __tablename__ = "known_delivery"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_code: Mapped[str] = mapped_column(String(64))
    product: Mapped[str] = mapped_column(String(200))
    lot: Mapped[str | None] = mapped_column(String(100))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    delivered_on: Mapped[date]
    sequence: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_known_delivery_customer", "customer_code", "delivered_on"),)


class KnownAnswer(Base):
    """A customer's form of a satisfaction survey (满意度调查): the scores item by item, on the scale of each item."""

    __tablename__ = "known_answer"

    invitation: Mapped[str] = mapped_column(String(64), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64))
    customer_code: Mapped[str] = mapped_column(String(64), index=True)
    answers: Mapped[list[dict[str, Any]]]
    answered_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(BigInteger)


RETURN_OVER = frozenset({"settled", "closed", "rejected", "cancelled", "completed"})
"""States in which nothing of a return or on-site job is open any more."""
GOODS_HAVE_COME = frozenset({"received", "replacing", "settled", "closed", "in_progress", "completed"})
"""States in which goods have come in, or rework at the customer's has begun: what was agreed about them is not replaced any more."""

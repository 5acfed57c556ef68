"""Small copies: verdicts (检验结论) and what the effect is counted by, complaints and deliveries, each as last heard."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_capa.database import Base
from kesu_common.database.columns import Quantity


class KnownVerdict(Base):
    """The verdict on one complaint; a report that opens later begins with its defect and its responsible department."""

    __tablename__ = "known_verdict"

    complaint: Mapped[str] = mapped_column(String(64), primary_key=True)
    verdict: Mapped[str | None] = mapped_column(String(32))
    defect_code: Mapped[str | None] = mapped_column(String(64))
    defect_zh: Mapped[str | None]
    defect_en: Mapped[str | None]
    responsible_department: Mapped[str | None] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)

    @property
    def defect(self) -> str | None:
        """Code and both names, as people know the defect."""
        named = " / ".join(name for name in (self.defect_zh, self.defect_en) if name)
        return f"{self.defect_code} {named}".strip() if self.defect_code else None


class KnownComplaint(Base):
    """A complaint: its product and when it came in. Facts may come in any order, so each column may still be empty.

    `sequence` and `withdrawal` are the numbers of the facts that registered and withdrew it.
    """

    __tablename__ = "known_complaint"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    site: Mapped[str] = mapped_column(String(16))
    product: Mapped[str | None] = mapped_column(String(200))
    lot: Mapped[str | None] = mapped_column(String(100))
    received_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawal: Mapped[int] = mapped_column(BigInteger, default=0)

    __table_args__ = (Index("ix_known_complaint_product", "site", "product", "received_at"),)


class KnownDelivery(Base):
    """A delivered line, as returns has it from the ERP."""

    __tablename__ = "known_delivery"

    site: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    product: Mapped[str] = mapped_column(String(200))
    lot: Mapped[str | None] = mapped_column(String(100))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    delivered_on: Mapped[date]
    sequence: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_known_delivery_product", "site", "product", "delivered_on"),)

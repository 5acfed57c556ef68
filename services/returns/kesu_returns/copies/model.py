"""Tables of the copies: customers and complaints as their owner last told of them."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database.columns import Quantity
from kesu_returns.database import Base


class KnownCustomer(Base):
    """A customer (客户) as intake last stated it; `sequence` is the number of that fact."""

    __tablename__ = "known_customer"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    tier: Mapped[str | None] = mapped_column(String(8))
    language: Mapped[str | None] = mapped_column(String(8))
    site: Mapped[str | None] = mapped_column(String(16))
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)


class KnownComplaint(Base):
    """A complaint (客诉) with its present verdict: `ours`, `not_ours`, `no_fault_found`, `undetermined`, or none yet.

    `verdict_sequence` is the number of the fact that the verdict comes from; `goodwill` (a lead accepts what is not our fault) and
    `withdrawn` stay once true. The columns are filled by facts of two
    services that may arrive in any order, so each may still be empty.
    """

    __tablename__ = "known_complaint"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    site: Mapped[str | None] = mapped_column(String(16))
    customer_code: Mapped[str | None] = mapped_column(String(32))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    product: Mapped[str | None] = mapped_column(String(100))
    lot: Mapped[str | None] = mapped_column(String(64))
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    verdict: Mapped[str | None] = mapped_column(String(32))
    verdict_sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    goodwill: Mapped[bool] = mapped_column(default=False)
    withdrawn: Mapped[bool] = mapped_column(default=False)

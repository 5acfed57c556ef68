"""The service file (客户服务档案), which every tier A customer has (clause 4.1.2-a)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common import clock
from kesu_intake.database import Base

REQUIRED_FOR = "A"
"""The tier whose customers must have one."""


class ServiceFile(Base):
    """What is particular about a customer. Deliveries, cases, visits, answers and agreements are read beside it, not copied into it."""

    __tablename__ = "service_file"

    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"), primary_key=True)
    keeper: Mapped[str] = mapped_column(String(200))
    """Who of us looks after the customer."""
    needs: Mapped[str]
    """What matters to the customer: use of the goods, requirements, habits."""
    opened_by: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

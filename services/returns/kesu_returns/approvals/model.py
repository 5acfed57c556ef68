"""Approvals (主管批准): who let a return go ahead or not, in which role, why, and up to which value that role may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_returns.database import Base
from kesu_returns.deliveries.model import Price

LIMITS: Mapping[str, Decimal | None] = {"lead": Decimal(50_000), "gm": None}
"""Up to which value (in the site's currency) a role may approve a return; `None` is without limit. A site's targets overrule it under the
key
`approval_limits`, e.g. `{"lead": 20000, "gm": null}`."""


def limits_at(targets: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The approval limits of a site with these targets, role → value."""
    own = targets.get("approval_limits") or LIMITS
    return {str(role): None if value is None else Decimal(str(value)) for role, value in own.items()}


class Approval(Base):
    """One decision on one return: approved or rejected, by whom, in which role, why, at which value;
    `goodwill` when it goes beyond our fault.
    """

    __tablename__ = "approval"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    return_id: Mapped[UUID] = mapped_column(ForeignKey("return.id"), index=True)
    decision: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(100))
    by_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32))
    on_behalf_of: Mapped[str | None] = mapped_column(String(200))
    """For whom a deputy decided."""
    reason: Mapped[str]
    goodwill: Mapped[bool] = mapped_column(default=False)
    value: Mapped[Decimal] = mapped_column(Price)
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (CheckConstraint("decision IN ('approved', 'rejected')", name="decision_known"),)

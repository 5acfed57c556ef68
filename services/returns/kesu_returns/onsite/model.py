"""On-site rework (现场返工, clause 4.1.3.7-d): three departments confirm their part; rework and inspection happen at the customer's."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.database.columns import Quantity
from kesu_common.states import StateTable
from kesu_returns.database import Base
from kesu_returns.deliveries.model import Price

ONSITE_STATES = StateTable(
    "onsite",
    {
        ("preparing", "schedule"): "preparing",
        ("preparing", "confirm"): "preparing",
        ("preparing", "drop_out"): "preparing",
        ("preparing", "make_ready"): "ready",
        ("ready", "drop_out"): "preparing",
        ("ready", "schedule"): "preparing",
        ("ready", "start"): "in_progress",
        ("in_progress", "record_work"): "in_progress",
        ("in_progress", "complete"): "completed",
        ("preparing", "cancel"): "cancelled",
        ("ready", "cancel"): "cancelled",
        ("in_progress", "cancel"): "cancelled",
    },
)
"""What may happen to a job. `confirm` of the last of the three makes it ready by itself; one who drops out frees the others, as another
time frees all."""

PARTS = {"crew": "production", "vehicle": "sales", "inspector": "quality"}
"""What has to be there before a job may start (返工人员, 车辆, 检验员), and the department that confirms it."""


class OnSiteJob(Aggregate, Base):
    """Goods that are reworked where the customer has them.

    reworked = passed + failed when the job is completed; never more reworked than there is (`quantity`, if known). `cost` is in the
    currency of the site.
    """

    __tablename__ = "onsite_job"

    complaint: Mapped[str | None] = mapped_column(String(64), index=True)
    settlement: Mapped[str | None] = mapped_column(String(36))
    """The agreement on the complaint that it carries out."""
    customer_code: Mapped[str | None] = mapped_column(String(32))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    product: Mapped[str | None] = mapped_column(String(100))
    lot: Mapped[str | None] = mapped_column(String(64))
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    terms: Mapped[str | None]
    requested_by: Mapped[str] = mapped_column(String(100))
    address: Mapped[str | None] = mapped_column(String(500))
    begins_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    crew: Mapped[str | None] = mapped_column(String(200))
    crew_by: Mapped[str | None] = mapped_column(String(100))
    vehicle: Mapped[str | None] = mapped_column(String(200))
    vehicle_by: Mapped[str | None] = mapped_column(String(100))
    inspector: Mapped[str | None] = mapped_column(String(200))
    inspector_by: Mapped[str | None] = mapped_column(String(100))
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    reworked: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    passed: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    failed: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    work_done: Mapped[str | None]
    report: Mapped[str | None]
    rest: Mapped[str | None]
    """What becomes of what was not reworked although it was meant to be."""
    reported_by: Mapped[str | None] = mapped_column(String(100))
    cost: Mapped[Decimal | None] = mapped_column(Price)
    outcome: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("reworked >= 0 AND passed >= 0 AND failed >= 0 AND cost >= 0", name="none_negative"),
        CheckConstraint("passed + failed <= reworked", name="inspected_was_reworked"),
        CheckConstraint("reworked <= quantity", name="reworked_was_there"),
        CheckConstraint("state <> 'completed' OR passed + failed = reworked", name="completed_inspected"),
        CheckConstraint(
            "state NOT IN ('ready', 'in_progress', 'completed') OR num_nulls(crew, vehicle, inspector, begins_at, ends_at, address) = 0",
            name="all_confirmed",
        ),
        CheckConstraint("ends_at > begins_at", name="ends_after_begin"),
        Index("ix_onsite_job_list", "created_at", "id"),
        Index(
            "uq_onsite_job_open",
            "complaint",
            unique=True,
            postgresql_where=text("complaint IS NOT NULL AND state NOT IN ('completed', 'cancelled')"),
        ),
    )

    @property
    def lacking(self) -> list[str]:
        """What still has to be confirmed: of `PARTS`, and `schedule`."""
        when = [] if self.begins_at and self.ends_at and self.address else ["schedule"]
        return when + [part for part in PARTS if getattr(self, part) is None]

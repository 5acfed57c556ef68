"""A return (退货): its way through the departments, and its lines, whose quantities balance at every moment."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.database.columns import Quantity
from kesu_common.states import StateTable
from kesu_returns.database import Base
from kesu_returns.deliveries.model import Price

RETURN_STATES = StateTable(
    "return",
    {
        ("requested", "decide_handling"): "handling_decided",
        ("handling_decided", "submit"): "awaiting_approval",
        ("awaiting_approval", "approve"): "authorised",
        ("authorised", "ship"): "in_transit",
        ("authorised", "split"): "authorised",
        ("in_transit", "split"): "in_transit",
        ("part_received", "split"): "part_received",
        ("authorised", "receive_part"): "part_received",
        ("in_transit", "receive_part"): "part_received",
        ("part_received", "receive_part"): "part_received",
        ("authorised", "receive"): "received",
        ("in_transit", "receive"): "received",
        ("part_received", "receive"): "received",
        ("received", "review"): "reviewed",
        ("received", "settle_empty"): "settled",
        ("reviewed", "replace"): "replacing",
        ("reviewed", "settle"): "settled",
        ("replacing", "ship_replacement"): "replacing",
        ("replacing", "report_short"): "replacing",
        ("replacing", "settle"): "settled",
        ("settled", "close"): "closed",
        ("requested", "reject"): "rejected",
        ("handling_decided", "reject"): "rejected",
        ("awaiting_approval", "reject"): "rejected",
        ("authorised", "reject"): "rejected",
        ("requested", "cancel"): "cancelled",
        ("handling_decided", "cancel"): "cancelled",
        ("awaiting_approval", "cancel"): "cancelled",
        ("authorised", "cancel"): "cancelled",
        ("arrived_unannounced", "match"): "matched",
        ("arrived_unannounced", "agree"): "requested",
        ("arrived_unannounced", "send_back"): "sent_back",
        ("arrived_unannounced", "undo"): "cancelled",
    },
)
"""What may happen to a return. Goods that came unannounced and are agreed with the customer take the whole way from `requested` on: how
they are
handled is QA's decision (clause 4.1.3.7-a); their quantities are received already. `settle_empty` ends one of which nothing came back."""

MAIN_PATH = (
    "requested",
    "handling_decided",
    "awaiting_approval",
    "authorised",
    "in_transit",
    "part_received",
    "received",
    "reviewed",
    "replacing",
    "settled",
    "closed",
)
"""The states that a page draws as the way from left to right."""

VIEWS = ("open", "short", "late")
"""Lists across the states: what is not over; what owes the customer goods; goods that should have come by now."""
EXPECTING = ("authorised", "in_transit", "part_received")
"""States in which goods may be scanned in."""
FINAL = ("closed", "rejected", "cancelled", "matched", "sent_back")
STAY_THERE = frozenset({"rework_at_customer", "test_at_customer", "keep_at_customer", "scrap_at_customer"})
"""Ways of handling in which the goods do not come back (客户处返工, 客户处检测, 客户留用, 客户处报废)."""
KINDS = ("exchange", "return")
"""exchange 换货: good goods go out instead · return 退货: none do."""


class Return(Aggregate, Base):
    """Goods that a customer sends back (退货单), with what was agreed about them.

    `source` says where it came from: complaint, api, scan (unannounced) or import (history). `value` is the sum of claimed × price as far
    as prices are
    known. `goodwill` is a lead's decision to accept what is not our fault. `review` is quality's review, remembered until all goods are
    in. `unannounced_key` joins scans of the same unknown goods.
    """

    __tablename__ = "return"

    kind: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    complaint: Mapped[str | None] = mapped_column(String(64), index=True)
    settlement: Mapped[str | None] = mapped_column(String(36))
    """The agreement on the complaint that it carries out."""
    reference: Mapped[str | None] = mapped_column(String(64))
    customer_code: Mapped[str | None] = mapped_column(String(32), index=True)
    customer_name: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None]
    agreed_with: Mapped[str | None] = mapped_column(String(200))
    agreed_at: Mapped[datetime | None]
    requested_by: Mapped[str] = mapped_column(String(100))
    submitted_by: Mapped[str | None] = mapped_column(String(100))
    goodwill: Mapped[bool] = mapped_column(default=False)
    handling: Mapped[str | None]
    way: Mapped[str | None] = mapped_column(String(32))
    """Quality's way of handling as a code; see `STAY_THERE`."""
    value: Mapped[Decimal] = mapped_column(Price, default=Decimal(0))
    carrier: Mapped[str | None] = mapped_column(String(100))
    waybill: Mapped[str | None] = mapped_column(String(64), index=True)
    expected_on: Mapped[date | None]
    arrived_at: Mapped[datetime | None]
    review: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    dispositions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    outcome: Mapped[str | None]
    short_owner: Mapped[str | None] = mapped_column(String(100))
    """Who sees to it that what could not be replaced goes out (login), why it could not, and until when it is promised."""
    short_reason: Mapped[str | None]
    short_until: Mapped[date | None]
    unannounced_key: Mapped[str | None] = mapped_column(String(300))
    matched_to: Mapped[str | None] = mapped_column(String(64))
    split_from: Mapped[str | None] = mapped_column(String(64))
    """The return that this one was a part of."""
    split_path: Mapped[list[str]] = mapped_column(ARRAY(String(64)), default=list)
    """That return, before it the one that this was a part of, and so on; a label of any of them leads to this one as well."""
    split_into: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """The returns that were split off this one."""

    lines: Mapped[list[ReturnLine]] = relationship(
        back_populates="parent", order_by="ReturnLine.line", lazy="selectin", cascade="all, delete-orphan"
    )

    __table_args__ = (
        CheckConstraint("kind IN ('exchange', 'return')", name="kind_known"),
        UniqueConstraint("site", "reference"),
        Index("ix_return_list", "created_at", "id"),
        Index("uq_return_unannounced", "site", "unannounced_key", unique=True, postgresql_where=text("state = 'arrived_unannounced'")),
    )

    @property
    def complete(self) -> bool:
        """Whether every claimed piece is accounted for: received, missing or kept by the customer."""
        return all(line.outstanding == 0 for line in self.lines)

    @property
    def shortfall(self) -> Decimal:
        """How many approved pieces have not been replaced; 0 for a plain return."""
        return Decimal(0) if self.kind == "return" else sum((line.approved - line.replaced for line in self.lines), Decimal(0))


class ReturnLine(Base):
    """One product and lot of a return. The database itself refuses quantities that do not balance (docs: domain, quantities 1, 2, 3 and 6).

    0. asked for = claimed + split_off, and split_off is what lines of other returns (`split_from_id`) were asked for (a deferred trigger);
    1. claimed = received + missing + kept + outstanding; 2. received = the sum of its arrivals (a deferred trigger);
    3. received = ours + not_ours + no_fault_found + under_test; 6. replaced ≤ approved = ours + goodwill ≤ received.
    `excess` is what an imported return exceeds all deliveries by.
    """

    __tablename__ = "return_line"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    return_id: Mapped[UUID] = mapped_column(ForeignKey("return.id"), index=True)
    line: Mapped[int]
    reference: Mapped[str | None] = mapped_column(String(64))
    product: Mapped[str | None] = mapped_column(String(100), index=True)
    product_name: Mapped[str | None] = mapped_column(String(200))
    gtin: Mapped[str | None] = mapped_column(String(14), index=True)
    lot: Mapped[str | None] = mapped_column(String(64), index=True)
    unit_price: Mapped[Decimal | None] = mapped_column(Price)
    claimed: Mapped[Decimal] = mapped_column(Quantity)
    received: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    missing: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    kept: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    outstanding: Mapped[Decimal] = mapped_column(Quantity)
    ours: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    not_ours: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    no_fault_found: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    under_test: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    goodwill: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    replaced: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    excess: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    split_off: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    """How many pieces became lines of other returns (拆分出)."""
    split_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("return_line.id"), index=True)
    """The line of another return that these pieces were split off."""

    parent: Mapped[Return] = relationship(back_populates="lines")

    __table_args__ = (
        UniqueConstraint("return_id", "line"),
        CheckConstraint(
            "claimed >= 0 AND received >= 0 AND missing >= 0 AND kept >= 0 AND outstanding >= 0 AND ours >= 0 AND not_ours >= 0"
            " AND no_fault_found >= 0 AND under_test >= 0 AND goodwill >= 0 AND replaced >= 0 AND excess >= 0",
            name="none_negative",
        ),
        CheckConstraint("split_off >= 0", name="split_off_not_negative"),
        CheckConstraint("claimed = received + missing + kept + outstanding", name="claimed_accounted_for"),
        CheckConstraint("received = ours + not_ours + no_fault_found + under_test", name="received_judged"),
        CheckConstraint("ours + goodwill <= received", name="approved_was_received"),
        CheckConstraint("replaced <= ours + goodwill", name="replaced_was_approved"),
    )

    @property
    def approved(self) -> Decimal:
        """How many pieces may be replaced: those that are ours, and those granted out of goodwill."""
        return self.ours + self.goodwill


class Arrival(Base):
    """A quantity that came in on a line (入库): by a scan, by hand, moved from an unannounced return (the other side is negative),
    or from history.

    Only ever added to. The database itself counts it on its line (received, under test, outstanding) and lets nobody else do so: what
    a line has received is the sum of its arrivals (quantity 2).
    """

    __tablename__ = "arrival"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("return_line.id"), index=True)
    scan_id: Mapped[UUID | None] = mapped_column(ForeignKey("scan.id"))
    how: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    place: Mapped[str | None] = mapped_column(String(64))
    arrived_at: Mapped[datetime] = mapped_column(default=clock.now)
    by: Mapped[str] = mapped_column(String(200))

    __table_args__ = (CheckConstraint("quantity <> 0", name="something_came"),)

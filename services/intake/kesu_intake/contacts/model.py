"""The contact (客户联系), its states, its kinds, and which fields each kind has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.database.columns import Quantity
from kesu_common.states import StateTable
from kesu_intake.complaints.model import ORAL, PAST
from kesu_intake.database import Base

CONTACT_STATES = StateTable(
    "contact",
    {
        ("recorded", "ask"): "recorded",
        ("recorded", "answer"): "recorded",
        ("recorded", "appoint"): "recorded",
        ("recorded", "hold"): "recorded",
        ("recorded", "cancel_appointment"): "recorded",
        ("recorded", "analyse"): "analysed",
        ("recorded", "convert"): "became_complaint",
        ("recorded", "withdraw"): "withdrawn",
        ("analysed", "ask"): "analysed",
        ("analysed", "answer"): "analysed",
        ("analysed", "appoint"): "analysed",
        ("analysed", "hold"): "analysed",
        ("analysed", "cancel_appointment"): "analysed",
        ("analysed", "analyse"): "analysed",
        ("analysed", "handle"): "handled",
        ("analysed", "convert"): "became_complaint",
        ("analysed", "withdraw"): "withdrawn",
        ("handled", "reply"): "replied",
        ("handled", "close"): "closed",
        ("handled", "reopen"): "analysed",
        ("handled", "convert"): "became_complaint",
        ("replied", "reply"): "replied",
        ("replied", "close"): "closed",
        ("replied", "reopen"): "analysed",
        ("replied", "convert"): "became_complaint",
        ("closed", "reopen"): "analysed",
    },
)
"""The life of a contact. `close` on *handled* is for customers who want no reply; the gates stand in the commands (clause 4.1.2-b)."""

MAIN_WAY = ("recorded", "analysed", "handled", "replied", "closed")
FINAL = ("closed", "became_complaint", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What one kind of contact has: its own fields in the order of its form, those that it needs, the department that is asked as a rule.

    `appointment`: somebody goes to the customer's, so it ends only after an appointment was kept or cancelled.
    """

    fields: tuple[str, ...]
    required: frozenset[str] = frozenset()
    asks: str | None = None
    appointment: bool = False


_VISIT = ("place", "wanted_at")

KINDS: Mapping[str, Kind] = {
    "inquiry": Kind(fields=("product",), asks="rnd"),
    "need": Kind(fields=("product", "quantity", "needed_by")),
    "suggestion": Kind(fields=("about", "product"), required=frozenset({"about"})),
    "feedback": Kind(fields=("about", "product", "lot", "reference"), required=frozenset({"about"}), asks="quality"),
    "order": Kind(fields=("reference", "product", "quantity", "needed_by"), required=frozenset({"reference"}), asks="production"),
    "guidance": Kind(fields=("product", *_VISIT), required=frozenset({"product"}), asks="rnd", appointment=True),
    "training": Kind(fields=("topic", "participants", *_VISIT), required=frozenset({"topic"}), asks="rnd", appointment=True),
    "maintenance": Kind(fields=("product", "serial", *_VISIT), required=frozenset({"product"}), asks="production", appointment=True),
    "return_request": Kind(
        fields=("product", "lot", "quantity", "reference"), required=frozenset({"product", "quantity"}), asks="warehouse"
    ),
    "compliment": Kind(fields=("about", "praised")),
}
"""The kinds of contacts that are no complaints (clauses 3.2-b, 3.2-c, 3.2-d, 4.1.1), as data that form, rules and tests read."""

DETAILS = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.fields))
"""Every field that only some kinds have."""

ABOUT = ("product_quality", "packaging", "delivery", "service", "price", "other")
"""What feedback, suggestions and compliments are about; the items of the satisfaction questionnaire (clause 4.2.2.1)."""


class Contact(Aggregate, Base):
    """One contact of one customer (客户联系), from the first word to its end.

    `text` is what the customer said or wrote; `analysis` and `outcome` are ours. `round` counts how often it was taken up anew.
    """

    __tablename__ = "contact"

    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"))
    customer_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    caller: Mapped[str | None] = mapped_column(String(200))
    taker: Mapped[str | None] = mapped_column(String(200))
    received_at: Mapped[datetime]
    text: Mapped[str]
    reply_wanted: Mapped[bool]
    reply_until: Mapped[datetime | None]
    """Until when the customer wants to hear from us, as far as the customer said so."""
    reply_due_at: Mapped[datetime | None]
    """When the reply is due: the customer's wish, or by the site's rules; `None` when no reply is wanted."""
    product: Mapped[str | None] = mapped_column(String(200))
    lot: Mapped[str | None] = mapped_column(String(100))
    serial: Mapped[str | None] = mapped_column(String(100))
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    reference: Mapped[str | None] = mapped_column(String(100))
    """The contract, order or delivery that it is about."""
    about: Mapped[str | None] = mapped_column(String(32))
    topic: Mapped[str | None] = mapped_column(String(200))
    participants: Mapped[int | None]
    needed_by: Mapped[date | None]
    place: Mapped[str | None] = mapped_column(String(200))
    wanted_at: Mapped[datetime | None]
    """When the customer would like us to come."""
    praised: Mapped[str | None] = mapped_column(String(200))
    analysis: Mapped[str | None]
    analysed_by: Mapped[str | None] = mapped_column(String(200))
    analysed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    handled_by: Mapped[str | None] = mapped_column(String(200))
    handled_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    round: Mapped[int]
    complaint_number: Mapped[str | None] = mapped_column(ForeignKey("complaint.number"), index=True)
    """The complaint that it turned out to be."""
    recorded_by: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        Index("ix_contact_customer", "customer_code", "received_at"),
        Index("ix_contact_received", "received_at", "id"),
        Index("ix_contact_created", "created_at", "id"),
        Index("ix_contact_reply_due", "reply_due_at", postgresql_where=sql("replied_at IS NULL AND reply_due_at IS NOT NULL")),
    )

    @property
    def is_oral(self) -> bool:
        """Whether it was said, not written."""
        return self.channel in ORAL

    @property
    def clock_start(self) -> datetime:
        """When its clocks begin: as it came in; for one that is entered more than a week later, as it is entered."""
        return self.created_at if self.created_at - self.received_at > PAST else self.received_at

    @property
    def rule(self) -> Kind:
        """What its kind has."""
        return KINDS[self.kind]

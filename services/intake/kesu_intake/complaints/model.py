"""The complaint (客诉处理单), its states, and the words that its fields may hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.database.columns import Quantity
from kesu_common.states import StateTable
from kesu_intake.database import Base

COMPLAINT_STATES = StateTable(
    "complaint",
    {
        ("registered", "amend"): "registered",
        ("registered", "acknowledge"): "registered",
        ("registered", "translate"): "translated",
        ("registered", "dispatch"): "dispatched",
        ("registered", "join"): "withdrawn",
        ("registered", "withdraw"): "withdrawn",
        ("translated", "amend"): "translated",
        ("translated", "acknowledge"): "translated",
        ("translated", "translate"): "translated",
        ("translated", "dispatch"): "dispatched",
        ("translated", "join"): "withdrawn",
        ("translated", "withdraw"): "withdrawn",
        ("dispatched", "amend"): "dispatched",
        ("dispatched", "acknowledge"): "dispatched",
        ("dispatched", "translate"): "dispatched",
        ("dispatched", "dispatch"): "dispatched",
        ("dispatched", "answer"): "dispatched",
        ("dispatched", "take_back"): "dispatched",
        ("dispatched", "conclude"): "answered",
        ("dispatched", "join"): "withdrawn",
        ("dispatched", "withdraw"): "withdrawn",
        ("answered", "amend"): "answered",
        ("answered", "dispatch"): "dispatched",
        ("answered", "clarify"): "answered",
        ("answered", "grant_goodwill"): "answered",
        ("answered", "settle"): "settled",
        ("answered", "join"): "withdrawn",
        ("answered", "withdraw"): "withdrawn",
        ("settled", "amend"): "settled",
        ("settled", "clarify"): "settled",
        ("settled", "grant_goodwill"): "settled",
        ("settled", "settle"): "settled",
        ("settled", "reply"): "replied",
        ("settled", "withdraw"): "withdrawn",
        ("replied", "amend"): "replied",
        ("replied", "clarify"): "replied",
        ("replied", "grant_goodwill"): "replied",
        ("replied", "reply"): "replied",
        ("replied", "settle"): "replied",
        ("replied", "confirm"): "confirmed",
        ("replied", "dispute"): "dispatched",
        ("replied", "withdraw"): "withdrawn",
        ("confirmed", "clarify"): "confirmed",
        ("confirmed", "grant_goodwill"): "confirmed",
        ("confirmed", "settle"): "settled",
        ("confirmed", "close"): "closed",
        ("confirmed", "withdraw"): "withdrawn",
        ("closed", "reopen"): "dispatched",
    },
)
"""The life of a complaint. `conclude` happens by itself when every department has answered and the verdict is in; what else must hold
(the gates) stands in the commands. What is agreed anew after the customer has confirmed is replied and confirmed once more."""

MAIN_WAY = ("registered", "translated", "dispatched", "answered", "settled", "replied", "confirmed", "closed")
FINAL = ("closed", "withdrawn")

CHANNELS = ("phone", "email", "letter", "visit", "portal", "warehouse", "survey", "message")
ORAL = frozenset({"phone", "visit"})
"""What is said and not written must name the caller, the taker and the time (clause 4.1.3.5-b)."""

CLAIMS = ("unstated", "answer", "exchange", "return", "rework", "compensation")
"""What the customer asks for (客户要求)."""

SEVERITIES = ("minor", "major", "critical")

PAST = timedelta(days=7)


class Complaint(Aggregate, Base):
    """One complaint of one customer (客诉), from the first call to the confirmed end.

    `text` is what the customer wrote or said and never changes; `working_text` is the same in the site's working language. `round` counts
    how often analysis began anew (after a dispute or a reopening).
    """

    __tablename__ = "complaint"

    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"))
    customer_name: Mapped[str] = mapped_column(String(200))
    external_reference: Mapped[str | None] = mapped_column(String(100))
    """The complaint's number in the system that it was imported from; unique at a site."""
    channel: Mapped[str] = mapped_column(String(16))
    caller: Mapped[str | None] = mapped_column(String(200))
    taker: Mapped[str | None] = mapped_column(String(200))
    received_at: Mapped[datetime]
    product: Mapped[str | None] = mapped_column(String(200))
    component: Mapped[str | None] = mapped_column(String(500))
    lot: Mapped[str | None] = mapped_column(String(100))
    serial: Mapped[str | None] = mapped_column(String(100))
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    unit: Mapped[str] = mapped_column(String(16))
    claim: Mapped[str] = mapped_column(String(16))
    text: Mapped[str]
    text_language: Mapped[str] = mapped_column(String(8))
    language_detected: Mapped[bool]
    working_text: Mapped[str | None]
    found_on: Mapped[date | None]
    found_where: Mapped[str | None] = mapped_column(String(500))
    found_by: Mapped[str | None] = mapped_column(String(200))
    found_how: Mapped[str | None] = mapped_column(String(2000))
    effect: Mapped[str | None] = mapped_column(String(2000))
    safety: Mapped[bool]
    """People were hurt or in danger."""
    custody_place: Mapped[str | None] = mapped_column(String(200))
    """Where the written original is kept (clause 4.1.3.5-a1)."""
    reply_wanted: Mapped[bool]
    severity: Mapped[str] = mapped_column(String(16), index=True)
    severity_why: Mapped[list[dict[str, Any]]]
    """Why it is as severe as that: [{severity, message, params}], the decisive reason first."""
    escalated: Mapped[str | None] = mapped_column(String(16))
    """The severity at which the corrective action report went out."""
    round: Mapped[int]
    registered_by: Mapped[str] = mapped_column(String(200))
    acknowledged_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_how: Mapped[str | None] = mapped_column(String(16))
    closed_at: Mapped[datetime | None]
    joined_into: Mapped[str | None] = mapped_column(String(64), index=True)
    """The complaint that goes on for this one, which was entered twice."""
    words: Mapped[Any] = mapped_column(TSVECTOR, deferred=True, server_default=sql("''::tsvector"))
    """What it is found by; see `complaints.indexing`."""

    __table_args__ = (
        UniqueConstraint("site", "external_reference", name="uq_complaint_reference"),
        Index("ix_complaint_customer", "customer_code", "received_at"),
        Index("ix_complaint_received", "received_at", "id"),
        Index("ix_complaint_created", "created_at", "id"),
        Index("ix_complaint_lot", "lot"),
        Index("ix_complaint_serial", "serial", postgresql_where=sql("serial IS NOT NULL")),
        Index("ix_complaint_reference", "external_reference", postgresql_where=sql("external_reference IS NOT NULL")),
        Index("ix_complaint_at_site", "site", "created_at", "id"),
        Index("ix_complaint_in_state", "state", "created_at", "id"),
        Index("ix_complaint_product", "product", "created_at", "id"),
        Index("ix_complaint_words", "words", postgresql_using="gin"),
    )

    @property
    def is_oral(self) -> bool:
        """Whether it was said, not written."""
        return self.channel in ORAL

    @property
    def clock_start(self) -> datetime:
        """When its clocks begin: as it came in; for one that is entered more than a week later (a record of the past), as it is entered."""
        return self.created_at if self.is_of_the_past else self.received_at

    @property
    def is_of_the_past(self) -> bool:
        """Whether it was entered long after it had come in, as imports of old complaints are."""
        return self.created_at - self.received_at > PAST

    def in_working_language(self, working_language: str) -> str | None:
        """The text that the departments work with; `None` while a translation is missing (clause 4.1.3.5-a2)."""
        return self.text if self.text_language == working_language else self.working_text

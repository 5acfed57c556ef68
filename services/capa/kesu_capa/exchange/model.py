"""A report that came in as JSON and waits for a person, and what a corrective action's own report is built on when it goes out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_capa.database import Base
from kesu_common.database import Aggregate
from kesu_common.states import StateTable

EXCHANGE_STATES = StateTable("report_8d", {("waiting", "take"): "taken", ("waiting", "discard"): "discarded"})


class Received8D(Aggregate, Base):
    """A document as it came in, valid by the model's rules. A person takes it, which opens or updates a report, or discards it."""

    __tablename__ = "received_8d"

    document: Mapped[dict[str, Any]]
    customer_reference: Mapped[str] = mapped_column(String(200), index=True)
    """The customer's number of the complaint process."""
    sender: Mapped[str] = mapped_column(String(300))
    capa: Mapped[str | None] = mapped_column(String(64), index=True)
    """The corrective action that was opened or updated by it."""
    reason: Mapped[str | None]
    """Why it was discarded."""


class ExchangeHead(Base):
    """What a corrective action does not know itself (contacts, part and order numbers of the customer …), kept for the way out."""

    __tablename__ = "exchange_head"

    capa_id: Mapped[UUID] = mapped_column(ForeignKey("capa.id"), primary_key=True)
    customer_reference: Mapped[str] = mapped_column(String(200), index=True)
    document: Mapped[dict[str, Any]]
    """The last document that was taken, or the header that was typed: the report's own content is laid over it."""

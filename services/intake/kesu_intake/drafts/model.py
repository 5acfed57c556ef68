"""An e-mail that came in, until sales has decided what it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_intake.database import Base

DRAFT_STATES = StateTable(
    "draft",
    {
        ("waiting", "register"): "registered",
        ("waiting", "discard"): "discarded",
    },
)

RECEIVED, UPLOADED, PASTED = "received", "uploaded", "pasted"
ORIGINS = (RECEIVED, UPLOADED, PASTED)
"""By the mail receiver; as a file that somebody uploaded; as text that somebody pasted."""

MAIL = "mail"
"""The kind of a draft's attachments: the e-mail itself and what came with it."""


class Draft(Aggregate, Base):
    """One e-mail (邮件草稿). It becomes one complaint, with the e-mail as its original, or is discarded with a reason."""

    __tablename__ = "draft"

    message_id: Mapped[str] = mapped_column(String(300), unique=True)
    """The e-mail's Message-ID, or its digest where it has none: the same e-mail twice is one draft."""
    origin: Mapped[str] = mapped_column(String(16))
    sender: Mapped[str] = mapped_column(String(320))
    sender_name: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(500))
    text: Mapped[str]
    received_at: Mapped[datetime]
    customer_code: Mapped[str | None] = mapped_column(ForeignKey("customer.number"))
    """The one customer with a contact of this address; none while nobody has said."""
    refused: Mapped[list[dict[str, Any]]]
    """Attachments that were not taken, and why: [{name, message, params}]."""
    complaint_number: Mapped[str | None] = mapped_column(ForeignKey("complaint.number"), index=True)
    reason: Mapped[str | None]
    """Why it was discarded."""

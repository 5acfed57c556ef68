"""Causes (原因): each a why that may have whys below it, and at the top of its tree a bone of the Ishikawa diagram (鱼骨图)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_capa.database import Base
from kesu_common.states import StateTable

KINDS = ("occurrence", "escape")
"""Why it came about (发生原因), and why nobody noticed before the customer did (流出原因)."""
BRANCHES = ("man", "machine", "material", "method", "measurement", "environment")
"""The bones of the fish (人机料法测环)."""
CAUSE_STATES = StateTable(
    "cause",
    {
        ("candidate", "confirm"): "confirmed",
        ("candidate", "rule_out"): "ruled_out",
        ("confirmed", "confirm"): "confirmed",
        ("confirmed", "rule_out"): "ruled_out",
        ("ruled_out", "confirm"): "confirmed",
    },
)


class Cause(Base):
    """One cause: what is thought, the evidence, and once it is decided how, when and by whom it was verified.

    `line` counts the causes of a report and is what people and programs call it; a cause below another answers why that one is.
    """

    __tablename__ = "cause"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    capa_id: Mapped[UUID] = mapped_column(ForeignKey("capa.id"), index=True)
    line: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    below: Mapped[int | None]
    """The line of the cause that it explains; none at the top of its tree."""
    branch: Mapped[str | None] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    statement: Mapped[str]
    evidence: Mapped[str | None]
    is_root: Mapped[bool] = mapped_column(default=False)
    verified_how: Mapped[str | None]
    verified_by: Mapped[str | None] = mapped_column(String(200))
    verified_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("capa_id", "line", name="uq_cause_line"),
        CheckConstraint("NOT is_root OR state = 'confirmed'", name="root_is_confirmed"),
        CheckConstraint("state = 'candidate' OR verified_how IS NOT NULL", name="decided_somehow"),
    )

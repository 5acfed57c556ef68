"""The survey plan (满意度调查计划) and its states."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_survey.database import Base

PLAN_STATES = StateTable(
    "plan",
    {
        ("drafted", "change"): "drafted",
        ("drafted", "submit"): "submitted",
        ("submitted", "approve"): "approved",
        ("submitted", "return"): "returned",
        ("returned", "change"): "returned",
        ("returned", "submit"): "submitted",
        ("approved", "start"): "started",
    },
)
"""A campaign starts from an approved plan only, and only once (clause 4.2.1.1)."""

MAIN_WAY = ("drafted", "submitted", "approved", "started")
USUAL_QUARTERS = (3, 4)
"""When the survey runs as a rule (clause 4.2.1.2)."""
TIERS = ("A", "B", "C")


class Plan(Aggregate, Base):
    """One survey of a year at one site: when, with which questionnaire, of which customers, with which targets."""

    __tablename__ = "plan"

    year: Mapped[int]
    quarter: Mapped[int]
    quarter_reason: Mapped[str | None]
    """Why it runs outside the third and fourth quarter."""
    purpose: Mapped[str | None]
    questionnaire: Mapped[str] = mapped_column(String(64))
    sample_rule: Mapped[list[dict[str, Any]]]
    """[{tier, share}]: how many per cent of the customers of a tier are asked; tiers that are not named are not asked."""
    excluded: Mapped[list[dict[str, Any]]]
    """[{customer_code, reason}]: who is left out in any case."""
    targets: Mapped[dict[str, Any]]
    """{item code: mean as text}: where it differs from the questionnaire's own target."""
    author: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(200))
    approved_at: Mapped[datetime | None]
    returned_because: Mapped[str | None]
    campaign: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_known"),)

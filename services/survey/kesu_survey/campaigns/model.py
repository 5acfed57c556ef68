"""A survey that is carried out (满意度调查), and the sample that was frozen when it started."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_survey.database import Base

CAMPAIGN_STATES = StateTable(
    "campaign",
    {
        ("collecting", "collect"): "collecting",
        ("collecting", "invite"): "collecting",
        ("collecting", "stop"): "collecting",
        ("collecting", "resume"): "collecting",
        ("collecting", "tell"): "collecting",
        ("collecting", "close"): "closed",
        ("closed", "collect"): "closed",
        ("closed", "analyse"): "analysed",
    },
)
"""A past survey that was imported begins as *closed*.

`collect` is one answer that comes in; after closing it is kept, marked as late, and not counted (clause 4.2.3.1).
"""

MAIN_WAY = ("collecting", "closed", "analysed")


class Campaign(Aggregate, Base):
    """One survey. What it was started with (questionnaire, rule, targets, sample) is copied from the plan and never changes."""

    __tablename__ = "campaign"

    plan: Mapped[str | None] = mapped_column(String(64), unique=True)
    """`None` for a past survey that was imported."""
    year: Mapped[int]
    questionnaire: Mapped[str] = mapped_column(String(64))
    sample_rule: Mapped[list[dict[str, Any]]]
    targets: Mapped[dict[str, Any]]
    """{item code: mean as text}, on the item's own scale."""
    ends_on: Mapped[date]
    """The last day on which links can be answered, at the site."""
    started_by: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(200))
    conclusions: Mapped[str | None]
    """What the answers say and what is to be improved (clause 4.2.3.4)."""
    analysed_by: Mapped[str | None] = mapped_column(String(200))
    imported_as: Mapped[str | None] = mapped_column(String(64))
    """The name under which a past survey was imported: with site and year its natural key."""
    anonymous: Mapped[bool] = mapped_column(default=False)
    """Whether answers are kept without the customer; fixed when the survey starts, because customers were told."""
    min_group: Mapped[int] = mapped_column(default=5)
    """In an anonymous survey, no figure of fewer forms than this is shown (`shows`)."""
    double_key: Mapped[bool] = mapped_column(default=True)
    """Whether a second person types every paper form again."""
    reminders: Mapped[int] = mapped_column(default=2)
    """How often customers who have not answered are reminded by mail."""
    reminder_days: Mapped[int] = mapped_column(default=5)
    """Working days between two mails to one customer."""
    reminders_stopped: Mapped[bool] = mapped_column(default=False)
    """Sales has stopped all reminders."""

    __table_args__ = (UniqueConstraint("site", "year", "imported_as", name="uq_campaign_imported_as"),)

    @property
    def smallest_group(self) -> int:
        """The smallest group whose figures are shown."""
        return self.min_group if self.anonymous else 1

    def shows(self, forms: int) -> bool:
        """Whether figures made from so many forms may be shown."""
        return forms >= self.smallest_group


class SampledCustomer(Base):
    """A customer of the site on the day of the draw: asked, or left out and why (clause 4.2.1.3)."""

    __tablename__ = "campaign_customer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.number"), index=True)
    customer_code: Mapped[str] = mapped_column(String(64))
    customer_name: Mapped[str] = mapped_column(String(200))
    tier: Mapped[str] = mapped_column(String(8))
    asked: Mapped[bool]
    why: Mapped[str] = mapped_column(String(32))
    """A code of `sample.WHYS`."""
    reason: Mapped[str | None]
    """The plan's own words for a customer whom it excludes."""

    __table_args__ = (UniqueConstraint("campaign", "customer_code", name="uq_campaign_customer"),)

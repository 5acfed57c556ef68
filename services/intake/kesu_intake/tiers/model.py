"""What a tier means at a site (客户分级规则): clocks, approvals, share in the survey. A site that has set nothing has the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_intake.database import Base

CLOCKS: Mapping[str, tuple[str, str]] = {
    "acknowledge_hours": ("complaint.acknowledge", "hours"),
    "dispatch_hours": ("complaint.dispatch", "hours"),
    "reply_days": ("complaint.reply", "days"),
    "contact_reply_days": ("contact.reply", "days"),
}
"""Field of the form → (task kind, unit) whose working time the tier decides."""

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "A": {
        "clocks": {
            "complaint.acknowledge": {"hours": 1},
            "complaint.dispatch": {"hours": 2},
            "complaint.reply": {"days": 2},
            "contact.reply": {"days": 2},
        },
        "agreement_by_lead": True,
        "grade_by_lead": False,
        "survey_share": 100,
    },
    "B": {"clocks": {}, "agreement_by_lead": False, "grade_by_lead": False, "survey_share": 50},
    "C": {"clocks": {}, "agreement_by_lead": False, "grade_by_lead": False, "survey_share": 20},
}
"""What holds where a site has set nothing. A clock that is not here is the site's own target, or the task's default."""


class TierRule(Aggregate, Base):
    """A site's rules for one tier. `clocks`: task kind → {"hours": n} or {"days": n} of working time."""

    __tablename__ = "tier_rule"

    tier: Mapped[str] = mapped_column(String(1))
    clocks: Mapped[dict[str, Any]]
    agreement_by_lead: Mapped[bool]
    """A lead has to approve an agreement with such a customer."""
    grade_by_lead: Mapped[bool]
    """Only a lead puts a customer into this tier or takes one out of it."""
    survey_share: Mapped[int]
    """How many per cent of these customers a satisfaction survey asks."""
    changed_by: Mapped[str] = mapped_column(String(200))

    __table_args__ = (UniqueConstraint("site", "tier", name="uq_tier_rule_site_tier"),)


def number_of(site: str, tier: str) -> str:
    """Under which number the rules of a tier are found."""
    return f"TIER-{site}-{tier}"

"""A delegation and its states."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.i18n import N_
from kesu_common.states import StateTable
from kesu_desk.database import Base

DELEGATION_STATES = StateTable("delegation", {("given", "revoke"): "ended", ("given", "run_out"): "ended"})
LONGEST_DAYS = 92
"""Nobody is deputy for longer than a quarter; who stays is given the role itself."""
CODES = (N_("revoked"), N_("run_out"), N_("in_force"), N_("to_come"), N_("ended"))
"""How one ends (before its time by somebody, or by itself), and where it is in its time; codes that pages put into words."""


class Delegation(Aggregate, Base):
    """`giver` lets `deputy` act in `role` at `site` (`*`: every site) from `begins_at` until before `ends_at` (代理授权)."""

    __tablename__ = "delegation"

    giver: Mapped[str] = mapped_column(String(64))
    giver_name: Mapped[str] = mapped_column(String(100))
    deputy: Mapped[str] = mapped_column(String(64))
    deputy_name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(32))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]
    ended_at: Mapped[datetime | None]
    how: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        CheckConstraint("ends_at > begins_at", name="ends_after_begin"),
        CheckConstraint("giver <> deputy", name="two_people"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_when"),
        Index("ix_delegation_list", "begins_at", "id"),
        Index("ix_delegation_giver", "giver", "role", "site"),
    )

    @property
    def phase(self) -> str:
        """Where it is in its time: to_come, in_force, or ended (also in the moment before that is stated)."""
        now = clock.now()
        return "ended" if self.state == "ended" or now >= self.ends_at else "in_force" if now >= self.begins_at else "to_come"

"""The corrective/preventive action report (纠正/预防措施报告): its states, its 8D fields, and the complaints that it serves."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_capa.containment.model import ContainedPlace
from kesu_capa.database import Base
from kesu_capa.team.model import Member
from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.database.columns import Quantity
from kesu_common.states import StateTable

CAPA_STATES = StateTable(
    "capa",
    {
        ("opened", "assign"): "assigned",
        ("opened", "decline"): "declined",
        ("opened", "merge"): "joined",
        ("assigned", "assign"): "assigned",
        ("assigned", "contain"): "contained",
        ("assigned", "decline"): "declined",
        ("assigned", "merge"): "joined",
        ("contained", "assign"): "contained",
        ("contained", "contain"): "contained",
        ("contained", "study"): "contained",
        ("contained", "analyse"): "analysed",
        ("analysed", "assign"): "analysed",
        ("analysed", "analyse"): "analysed",
        ("analysed", "contain"): "analysed",
        ("analysed", "study"): "analysed",
        ("analysed", "propose"): "analysed",
        ("analysed", "plan"): "planned",
        ("planned", "plan"): "planned",
        ("planned", "propose"): "planned",
        ("planned", "drop_action"): "planned",
        ("planned", "study"): "planned",
        ("planned", "do_action"): "implementing",
        ("implementing", "plan"): "implementing",
        ("implementing", "do_action"): "implementing",
        ("implementing", "propose"): "implementing",
        ("implementing", "drop_action"): "implementing",
        ("implementing", "validate"): "implementing",
        ("implementing", "study"): "implementing",
        ("implementing", "conclude"): "verifying",
        ("verifying", "validate"): "verifying",
        ("verifying", "resume"): "implementing",
        ("planned", "set_criterion"): "planned",
        ("implementing", "set_criterion"): "implementing",
        ("verifying", "set_criterion"): "verifying",
        ("verifying", "verify"): "effective",
        ("verifying", "fail"): "analysed",
        ("planned", "spread"): "planned",
        ("implementing", "spread"): "implementing",
        ("verifying", "spread"): "verifying",
        ("effective", "spread"): "effective",
        ("effective", "close"): "closed",
        ("effective", "reopen"): "reopened",
        ("closed", "reopen"): "reopened",
        ("reopened", "reopen"): "reopened",
        ("reopened", "assign"): "reopened",
        ("reopened", "contain"): "reopened",
        ("reopened", "study"): "reopened",
        ("reopened", "analyse"): "analysed",
        ("opened", "split"): "opened",
        ("assigned", "split"): "assigned",
        ("contained", "split"): "contained",
        ("analysed", "split"): "analysed",
        ("planned", "split"): "planned",
        ("implementing", "split"): "implementing",
        ("verifying", "split"): "verifying",
        ("effective", "split"): "effective",
        ("reopened", "split"): "reopened",
        ("joined", "separate"): "opened",
        ("contained", "decline"): "declined",
        ("analysed", "decline"): "declined",
        ("opened", "keep"): "opened",
        ("assigned", "keep"): "assigned",
        ("contained", "keep"): "contained",
        ("analysed", "keep"): "analysed",
        ("planned", "keep"): "planned",
        ("implementing", "keep"): "implementing",
        ("verifying", "keep"): "verifying",
        ("effective", "keep"): "effective",
        ("reopened", "keep"): "reopened",
    },
)
"""The life of a corrective action. `do_action`, `resume` and `conclude` happen as its actions are done; the gates stand in the commands.

A reopened one can be reopened: that only adds the further reason. `study` is work on the tree of causes (D4). `keep` decides that it goes
on although what it was opened for has fallen away."""

MAIN_WAY = ("opened", "assigned", "contained", "analysed", "planned", "implementing", "verifying", "effective", "closed")
FINAL = ("closed", "declined", "joined")
SOURCES = ("complaint", "review", "survey", "radar", "audit", "manual", "recall", "customer_8d")
BY_HAND = ("manual", "audit", "recall")
"""What a report can be opened for by hand: nothing says so by a fact."""
KINDS = ("corrective", "preventive")
SEVERITIES = ("minor", "major", "critical")
BASES = ("units", "lots")
UNTIL = ("units", "lots", "days")
MEANINGS = ("approved", "verified", "reviewed")
"""What a signature under the closure means."""
FIVE_W = ("what", "where", "when", "who", "why", "how", "how_many")
"""5W2H: what is asked about the problem (D2)."""


class Capa(Aggregate, Base):
    """One corrective or preventive action (纠正/预防措施), told as an 8D: D1 team … D8 closure.

    `source_key` is what it was opened for (a complaint, or a campaign's item): there is one for each. Quantities of D3 are in the
    product's own unit.
    """

    __tablename__ = "capa"

    kind: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    source_key: Mapped[str] = mapped_column(String(200))
    complaint: Mapped[str | None] = mapped_column(String(64), index=True)
    campaign: Mapped[str | None] = mapped_column(String(64))
    item: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(300))
    severity: Mapped[str] = mapped_column(String(16))
    product: Mapped[str | None] = mapped_column(String(200))
    lot: Mapped[str | None] = mapped_column(String(100))
    defect_code: Mapped[str | None] = mapped_column(String(64))
    responsible_department: Mapped[str] = mapped_column(String(32))
    opened_because: Mapped[str]
    reference: Mapped[str | None] = mapped_column(String(100))
    """Number of the audit or of the recall that it was opened for."""
    clause: Mapped[str | None] = mapped_column(String(100))
    """Clause of the standard that the audit found not fulfilled."""
    joined_into: Mapped[str | None] = mapped_column(String(64))
    """Number of the report that it was joined into by hand."""
    leader: Mapped[str | None] = mapped_column(String(200))
    """D1: who leads the work."""
    team: Mapped[str | None]
    """D1: who takes part."""
    problem: Mapped[str | None]
    """D2: what is wrong with what, since when, where, how much."""
    five_w: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    """D2: 5W2H, the answers by `FIVE_W`."""
    boundaries: Mapped[list[dict[str, str | None]]] = mapped_column(JSONB, default=list)
    """D2: is / is not, as [{aspect, is, is_not, why}]."""
    containment: Mapped[str | None]
    """D3: what protects the customer until the cause is gone."""
    contained_stock: Mapped[Decimal | None] = mapped_column(Quantity)
    contained_transit: Mapped[Decimal | None] = mapped_column(Quantity)
    contained_customer: Mapped[Decimal | None] = mapped_column(Quantity)
    occurrence_cause: Mapped[str | None]
    """D4: why it came about."""
    escape_cause: Mapped[str | None]
    """D4: why nobody noticed before the customer did."""
    cause_verified: Mapped[str | None]
    """D4: how it is known that these are the causes."""
    effect_basis: Mapped[str] = mapped_column(String(8), default="units")
    """D6: what is compared before and after: complaints per delivered unit, or the share of lots that are complained of."""
    effect_until: Mapped[str] = mapped_column(String(8), default="units")
    effect_amount: Mapped[Decimal | None] = mapped_column(Quantity)
    """D6: after so many units (lots, days) the effect is judged by itself, once: who looks again and again finds one by chance."""
    effect_judged_at: Mapped[datetime | None]
    verification: Mapped[str | None]
    """D6: by what, and how, the effect was judged."""
    read_across: Mapped[str | None]
    """D7: similar products, sites, standards."""
    closing: Mapped[str | None]
    """D8: conclusion and thanks; of a declined one: why none is needed."""
    signed_by: Mapped[str | None] = mapped_column(String(200))
    signed_as: Mapped[str | None] = mapped_column(String(32))
    """D8: the role in which it was signed."""
    signed_meaning: Mapped[str | None] = mapped_column(String(16))
    """D8: what the signature means, one of `MEANINGS`."""
    thanks: Mapped[str | None]
    """D8: the words to the team."""
    reopened_because: Mapped[str | None]
    closed_at: Mapped[datetime | None]

    cases: Mapped[list[CapaCase]] = relationship(order_by="CapaCase.complaint", lazy="selectin", cascade="all, delete-orphan")

    reopenings: Mapped[list[Reopening]] = relationship(order_by="Reopening.id", lazy="selectin", cascade="all, delete-orphan")
    members: Mapped[list[Member]] = relationship(order_by="Member.line", lazy="selectin", cascade="all, delete-orphan")
    places: Mapped[list[ContainedPlace]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (
        UniqueConstraint("source_key", name="uq_capa_source"),
        CheckConstraint("severity IN ('minor', 'major', 'critical')", name="severity_known"),
        Index("ix_capa_list", "created_at", "id"),
    )

    @property
    def effect_units(self) -> Decimal | None:
        """After how many delivered units the effect is judged; `None` when it waits for lots or days."""
        return self.effect_amount if self.effect_until == "units" else None

    @property
    def case(self) -> str | None:
        """The case file that it belongs to: the complaint that it was opened for, or the campaign."""
        return self.complaint or self.campaign

    @property
    def complaints(self) -> list[str]:
        """The complaints that it serves."""
        return [case.complaint for case in self.cases]


class CapaCase(Base):
    """A complaint that a corrective action serves, and its customer."""

    __tablename__ = "capa_case"

    capa_id: Mapped[UUID] = mapped_column(ForeignKey("capa.id"), primary_key=True)
    complaint: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    customer_code: Mapped[str | None] = mapped_column(String(64))
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    joined_from: Mapped[str | None] = mapped_column(String(64))
    """Number of the report that brought it here when it was joined by hand."""


class Reopening(Base):
    """A reason for which a report was taken up again. `key` is what says so (a complaint, a follow-up).

    The first of several reopened it."""

    __tablename__ = "reopening"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    capa_id: Mapped[UUID] = mapped_column(ForeignKey("capa.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by: Mapped[str] = mapped_column(String(200))
    key: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str]

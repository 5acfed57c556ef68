"""Questionnaires (客户满意度调查表): versions, items and scales. A released version never changes; a new one is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_survey.database import Base

QUESTIONNAIRE_STATES = StateTable(
    "questionnaire",
    {
        ("drafted", "change"): "drafted",
        ("drafted", "release"): "released",
        ("released", "revise"): "released",
        ("released", "retire"): "retired",
    },
)
"""Only a released version can be asked, and only a draft can be changed: so what was answered stays as it was (clause 4.2.2.3)."""

TEXT = "text"
NO_OPINION = "no_opinion"
"""Given in place of a score or an option; kept apart, never a zero."""
SINGLE, MULTIPLE = "single", "multiple"
CHOICES = (SINGLE, MULTIPLE)
"""One of the item's options, or any number of them."""


@dataclass(frozen=True)
class Scale:
    """A scale of whole scores: from `low` to `high`; from `satisfied` on a customer counts as satisfied, up to `dissatisfied` as not."""

    low: int
    high: int
    satisfied: int
    dissatisfied: int

    @property
    def scores(self) -> range:
        """Every score that can be given."""
        return range(self.low, self.high + 1)


SCALES: Mapping[str, Scale] = {
    "1-5": Scale(1, 5, satisfied=4, dissatisfied=2),
    "1-10": Scale(1, 10, satisfied=8, dissatisfied=4),
    "0-10": Scale(0, 10, satisfied=8, dissatisfied=2),
    "nps": Scale(0, 10, satisfied=9, dissatisfied=6),
}
"""By name; `nps` asks how likely a recommendation is: promoters from 9 on, detractors up to 6.

An item with the scale `text` has words instead of a score, `single` and `multiple` have options.
"""
FORMS = (*SCALES, *CHOICES, TEXT)
"""Every way in which an item can be answered."""


class Questionnaire(Aggregate, Base):
    """One version of a questionnaire. `number` is `<code>-v<edition>`; the versions of one questionnaire share `code` and `site`."""

    __tablename__ = "questionnaire"

    code: Mapped[str] = mapped_column(String(48))
    edition: Mapped[int]
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    intro_zh: Mapped[str | None]
    intro_en: Mapped[str | None]
    created_by: Mapped[str] = mapped_column(String(200))

    items: Mapped[list[Item]] = relationship(order_by="Item.position", lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (UniqueConstraint("code", "edition", name="uq_questionnaire_edition"),)

    def item(self, code: str) -> Item | None:
        """The item with that code."""
        return next((item for item in self.items if item.code == code), None)

    def title(self, language: str) -> str:
        """The title in `language`."""
        return self.title_zh if language == "zh" else self.title_en

    def intro(self, language: str) -> str | None:
        """The words above the questions in `language`."""
        return self.intro_zh if language == "zh" else self.intro_en


class Item(Base):
    """One question (调查项目): its words, scale, the department that answers for it, its weight and the mean that it should reach."""

    __tablename__ = "questionnaire_item"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    text_zh: Mapped[str] = mapped_column(String(500))
    text_en: Mapped[str] = mapped_column(String(500))
    scale: Mapped[str] = mapped_column(String(8))
    required: Mapped[bool]
    department: Mapped[str] = mapped_column(String(32))
    weight: Mapped[Decimal] = mapped_column(Numeric(8, 3))
    target: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    """On the item's own scale; a plan may set another."""
    no_opinion: Mapped[bool] = mapped_column(default=True)
    """Whether “no opinion” is offered; never for words, which may be left out."""
    options: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """[{code, text_zh, text_en}] of a choice, in their order."""

    __table_args__ = (UniqueConstraint("questionnaire_id", "code", name="uq_questionnaire_item_code"),)

    def text(self, language: str) -> str:
        """The question in `language`."""
        return self.text_zh if language == "zh" else self.text_en

    @property
    def scored(self) -> Scale | None:
        """The item's scale; `None` for free words."""
        return SCALES.get(self.scale)

    @property
    def chosen(self) -> bool:
        """Whether it is answered by choosing among options."""
        return self.scale in CHOICES

    def option(self, code: str, language: str) -> str:
        """The words of an option in `language`; an unknown code stands for itself."""
        found = next((one for one in self.options if one["code"] == code), None)
        return str(found[f"text_{language}"]) if found else code

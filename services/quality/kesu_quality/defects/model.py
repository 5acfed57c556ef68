"""The tree of defect codes (缺陷代码)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.people.actors import ALL_SITES
from kesu_quality.database import Base


class Defect(Base):
    """One defect code, the same at all sites; those without parent are groups. Seeded from `codes.csv` by a migration, kept by quality
    since."""

    __tablename__ = "defect"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    parent: Mapped[str | None] = mapped_column(ForeignKey("defect.code"))
    zh: Mapped[str] = mapped_column(String(100))
    en: Mapped[str] = mapped_column(String(100))
    active: Mapped[bool] = mapped_column(default=True)
    """Codes that are not active stay on old verdicts and are not offered any more."""

    @property
    def number(self) -> str:
        """What facts call it."""
        return self.code

    @property
    def site(self) -> str:
        """Codes belong to no site; their facts are stated under the mark for all."""
        return ALL_SITES

    def name(self, language: str) -> str:
        """The defect's name in `language` (`zh` or English)."""
        return self.zh if language == "zh" else self.en

    @property
    def name_pair(self) -> str:
        """Code and both names, for choosing: people know it by either."""
        return f"{self.code} {self.zh} / {self.en}"

"""Terms of a site's glossary."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base


class Term(Base):
    """One term (术语): how the site says it in English and in Chinese. One English term has one Chinese one at a site."""

    __tablename__ = "glossary_term"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    site: Mapped[str] = mapped_column(String(16))
    en: Mapped[str] = mapped_column(String(200))
    zh: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(500))
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("uq_glossary_term_site", "site", text("lower(en)"), unique=True),)

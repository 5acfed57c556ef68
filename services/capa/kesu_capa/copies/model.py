"""Quality's verdicts as last heard (检验结论): which defect, whose work."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_capa.database import Base


class KnownVerdict(Base):
    """The verdict on one complaint; a report that opens later begins with its defect and its responsible department."""

    __tablename__ = "known_verdict"

    complaint: Mapped[str] = mapped_column(String(64), primary_key=True)
    verdict: Mapped[str | None] = mapped_column(String(32))
    defect_code: Mapped[str | None] = mapped_column(String(64))
    defect_zh: Mapped[str | None]
    defect_en: Mapped[str | None]
    responsible_department: Mapped[str | None] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)

    @property
    def defect(self) -> str | None:
        """Code and both names, as people know the defect."""
        named = " / ".join(name for name in (self.defect_zh, self.defect_en) if name)
        return f"{self.defect_code} {named}".strip() if self.defect_code else None

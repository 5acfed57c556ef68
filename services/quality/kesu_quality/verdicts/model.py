"""The verdict on a case (检验结论); a revised one stands beside the one before it."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.people.roles import DEPARTMENTS
from kesu_quality.database import Base
from kesu_quality.defects.model import Defect

VERDICTS = ("ours", "not_ours", "no_fault_found", "undetermined")
"""我方责任, 非我方责任, 未发现问题, 无法判定."""
RESPONSIBLE = DEPARTMENTS


_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """Sixteen characters that nobody guesses (79 bits) and nobody misreads."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


class Verdict(Base):
    """One verdict. `number` counts them within the case; `reason` says why the last one was revised, `untested` why there is no test,
    `despite` why it says otherwise than the tests.
    """

    __tablename__ = "verdict"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    case_number: Mapped[str] = mapped_column(ForeignKey("quality_case.number"))
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(32))
    defect_code: Mapped[str | None] = mapped_column(ForeignKey("defect.code"))
    responsible_department: Mapped[str | None] = mapped_column(String(32))
    severity: Mapped[str] = mapped_column(String(16))
    summary: Mapped[str]
    untested: Mapped[str | None]
    despite: Mapped[str | None]
    reason: Mapped[str | None]
    code: Mapped[str | None] = mapped_column(String(16), unique=True)
    """What a printed report of this verdict is verified by; those given before there were codes have none."""
    given_by: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    defect: Mapped[Defect | None] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("case_number", "number", name="uq_verdict_number"),)

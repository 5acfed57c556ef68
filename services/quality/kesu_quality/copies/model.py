"""Small copies of what other departments own. Fed by their facts, never by a request."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_quality.database import Base


class KnownComplaint(Base):
    """A complaint (客诉) as intake last told of it; `withdrawn` stays once true until it is taken up again."""

    __tablename__ = "known_complaint"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    site: Mapped[str] = mapped_column(String(16))
    customer_code: Mapped[str | None] = mapped_column(String(64))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    product: Mapped[str | None] = mapped_column(String(200))
    lot: Mapped[str | None] = mapped_column(String(100))
    serial: Mapped[str | None] = mapped_column(String(100))
    severity: Mapped[str | None] = mapped_column(String(16))
    state: Mapped[str | None] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)


class ComplaintFile(Base):
    """A file of a complaint (客诉附件), which lies with intake: what the customer sent is what the inspector looks at first."""

    __tablename__ = "complaint_file"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    attached_at: Mapped[datetime]

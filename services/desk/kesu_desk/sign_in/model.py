"""Sessions and attempts to sign in, with the limits on guessing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_desk.database import Base

IDLE = timedelta(hours=8)
"""A session that was not renewed for so long is over …"""
LONGEST = timedelta(hours=16)
"""… and any session after so long: a shift, with overtime."""


class SignInSession(Base):
    """One sign-in of one person at one browser or program. The secret in its cookie is stored as a digest."""

    __tablename__ = "sign_in_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    login: Mapped[str] = mapped_column(String(64), index=True)
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64))
    program: Mapped[str] = mapped_column(String(200))

    def is_alive(self) -> bool:
        """Whether it can still be renewed."""
        now = clock.now()
        return self.ended_at is None and now - self.seen_at < IDLE and now - self.started_at < LONGEST


class SignInAttempt(Base):
    """One attempt, noted before the password is looked at, so that many at once count too."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    login: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    failed: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (Index("ix_sign_in_attempt_login", "login", "at"), Index("ix_sign_in_attempt_address", "address", "at"))


@dataclass(frozen=True)
class Limit:
    """At most so many failed attempts within the window for the same account, the same address, or the same pair of both."""

    most: int
    by_login: bool
    by_address: bool


WINDOW = timedelta(minutes=15)
LIMITS = (
    Limit(5, by_login=True, by_address=True),
    Limit(20, by_login=True, by_address=False),
    Limit(50, by_login=False, by_address=True),
)
"""The first stops a guesser quickly without locking the person out elsewhere; the others stop guessing from, or for, many."""
KEPT = timedelta(days=30)

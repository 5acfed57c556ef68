"""Small copies of what other departments own, such as customers and complaints. Fed by facts, never by a request."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_survey.database import Base


class KnownCustomer(Base):
    """A customer as intake last stated it; `number` is the customer's code."""

    __tablename__ = "known_customer"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    tier: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    site: Mapped[str] = mapped_column(String(16), index=True)
    state: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)


class KnownTierRule(Base):
    """How many per cent of a tier's customers intake's rules want a survey to ask at a site."""

    __tablename__ = "known_tier_rule"

    site: Mapped[str] = mapped_column(String(16), primary_key=True)
    tier: Mapped[str] = mapped_column(String(8), primary_key=True)
    share: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)


class KnownComplaint(Base):
    """A customer's complaint: when it came, and how far it has come."""

    __tablename__ = "known_complaint"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_code: Mapped[str] = mapped_column(String(64))
    product: Mapped[str | None]
    severity: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(32))
    received_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_known_complaint_customer_code", "customer_code", "received_at"),)


class KnownReturn(Base):
    """A customer's return: when it was first heard of, and how far it has come."""

    __tablename__ = "known_return"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_code: Mapped[str] = mapped_column(String(64))
    complaint: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(32))
    first_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_known_return_customer_code", "customer_code", "first_at"),)


class KnownContact(Base):
    """A contact that is no complaint, such as praise: when it came and what it was about."""

    __tablename__ = "known_contact"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_code: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    about: Mapped[str | None] = mapped_column(String(64))
    received_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_known_contact_customer_code", "customer_code", "received_at"),)


class KnownCapa(Base):
    """The corrective action that a missed target led to (clause 4.2.3.5), and how far it has come."""

    __tablename__ = "known_capa"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64), index=True)
    item: Mapped[str] = mapped_column(String(64))
    department: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)


class KnownTalk(Base):
    """The talk with a dissatisfied key customer that a campaign led to (clause 4.2.3.7), and how far it has come."""

    __tablename__ = "known_talk"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64), index=True)
    customer_code: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(BigInteger)

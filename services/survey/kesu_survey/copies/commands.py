"""Writing the copies. A fact that is older than what is known (delivered late or again) changes nothing, but for the earliest time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.database.copies import keep
from kesu_survey.copies.model import (
    KnownCapa,
    KnownComplaint,
    KnownContact,
    KnownCustomer,
    KnownReturn,
    KnownTalk,
    KnownTierRule,
)


def learn_customer(session: Session, number: str, sequence: int, **known: Any) -> None:
    """Keep a customer as intake states it."""
    keep(session, KnownCustomer, {"number": number}, known, sequence)


def learn_tier_rule(session: Session, site: str, tier: str, sequence: int, *, share: int) -> None:
    """Keep how many of a tier's customers a survey asks at a site."""
    keep(session, KnownTierRule, {"site": site, "tier": tier}, {"share": share}, sequence)


def learn_complaint(session: Session, number: str, sequence: int, *, received_at: datetime, **known: Any) -> None:
    """Keep a complaint; `received_at` is its own time, or the fact's: the earliest counts."""
    keep(session, KnownComplaint, {"number": number}, {"received_at": received_at, **known}, sequence, earliest="received_at")


def learn_return(session: Session, number: str, sequence: int, *, first_at: datetime, **known: Any) -> None:
    """Keep a return; the earliest fact's time counts as the time of the return."""
    keep(session, KnownReturn, {"number": number}, {"first_at": first_at, **known}, sequence, earliest="first_at")


def learn_contact(session: Session, number: str, sequence: int, *, received_at: datetime, **known: Any) -> None:
    """Keep a contact; `received_at` is its own time, or the fact's: the earliest counts."""
    keep(session, KnownContact, {"number": number}, {"received_at": received_at, **known}, sequence, earliest="received_at")


def learn_capa(session: Session, number: str, sequence: int, **known: Any) -> None:
    """Keep a corrective action that a campaign led to."""
    keep(session, KnownCapa, {"number": number}, known, sequence)


def learn_talk(session: Session, number: str, sequence: int, **known: Any) -> None:
    """Keep a talk with a dissatisfied customer that a campaign led to."""
    keep(session, KnownTalk, {"number": number}, known, sequence)

"""Reading talks with dissatisfied customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_intake.permissions import READ
from kesu_intake.talks.model import Talk

SORTS = {"created_at": Talk.created_at, "number": Talk.number}
FILTERS = {"state": Talk.state, "site": Talk.site, "customer": Talk.customer_code, "campaign": Talk.campaign}
WORDS = (Talk.number, Talk.customer_name, Talk.campaign)


def talk_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Talk:
    """The talk with that number, if the actor may know of it; locked for a command. Raises `NotFound`."""
    return record_of(session, actor, READ, Talk, number, N_("There is no talk “%(number)s”."), lock=lock)


def talks(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS` and `q`."""
    return records(actor, READ, Talk, args, FILTERS, WORDS)


def talk_about(session: Session, customer: str, campaign: str) -> Talk | None:
    """The talk with the customer that the survey led to."""
    return session.scalar(select(Talk).where(Talk.customer_code == customer, Talk.campaign == campaign).limit(1))


def talks_with(session: Session, code: str) -> Sequence[Talk]:
    """The talks with the customer, the latest first."""
    return session.scalars(select(Talk).where(Talk.customer_code == code).order_by(Talk.created_at.desc()).limit(50)).all()

"""Writing the copies. A fact that is older than what is known (delivered late or again) changes nothing, but for the earliest time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import case, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kesu_survey.copies.model import KnownCapa, KnownComplaint, KnownCustomer, KnownReturn


def learn_customer(session: Session, number: str, sequence: int, **known: Any) -> None:
    """Keep a customer as intake states it."""
    _keep(session, KnownCustomer, {"number": number, "sequence": sequence, **known})


def learn_complaint(session: Session, number: str, sequence: int, *, received_at: datetime, **known: Any) -> None:
    """Keep a complaint; `received_at` is its own time, or the fact's: the earliest counts."""
    _keep(session, KnownComplaint, {"number": number, "sequence": sequence, "received_at": received_at, **known}, earliest="received_at")


def learn_return(session: Session, number: str, sequence: int, *, first_at: datetime, **known: Any) -> None:
    """Keep a return; the earliest fact's time counts as the time of the return."""
    _keep(session, KnownReturn, {"number": number, "sequence": sequence, "first_at": first_at, **known}, earliest="first_at")


def learn_capa(session: Session, number: str, sequence: int, **known: Any) -> None:
    """Keep a corrective action that a campaign led to."""
    _keep(session, KnownCapa, {"number": number, "sequence": sequence, **known})


def _keep(session: Session, table: Any, values: dict[str, Any], earliest: str | None = None) -> None:
    statement = insert(table).values(values)
    newer = table.sequence < statement.excluded.sequence
    changes: dict[str, Any] = {
        name: case((newer, statement.excluded[name]), else_=getattr(table, name)) for name in values if name not in {"number", earliest}
    }
    if earliest is not None:
        changes[earliest] = func.least(getattr(table, earliest), statement.excluded[earliest])
    session.execute(statement.on_conflict_do_update(index_elements=["number"], set_=changes))

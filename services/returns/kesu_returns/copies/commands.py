"""Keeping the copies; every function may be called twice, late and out of order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kesu_common.database.copies import keep
from kesu_returns.copies.model import KnownComplaint, KnownCustomer


def learn_customer(session: Session, customer: Mapping[str, Any], site: str, sequence: int) -> None:
    """Keep what intake says of a customer; an older fact never replaces a newer one."""
    values = {name: customer[name] for name in ("name", "tier", "language")} | {"site": site}
    keep(session, KnownCustomer, {"code": customer["code"]}, values, sequence)


def learn_complaint(session: Session, number: str, site: str, **known: Any) -> None:
    """Keep what is known of a complaint; only the columns named in `known` are touched."""
    values = {"site": site, **known}
    statement = insert(KnownComplaint).values({"number": number, **values})
    session.execute(statement.on_conflict_do_update(index_elements=["number"], set_=values))


def learn_verdict(session: Session, number: str, site: str, verdict: str, sequence: int) -> None:
    """Keep quality's verdict on a complaint; an older verdict never replaces a newer one."""
    keep(session, KnownComplaint, {"number": number}, {"site": site, "verdict": verdict}, sequence, by="verdict_sequence")

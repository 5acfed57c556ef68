"""Writing the copies; a fact older than what is known changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa.copies.model import KnownComplaint, KnownDelivery, KnownVerdict
from kesu_common.database.copies import keep


def learn_verdict(session: Session, complaint: str, sequence: int, verdict: Mapping[str, Any]) -> None:
    """Keep judgement, defect and responsible department of a complaint's verdict."""
    known = {name: verdict[name] for name in ("verdict", "defect_code", "defect_zh", "defect_en", "responsible_department")}
    keep(session, KnownVerdict, {"complaint": complaint}, known, sequence)


def learn_complaint(
    session: Session, number: str, sequence: int, *, site: str, product: str | None, received_at: datetime, lot: str | None = None
) -> None:
    """Keep a complaint's product and lot, and when it came in."""
    known = {"site": site, "product": product, "lot": lot, "received_at": received_at}
    keep(session, KnownComplaint, {"number": number}, known, sequence)


def learn_withdrawal(session: Session, number: str, sequence: int, *, site: str) -> None:
    """A complaint was withdrawn: it does not count, whatever is heard of it later."""
    keep(session, KnownComplaint, {"number": number}, {"site": site, "withdrawn": True}, sequence, by="withdrawal")


def learn_delivery(
    session: Session, site: str, number: str, sequence: int, *, product: str, quantity: Decimal, delivered_on: date, lot: str | None = None
) -> None:
    """Keep a delivered line, or its correction."""
    known = {"product": product, "lot": lot, "quantity": quantity, "delivered_on": delivered_on}
    keep(session, KnownDelivery, {"site": site, "number": number}, known, sequence)

"""Reading service files, and who lacks one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kesu_intake.customers.model import Customer
from kesu_intake.service_files.model import REQUIRED_FOR, ServiceFile


def file_of(session: Session, code: str) -> ServiceFile | None:
    """The customer's service file."""
    return session.get(ServiceFile, code)


def lacks_file() -> Any:
    """The SQL condition of a gap: an active tier A customer without a service file (clause 4.1.2-a)."""
    has = exists().where(ServiceFile.customer_code == Customer.number)
    return (Customer.tier == REQUIRED_FOR) & (Customer.state == "active") & ~has


def gaps_among(session: Session, codes: Iterable[str]) -> set[str]:
    """Those of these customers who lack their service file."""
    return set(session.scalars(select(Customer.number).where(Customer.number.in_(list(codes)), lacks_file())))

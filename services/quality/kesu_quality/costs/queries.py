"""Reading costs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_quality.costs.model import Cost


def costs_of(session: Session, case: str) -> Sequence[Cost]:
    """The case's costs, oldest first."""
    return session.scalars(select(Cost).where(Cost.case_number == case).order_by(Cost.id)).all()


def totals_of(session: Session, case: str) -> dict[str, Decimal]:
    """What the case cost in all, by currency."""
    sums = select(Cost.currency, func.sum(Cost.amount)).where(Cost.case_number == case).group_by(Cost.currency).order_by(Cost.currency)
    return {str(currency): total for currency, total in session.execute(sums)}

"""Reading costs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kesu_quality.cases.model import Case
from kesu_quality.costs.model import Cost, ReturnedCost
from kesu_quality.handlings.model import Handling


def costs_of(session: Session, case: Case) -> list[Cost | ReturnedCost]:
    """The case's costs, oldest first: those recorded here, and those of the returns and on-site jobs of its complaint."""
    found: list[Cost | ReturnedCost] = list(session.scalars(select(Cost).where(Cost.case_number == case.number)))
    if case.complaint:
        its_returns = select(Handling.number).where(Handling.complaint == case.complaint)
        told = or_(ReturnedCost.complaint == case.complaint, ReturnedCost.subject.in_(its_returns))
        found.extend(session.scalars(select(ReturnedCost).where(told)))
    return sorted(found, key=attrgetter("recorded_at", "id"))


def totals_of(costs: Iterable[Cost | ReturnedCost]) -> dict[str, Decimal]:
    """What they are in all, by currency."""
    sums: dict[str, Decimal] = {}
    for cost in costs:
        sums[cost.currency] = sums.get(cost.currency, Decimal(0)) + cost.amount
    return dict(sorted(sums.items()))

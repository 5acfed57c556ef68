"""Reading costs, and adding them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Select, cast, func, select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor, scoped
from kesu_common.people.copies import Site
from kesu_common.queries import records
from kesu_returns.costs.model import Cost
from kesu_returns.onsite.model import OnSiteJob
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.returns.model import Return

SORTS = {"recorded_at": Cost.recorded_at}
FILTERS = {"site": Cost.site, "subject": Cost.subject, "kind": Cost.kind, "currency": Cost.currency}
"""Query argument → the column that must equal it."""


@dataclass
class CostFigure:
    """What a customer's returns and jobs cost in a month, in one currency, by kind; `customer_code` is none while nobody knows whose."""

    month: str
    customer_code: str | None
    customer_name: str | None
    currency: str
    by_kind: dict[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """All kinds together."""
        return sum(self.by_kind.values(), Decimal(0))


def costs(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The costs that the actor may see, narrowed by `FILTERS`."""
    return records(actor, READ_RETURNS, Cost, args, FILTERS)


def costs_of(session: Session, subject: str) -> Sequence[Cost]:
    """The costs of a return or a job, oldest first."""
    return session.scalars(select(Cost).where(Cost.subject == subject).order_by(Cost.id)).all()


def totals(found: Iterable[Cost | CostFigure]) -> dict[str, Decimal]:
    """Currency → sum, of lines or of figures."""
    sums: dict[str, Decimal] = {}
    for one in found:
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + (one.amount if isinstance(one, Cost) else one.total)
    return sums


def cost_figures(session: Session, actor: Actor, args: Mapping[str, Any]) -> list[CostFigure]:
    """Sums by month (of the site's clock), customer and currency, the latest month first, narrowed by site, customer, since and until.

    The customer is whom the return or job belongs to now: goods that came unannounced are counted once it is known whose they are.
    """
    local = func.timezone(Site.timezone, Cost.recorded_at)
    month, day = func.to_char(local, "YYYY-MM"), cast(local, Date)
    customer = func.coalesce(Return.customer_code, OnSiteJob.customer_code)
    name = func.max(func.coalesce(Return.customer_name, OnSiteJob.customer_name))
    wanted = (
        select(month, customer, name, Cost.currency, Cost.kind, func.sum(Cost.amount))
        .join(Site, Site.code == Cost.site)
        .outerjoin(Return, Return.id == Cost.return_id)
        .outerjoin(OnSiteJob, OnSiteJob.id == Cost.onsite_job_id)
        .group_by(month, customer, Cost.currency, Cost.kind)
        .order_by(month.desc(), customer, Cost.currency, Cost.kind)
    )
    narrowing = (("site", Cost.site.__eq__), ("customer", customer.__eq__), ("since", day.__ge__), ("until", day.__le__))
    for argument, narrows in narrowing:
        if value := args.get(argument):
            wanted = wanted.where(narrows(value))
    found: dict[tuple[str, str | None, str], CostFigure] = {}
    for when, code, called, currency, kind, amount in session.execute(scoped(wanted, actor, READ_RETURNS, Cost.site)):
        figure = found.setdefault((when, code, currency), CostFigure(when, code, called, currency))
        figure.customer_name = figure.customer_name or called
        figure.by_kind[kind] = amount
    return list(found.values())

"""Working the figures out, for the sites that the reader may see."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor, scoped
from kesu_quality.cases.model import Case
from kesu_quality.defects.model import Defect
from kesu_quality.measurements.model import Measurement
from kesu_quality.permissions import READ
from kesu_quality.verdicts.model import Verdict


class ParetoRow(NamedTuple):
    """A defect, how many cases have it, and the share of all that it and the more frequent ones have together."""

    defect: Defect
    cases: int
    cumulative: float


class YieldRow(NamedTuple):
    """A product: pieces inspected in the first round of its cases, and how many of them were bad."""

    product: str
    inspected: int
    bad: int

    @property
    def share(self) -> float:
        """First-pass yield: the share of good ones."""
        return (self.inspected - self.bad) / self.inspected


def pareto(session: Session, actor: Actor, since: datetime, product: str | None = None) -> list[ParetoRow]:
    """Defects of the verdicts *ours* that hold and were given since then, the most frequent first."""
    last = select(func.max(Verdict.number)).where(Verdict.case_number == Case.number).correlate(Case).scalar_subquery()
    number = func.count()
    wanted = (
        select(Defect, number)
        .join(Verdict, Verdict.defect_code == Defect.code)
        .join(Case, Case.number == Verdict.case_number)
        .where(Case.verdict == "ours", Verdict.number == last, Verdict.given_at >= since)
        .group_by(Defect.code)
        .order_by(number.desc(), Defect.code)
    )
    if product:
        wanted = wanted.where(Case.product == product)
    rows = session.execute(scoped(wanted, actor, READ, Case.site)).all()
    total, so_far, found = sum(count for _, count in rows), 0, []
    for defect, count in rows:
        so_far += count
        found.append(ParetoRow(defect, count, so_far / total))
    return found


def first_pass_yield(session: Session, actor: Actor, since: datetime, product: str | None = None) -> list[YieldRow]:
    """Pieces that were good when they were inspected first (round 1, before any verdict), by product, the worst first."""
    inspected, bad = func.sum(Measurement.inspected), func.sum(Measurement.bad)
    wanted = (
        select(Case.product, inspected, bad)
        .join(Measurement, Measurement.case_number == Case.number)
        .where(Measurement.round == 1, ~Measurement.late, Measurement.tested_at >= since, Case.product.is_not(None))
        .group_by(Case.product)
        .order_by((bad / inspected).desc(), Case.product)
        .limit(50)
    )
    if product:
        wanted = wanted.where(Case.product == product)
    return [YieldRow(str(name), int(n), int(wrong)) for name, n, wrong in session.execute(scoped(wanted, actor, READ, Case.site))]

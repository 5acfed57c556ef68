"""Which expected return, or delivery, unannounced goods may belong to: ranked by lot, customer, product and waybill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_returns.deliveries.model import Delivery
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.returns.model import EXPECTING, FINAL, Return, ReturnLine

BEST = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that the goods may belong to: `kind` is return or delivery; `score` ranks; `reasons` are message ids."""

    kind: str
    number: str
    state: str | None
    customer: str | None
    score: int
    reasons: tuple[str, ...]


def candidates_for(session: Session, actor: Actor, thing: Return) -> Sequence[Candidate]:
    """The likeliest records, best first: returns that are expected or asked for, then deliveries of the same lot or product."""
    line = thing.lines[0]
    same = [
        column == value
        for column, value in ((ReturnLine.lot, line.lot), (ReturnLine.gtin, line.gtin), (ReturnLine.product, line.product))
        if value
    ]
    if thing.customer_code:
        same.append(Return.customer_code == thing.customer_code)
    if not same:
        return ()
    wanted = scoped(select(Return, ReturnLine).join(Return.lines), actor, READ_RETURNS, Return.site)
    wanted = wanted.where(
        Return.site == thing.site, Return.id != thing.id, Return.state.not_in((*FINAL, "arrived_unannounced")), or_(*same)
    )
    best: dict[str, Candidate] = {}
    for other, theirs in session.execute(wanted.order_by(Return.id.desc()).limit(200)):
        points = [
            (5, N_("same lot"), line.lot and line.lot == theirs.lot),
            (3, N_("same product"), (line.gtin and line.gtin == theirs.gtin) or (line.product and line.product == theirs.product)),
            (2, N_("same customer"), thing.customer_code and thing.customer_code == other.customer_code),
            (2, N_("goods are expected"), other.state in EXPECTING),
        ]
        score = sum(weight for weight, _, holds in points if holds)
        found = Candidate(
            "return", other.number, other.state, other.customer_name, score, tuple(words for _, words, holds in points if holds)
        )
        if other.number not in best or best[other.number].score < score:
            best[other.number] = found
    ranked = sorted(best.values(), key=lambda each: -each.score)[:BEST]
    return [*ranked, *_deliveries(session, thing, line)][:BEST]


def _deliveries(session: Session, thing: Return, line: ReturnLine) -> list[Candidate]:
    same = [column == value for column, value in ((Delivery.lot, line.lot), (Delivery.gtin, line.gtin)) if value]
    if not same:
        return []
    wanted = (
        select(Delivery)
        .where(Delivery.site == thing.site, or_(*same))
        .order_by(Delivery.delivered_on.desc(), Delivery.id.desc())
        .limit(BEST)
    )
    return [
        Candidate("delivery", found.number, None, found.customer_name or found.customer_code, 1, (N_("delivered of this lot or product"),))
        for found in session.scalars(wanted)
    ]

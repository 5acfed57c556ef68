"""What unannounced goods may belong to: expected returns, complaints and deliveries, ranked by what they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_returns.copies.model import KnownComplaint
from kesu_returns.deliveries.model import Delivery
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.returns.model import EXPECTING, FINAL, Return, ReturnLine
from kesu_returns.scans.codes import read_code
from kesu_returns.scans.model import Scan

BEST = 8
LOOKED_AT = 200
"""So many records of a kind are compared, the newest."""
RECENT = timedelta(days=90)
DELIVERED_RECENTLY = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that the goods may belong to: `kind` is return, complaint or delivery; `score` ranks; `reasons` are message ids."""

    kind: str
    number: str
    state: str | None
    customer: str | None
    score: int
    reasons: tuple[str, ...]


Points = Iterable[tuple[int, str, Any]]
"""(points, words, whether it holds)."""


def candidates_for(session: Session, actor: Actor, thing: Return) -> Sequence[Candidate]:
    """The likeliest records of the site, best first: each kind once per number, of equals a return before a complaint before a delivery."""
    line = thing.lines[0]
    found = [*_returns(session, actor, thing, line), *_complaints(session, thing, line), *_deliveries(session, thing, line)]
    best: dict[tuple[str, str], Candidate] = {}
    for each in found:
        there = best.get((each.kind, each.number))
        if there is None or there.score < each.score:
            best[each.kind, each.number] = each
    return sorted(best.values(), key=lambda each: -each.score)[:BEST]


def _returns(session: Session, actor: Actor, thing: Return, line: ReturnLine) -> Iterable[Candidate]:
    label = (thing.reason or "").strip()
    code = read_code(label)
    named = code.text if code.kind == "return_number" else None
    same = _same(
        (ReturnLine.lot, line.lot), (ReturnLine.gtin, line.gtin), (ReturnLine.product, line.product),
        (Return.customer_code, thing.customer_code), (Return.waybill, label), (Return.number, named),
    )  # fmt: skip
    if not same:
        return
    wanted = scoped(select(Return, ReturnLine).join(Return.lines), actor, READ_RETURNS, Return.site)
    is_open = Return.state.not_in((*FINAL, "arrived_unannounced"))
    wanted = wanted.where(Return.site == thing.site, Return.id != thing.id, is_open, or_(*same))
    for other, theirs in session.execute(wanted.order_by(Return.id.desc()).limit(LOOKED_AT)):
        yield _candidate("return", other.number, other.state, other.customer_name, [
            (7, N_("its number is on the label"), named == other.number),
            (6, N_("same waybill"), label and label == other.waybill),
            (5, N_("same lot"), line.lot and line.lot == theirs.lot),
            (3, N_("same product"), _same_product(line, theirs)),
            (2, N_("same customer"), thing.customer_code and thing.customer_code == other.customer_code),
            (2, N_("goods are expected"), other.state in EXPECTING),
            (1, N_("asked for lately"), clock.now() - other.created_at < RECENT),
        ])  # fmt: skip


def _complaints(session: Session, thing: Return, line: ReturnLine) -> Iterable[Candidate]:
    known = KnownComplaint
    same = _same((known.lot, line.lot), (known.product, line.product), (known.customer_code, thing.customer_code))
    if not same:
        return
    has_return = select(Return.complaint).where(Return.complaint == known.number, Return.state.not_in(("rejected", "cancelled"))).exists()
    wanted = select(known).where(known.site == thing.site, ~known.withdrawn, ~has_return, or_(*same))
    for other in session.scalars(wanted.order_by(known.number.desc()).limit(LOOKED_AT)):
        yield _candidate("complaint", other.number, other.verdict, other.customer_name, [
            (5, N_("same lot"), line.lot and line.lot == other.lot),
            (3, N_("same product"), line.product and line.product == other.product),
            (2, N_("same customer"), thing.customer_code and thing.customer_code == other.customer_code),
            (1, N_("no return was agreed yet"), True),
        ])  # fmt: skip


def _deliveries(session: Session, thing: Return, line: ReturnLine) -> Iterable[Candidate]:
    serials = _serials(session, thing)
    same = _same((Delivery.lot, line.lot), (Delivery.gtin, line.gtin))
    same += [Delivery.serials.overlap(sorted(serials))] if serials else []
    if not same:
        return
    first = [Delivery.serials.overlap(sorted(serials)).desc()] if serials else []
    wanted = select(Delivery).where(Delivery.site == thing.site, or_(*same))
    for other in session.scalars(wanted.order_by(*first, Delivery.delivered_on.desc(), Delivery.id.desc()).limit(BEST)):
        yield _candidate("delivery", other.number, None, other.customer_name or other.customer_code, [
            (6, N_("delivered with this serial number"), not serials.isdisjoint(other.serials)),
            (3, N_("delivered of this lot"), line.lot and line.lot == other.lot),
            (1, N_("same product"), _same_product(line, other)),
            (1, N_("same customer"), thing.customer_code and thing.customer_code == other.customer_code),
            (1, N_("delivered within a year"), _lately(other.delivered_on)),
        ])  # fmt: skip


def _serials(session: Session, thing: Return) -> set[str]:
    """What may be a serial number of goods that were scanned in as `thing`: the one that was read, else the plain code itself."""
    read = select(Scan.serial).where(Scan.return_number == thing.number, Scan.serial.is_not(None)).distinct().limit(BEST)
    return {serial for serial in (*session.scalars(read), (thing.reason or "").strip()) if serial}


def _same(*pairs: tuple[Any, str | None]) -> list[ColumnElement[bool]]:
    return [column == value for column, value in pairs if value]


def _same_product(line: ReturnLine, other: ReturnLine | Delivery) -> bool:
    return bool((line.gtin and line.gtin == other.gtin) or (line.product and line.product == other.product))


def _lately(day: date) -> bool:
    return clock.now().date() - day < DELIVERED_RECENTLY


def _candidate(kind: str, number: str, state: str | None, customer: str | None, points: Points) -> Candidate:
    holding = [(weight, words) for weight, words, holds in points if holds]
    return Candidate(kind, number, state, customer, sum(weight for weight, _ in holding), tuple(words for _, words in holding))

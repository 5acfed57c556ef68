"""Goods are carried by scan: the code says which, the place of the scan says where to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.database.engine import quickly
from kesu_common.people.actors import Actor
from kesu_returns.places.carrying import Allowance
from kesu_returns.places.commands import Move, book_movements
from kesu_returns.places.model import QUARANTINE
from kesu_returns.places.queries import quarantine_places
from kesu_returns.returns.model import Return
from kesu_returns.scans.batch import Item, booked
from kesu_returns.scans.codes import Code

CARRIES = ("move", "quarantine")
"""Actions of a scan that carry goods."""

SLACK = timedelta(minutes=1)
"""Clocks that are compared may still differ by so much."""

_LYING = """
    SELECT l.id, r.id, r.number, l.lot, l.gtin, s.place, s.quantity, s.since FROM stock AS s
        JOIN return_line AS l ON l.id = s.line_id JOIN "return" AS r ON r.id = l.return_id
    WHERE r.site = %(site)s AND s.quantity > 0 AND (r.number = ANY (%(texts)s) OR l.lot = ANY (%(texts)s) OR l.gtin = ANY (%(gtins)s))
    ORDER BY r.id, l.line, s.since, s.place FOR UPDATE OF r
"""


@dataclass(slots=True)
class Heap:
    """What lies of one line's goods at one place."""

    line_id: UUID
    return_id: UUID
    return_number: str
    lot: str | None
    gtin: str | None
    place: str
    quantity: Decimal
    since: datetime

    def is_named_by(self, code: Code) -> bool:
        """Whether the code says these goods."""
        if code.lot or code.gtin:
            return code.lot in (None, self.lot) and (code.gtin in (None, self.gtin) or (self.gtin is None and code.lot is not None))
        return code.text in (self.return_number, self.lot)


def carry_scanned(session: Session, actor: Actor, site: str, items: Iterable[Item]) -> None:
    """Move what the scans name to the places where they were made, what has lain longest first.

    A code of a return means all of it, a lot or product all that lies here of it, unless the scan counts. Reasons why one is `unmatched`
    and moves nothing: `no_place`, `unknown` (nothing of it lies here), `too_few` (less lies elsewhere than was counted), `held` (nobody has
    decided that so many may go there), `overtaken` (they were carried further after this scan was made, as far as the device's clock can be
    compared). What lies there already is accepted as `already_there`.
    """
    wanted = sorted((item for item in items if item.action in CARRIES), key=lambda item: item.scanned_at)
    if not wanted:
        return
    quarantines, heaps = quarantine_places(session, site), _heaps(session, site, wanted)
    ids = {heap.return_id for heap in heaps}
    returns = {thing.id: thing for thing in session.scalars(select(Return).where(Return.id.in_(ids)).order_by(Return.id))} if ids else {}
    allowance = Allowance(session, site)
    moves: list[Move] = []
    for item in wanted:
        place = item.place if item.action == "move" or item.place in quarantines else QUARANTINE
        if place is None:
            item.status, item.reason = "unmatched", "no_place"
        else:
            moves += _carry(item, heaps, place, returns, allowance)
    carried = {heap.return_id for heap in heaps if heap.line_id in {line for line, *_ in moves}}
    book_movements(session, actor, [thing for thing in returns.values() if thing.id in carried], moves)


def _heaps(session: Session, site: str, items: Sequence[Item]) -> list[Heap]:
    codes = [item.code for item in items]
    texts = {text for code in codes for text in (code.text, code.lot) if text}
    session.flush()
    wanted = {"site": site, "texts": sorted(texts), "gtins": sorted({code.gtin for code in codes if code.gtin})}
    return [Heap(*row) for row in quickly(session, _LYING, wanted)]


def _carry(item: Item, heaps: list[Heap], place: str, returns: Mapping[UUID, Return], allowance: Allowance) -> list[Move]:
    named = [heap for heap in heaps if heap.quantity and heap.is_named_by(item.code)]
    elsewhere = [heap for heap in named if heap.place != place]
    there = sum((heap.quantity for heap in elsewhere), Decimal(0))
    left = item.quantity if item.counted else there
    if not named or left > there:
        item.status, item.reason = "unmatched", "too_few" if named else "unknown"
        return []
    item.return_number = named[0].return_number
    parts: list[tuple[Heap, Decimal]] = []
    for heap in elsewhere:
        if part := min(left, heap.quantity):
            left -= part
            parts.append((heap, part))
    if item.timed and any(heap.since > item.made_at + SLACK for heap, _ in parts):
        item.status, item.reason = "unmatched", "overtaken"
        return []
    if not parts:
        item.reason = "already_there"
    elif not all(allowance.covers(returns[heap.return_id], part, heap.place, place) for heap, part in parts):
        item.status, item.reason = "unmatched", "held"
        return []
    moves = []
    for heap, part in parts:
        heap.quantity -= part
        heaps.append(replace(heap, place=place, quantity=part, since=item.made_at))
        item.booked.append(booked(heap.return_number, part, place))
        moves.append(Move(heap.line_id, part, heap.place, place, item.made_at if item.timed else None))
    if not item.counted and moves:
        item.quantity = there
    return moves

"""Goods that came back unannounced (clause 4.1.3.7-b): in quarantine at once, and sales's work until they are matched,
agreed or sent back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_returns import events, tasks
from kesu_returns.copies.queries import require_known
from kesu_returns.deliveries.queries import delivery_of_serial, last_delivery
from kesu_returns.permissions import SETTLE_UNANNOUNCED, UNDO_ARRIVAL
from kesu_returns.places.commands import Move, book_movements
from kesu_returns.places.model import CUSTOMER, QUARANTINE
from kesu_returns.places.queries import lying_at, quarantine_places
from kesu_returns.receiving.booking import Booking
from kesu_returns.receiving.commands import advance, book
from kesu_returns.returns.commands import open_work, state
from kesu_returns.returns.facts import facts_of, with_lines
from kesu_returns.returns.model import EXPECTING, RETURN_STATES, Return, ReturnLine
from kesu_returns.scans.codes import Code
from kesu_returns.scans.matching import OpenLine, allocate


@dataclass(frozen=True, slots=True)
class Found:
    """Goods that nobody expects: a quantity and what was read off them. `key` is the scan's id; `of` the return they are too many of."""

    key: UUID
    code: Code
    raw: str
    quantity: Decimal
    place: str | None
    of: str | None = None
    at: datetime | None = None

    @property
    def what(self) -> str:
        """The same for scans of the same goods: product and lot, else the code as it was read."""
        code = self.code
        return (f"{code.gtin or ''}/{code.lot}" if code.lot else code.gtin or code.text or self.raw.strip())[:300]


@dataclass(frozen=True, slots=True)
class Kept:
    """Where goods were put down in the books: the unannounced return, its line, and the quarantine place."""

    number: str
    line_id: UUID
    place: str


def take_unannounced(session: Session, actor: Actor, site: str, found: Sequence[Found]) -> dict[UUID, Kept]:
    """Open an unannounced return (未通知退货) per kind of goods, or add to the one that is open; answers by the scans' ids.

    Raises the claimed and outstanding quantities; the caller books the arrivals. Goods lie in quarantine until sales has settled it.
    """
    if not found:
        return {}
    allowed = quarantine_places(session, site)
    kept: dict[UUID, Kept] = {}
    by_goods: dict[str, list[Found]] = {}
    for each in found:
        by_goods.setdefault(each.what, []).append(each)
    for what, same in sorted(by_goods.items()):
        quantity = sum((each.quantity for each in same), Decimal(0))
        places = {each.key: each.place if each.place in allowed else QUARANTINE for each in same}
        is_open = select(Return).where(Return.site == site, Return.unannounced_key == what, Return.state == "arrived_unannounced")
        thing = session.scalar(is_open.with_for_update().execution_options(populate_existing=True))
        if thing is None:
            thing = _open(session, actor, site, what, same[0], quantity, str(places[same[0].key]))
        else:
            add = {"claimed": ReturnLine.claimed + quantity, "outstanding": ReturnLine.outstanding + quantity}
            session.execute(update(ReturnLine).where(ReturnLine.id == thing.lines[0].id).values(add))
        thing.arrived_at = clock.now()
        line = thing.lines[0].id
        book_movements(session, actor, [thing], [Move(line, each.quantity, CUSTOMER, str(places[each.key]), each.at) for each in same])
        kept |= {each.key: Kept(thing.number, line, str(places[each.key])) for each in same}
    return kept


def _open(session: Session, actor: Actor, site: str, what: str, found: Found, quantity: Decimal, place: str) -> Return:
    code = found.code
    plain_text = code.text if code.kind == "plain" else None
    lot, serial = code.lot or plain_text, code.serial or plain_text
    shipped = last_delivery(session, site, product=None, lot=lot, customer=None) if lot else None
    if serial and (of_serial := delivery_of_serial(session, site, serial, code.gtin)):
        shipped, lot = of_serial, of_serial.lot
    origin = session.scalar(select(Return).where(Return.number == found.of, Return.site == site)) if found.of else None
    like = origin.lines[0] if origin is not None and len(origin.lines) == 1 else None
    known, customer = shipped or like, shipped or origin
    lot = lot or (like.lot if like else None)
    thing = Return(
        number=next_number(session, "RT", site),
        site=site,
        state="arrived_unannounced",
        kind="return",
        source="scan",
        requested_by=actor.id,
        unannounced_key=what,
        reason=found.raw,
        customer_code=customer.customer_code if customer else None,
        customer_name=customer.customer_name if customer else None,
    )
    line = ReturnLine(
        line=1,
        product=known.product if known else None,
        product_name=known.product_name if known else None,
        gtin=code.gtin or (known.gtin if known else None),
        lot=lot[:64] if lot else None,
        unit_price=known.unit_price if known else None,
        claimed=quantity,
        outstanding=quantity,
    )
    thing.lines.append(line)
    session.add(thing)
    state(session, actor, events.RETURN_UNANNOUNCED, thing, {**with_lines(thing), "code": found.raw, "place": place})
    open_task(session, actor, tasks.SETTLE_ARRIVED, subject=thing.number, site=site, params={"code": found.raw.strip()[:60]})
    return thing


def match_unannounced(session: Session, actor: Actor, thing: Return, target: Return, onto: int | None = None) -> Return:
    """The goods belong to a return that is expected (匹配): their quantities move there, and it moves on. Returns the target.

    `onto` names the target's line where the label is wrong. Raises `Conflict` when the target expects none of them, fewer, or other goods.
    """
    actor.require(SETTLE_UNANNOUNCED, thing.site)
    actor.require(SETTLE_UNANNOUNCED, target.site)
    RETURN_STATES.next(thing.state, "match")
    if target.site != thing.site or target.state not in EXPECTING:
        raise Conflict(N_("Return %(number)s does not expect goods at this site now."), number=target.number)
    lying = lying_at(session, [line.id for line in thing.lines])
    bookings, away = [], _all_of(thing, lying, "matched")
    for line in thing.lines:
        fits = [other for other in target.lines if (_same_goods(line, other) if onto is None else other.line == onto)]
        if not fits:
            expected = ", ".join(other.lot or other.product or "?" for other in target.lines)
            message = N_(
                "Return %(number)s expects %(expected)s, and this is %(found)s. If the label is wrong, name the line it belongs to."
            )
            raise Conflict(message, number=target.number, expected=expected, found=line.lot or line.gtin)
        open_lines = [
            OpenLine(other.id, target.number, other.product, other.gtin, other.lot, target.waybill, other.outstanding) for other in fits
        ]
        for place, there in ((place, there) for (of, place), there in lying.items() if of == line.id):
            match = allocate(open_lines, there)
            if match.rest:
                left = plain(sum((other.outstanding for other in fits), Decimal(0)))
                raise Conflict(N_("Return %(number)s expects only %(left)s of these goods."), number=target.number, left=left)
            bookings += [Booking(part.line_id, quantity, "matched", place, clock.now()) for part, quantity in match.parts]
    lines = with_lines(thing)
    _take_off(session, actor, thing, away)  # the other side is booked by `advance`: nothing lies anywhere twice
    book(session, actor, bookings)
    _leave(session, actor, thing, "match", "matched")
    thing.matched_to = target.number
    state(session, actor, events.RETURN_MATCHED, thing, {**facts_of(thing), "lines": lines["lines"], "matched_to": target.number})
    advance(session, actor, bookings)
    return target


def undo_unannounced(session: Session, actor: Actor, thing: Return, reason: str) -> Return:
    """Nothing came: the wrong code was scanned, or counted (扫错作废). What was booked is taken off; what did come is scanned anew."""
    actor.require(UNDO_ARRIVAL, thing.site)
    RETURN_STATES.next(thing.state, "undo")
    _take_off(session, actor, thing, _all_of(thing, lying_at(session, [line.id for line in thing.lines]), "undone"))
    _leave(session, actor, thing, "undo", "undone")
    thing.outcome = reason
    state(session, actor, events.RETURN_CANCELLED, thing, {**facts_of(thing), "reason": reason})
    return thing


def agree_on_unannounced(session: Session, actor: Actor, thing: Return, agreement: Mapping[str, Any]) -> Return:
    """Sales has agreed with the customer that the goods are taken back: they go the way of every return, from QA's decision on.

    `agreement` as loaded by `schemas.AgreementIn`: kind, customer, complaint, agreed_with, agreed_at. Raises `Invalid` for a customer or
    complaint that nobody knows.
    """
    actor.require(SETTLE_UNANNOUNCED, thing.site)
    require_known(session, thing.site, agreement.get("customer_code"), agreement.get("complaint"))
    _leave(session, actor, thing, "agree", "agreed")
    thing.requested_by = actor.id
    for name, value in agreement.items():
        setattr(thing, name, value)
    state(session, actor, events.RETURN_REQUESTED, thing, with_lines(thing))
    return thing


def send_back(session: Session, actor: Actor, thing: Return, reason: str) -> Return:
    """The goods go back to whoever sent them (退回): sales has settled it, the warehouse has to send them."""
    actor.require(SETTLE_UNANNOUNCED, thing.site)
    _leave(session, actor, thing, "send_back", "sent_back")
    thing.outcome = reason
    state(session, actor, events.RETURN_SENT_BACK, thing, {**facts_of(thing), "reason": reason})
    open_work(session, actor, tasks.SEND_BACK, thing)
    return thing


def _all_of(thing: Return, lying: Mapping[tuple[UUID, str], Decimal], how: str) -> list[Booking]:
    """Bookings that take away whatever lies of a return."""
    lines = {line.id for line in thing.lines}
    return [Booking(line, -there, how, place, clock.now()) for (line, place), there in lying.items() if line in lines]


def _take_off(session: Session, actor: Actor, thing: Return, away: Sequence[Booking]) -> None:
    book(session, actor, away)
    book_movements(session, actor, [thing], [Move(booking.line_id, booking.quantity, CUSTOMER, booking.place) for booking in away])
    for line in thing.lines:
        line.claimed, line.outstanding = line.received, Decimal(0)


def _same_goods(found: ReturnLine, expected: ReturnLine) -> bool:
    same_gtin = None in (found.gtin, expected.gtin) or found.gtin == expected.gtin
    return same_gtin and (None in (found.lot, expected.lot) or found.lot == expected.lot)


def _leave(session: Session, actor: Actor, thing: Return, command: str, outcome: str) -> None:
    RETURN_STATES.apply(thing, command)
    finish_task(session, actor, tasks.SETTLE_ARRIVED, thing.number, outcome)

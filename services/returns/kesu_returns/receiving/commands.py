"""Returned goods come in. All arrivals, from scans or by hand, are booked by `book`, in a few statements however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database.many import insert_all
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task
from kesu_returns import events, tasks
from kesu_returns.permissions import RECEIVE_GOODS
from kesu_returns.places.commands import Move, book_movements
from kesu_returns.places.model import CUSTOMER, IN_HAND, QUARANTINE
from kesu_returns.places.queries import require_place
from kesu_returns.receiving.booking import Booking, totals
from kesu_returns.returns.commands import end_settled, state
from kesu_returns.returns.facts import with_received
from kesu_returns.returns.model import RETURN_STATES, Arrival, Return, ReturnLine
from kesu_returns.reviews.commands import apply_review


def book(session: Session, actor: Actor, bookings: Sequence[Booking]) -> None:
    """Keep arrivals; the database counts them on their lines and refuses more than is outstanding. States no fact: see `advance`."""
    if not bookings:
        return
    by = f"{actor.kind}:{actor.id} ({actor.name})"
    rows = [
        {
            "id": uuid7(),
            "line_id": b.line_id,
            "scan_id": b.scan_id,
            "how": b.how,
            "quantity": b.quantity,
            "place": b.place,
            "arrived_at": b.at,
            "by": by,
        }
        for b in bookings
    ]
    insert_all(session, Arrival, rows)
    counted = {booking.line_id for booking in bookings}
    for thing in list(session.identity_map.values()):
        if isinstance(thing, ReturnLine) and thing.id in counted:
            session.expire(thing)


def advance(session: Session, actor: Actor, bookings: Sequence[Booking]) -> list[Return]:
    """Move the returns on whose lines goods came in, each once: part received, or received; state it and where the goods were put."""
    counted = {booking.line_id for booking in bookings}
    touched = select(Return).where(Return.id.in_(select(ReturnLine.return_id).where(ReturnLine.id.in_(counted)))).order_by(Return.id)
    returns = list(session.scalars(touched.execution_options(populate_existing=True)))
    for thing in returns:
        thing.arrived_at = clock.now()  # also takes the version on, so that nobody changes what was read before these goods came
        if thing.complete:
            goods_are_in(session, actor, thing)
        else:
            RETURN_STATES.apply(thing, "receive_part")
            state(session, actor, events.RETURN_RECEIVED, thing, with_received(thing))
    moves = [Move(line, quantity, CUSTOMER, place, since) for line, place, quantity, since in totals(bookings)]
    book_movements(session, actor, returns, moves)
    return returns


def goods_are_in(session: Session, actor: Actor, thing: Return) -> None:
    """Every piece is accounted for (收货完成): the warehouse's work is done, and a review that was waiting is applied.

    When nothing came back at all there is nothing to review: the return is settled.
    """
    RETURN_STATES.apply(thing, "receive")
    state(session, actor, events.RETURN_RECEIVED, thing, with_received(thing))
    finish_task(session, actor, tasks.EXPECT, thing.number, "received")
    if any(line.received for line in thing.lines):
        apply_review(session, actor, thing)
    else:
        end_settled(session, actor, thing, N_("Nothing came back."), "settle_empty")


def keep_there(session: Session, actor: Actor, thing: Return) -> None:
    """Quality has decided that the goods stay at the customer's: what has not come is not waited for."""
    for line in thing.lines:
        line.kept, line.outstanding = line.kept + line.outstanding, Decimal(0)
    session.flush()
    goods_are_in(session, actor, thing)


def receive_by_hand(session: Session, actor: Actor, thing: Return, lines: Iterable[Mapping[str, Any]], place: str | None = None) -> Return:
    """Count goods in without a scanner (手工收货): lines [{line, quantity}]. Raises `Conflict` for more than is outstanding on a line,
    `Invalid` for a place that the site has not.
    """
    actor.require(RECEIVE_GOODS, thing.site)
    RETURN_STATES.next(thing.state, "receive_part")
    if place:
        require_place(session, thing.site, place, "place", IN_HAND)
    bookings = []
    for wanted in lines:
        line = line_of(thing, wanted["line"])
        if wanted["quantity"] > line.outstanding:
            raise Conflict(N_("Line %(line)s: only %(left)s are still expected."), line=line.line, left=plain(line.outstanding))
        bookings.append(Booking(line.id, wanted["quantity"], "by_hand", place or QUARANTINE, clock.now()))
    if not bookings:
        raise Invalid(N_("Say at least one line and how many."), field="lines")
    book(session, actor, bookings)
    return advance(session, actor, bookings)[0]


def account_for(session: Session, actor: Actor, thing: Return, lines: Iterable[Mapping[str, Any]]) -> Return:
    """Say what will not come (短缺/客户自留): lines [{line, missing, kept}], added to what was said before.
    Completes the receipt when nothing is left.
    """
    actor.require(RECEIVE_GOODS, thing.site)
    RETURN_STATES.next(thing.state, "receive_part")
    for wanted in lines:
        line = line_of(thing, wanted["line"])
        gone = wanted.get("missing", Decimal(0)) + wanted.get("kept", Decimal(0))
        if gone > line.outstanding:
            raise Conflict(N_("Line %(line)s: only %(left)s are still expected."), line=line.line, left=plain(line.outstanding))
        line.missing += wanted.get("missing", Decimal(0))
        line.kept += wanted.get("kept", Decimal(0))
        line.outstanding -= gone
    thing.arrived_at = clock.now()
    if thing.complete:
        goods_are_in(session, actor, thing)
    else:
        RETURN_STATES.apply(thing, "receive_part")
        state(session, actor, events.RETURN_RECEIVED, thing, with_received(thing))
    return thing


def line_of(thing: Return, number: int) -> ReturnLine:
    """The return's line with this number. Raises `Invalid` (field `lines`)."""
    found = next((line for line in thing.lines if line.line == number), None)
    if found is None:
        raise Invalid(N_("Return %(number)s has no line %(line)s."), field="lines", number=thing.number, line=number)
    return found

"""Keeping places and booking movements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database.many import insert_all
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_returns import events
from kesu_returns.permissions import KEEP_PLACES, MOVE_GOODS
from kesu_returns.places.carrying import Allowance, see_to_carrying
from kesu_returns.places.model import EVERYWHERE, Movement, Place
from kesu_returns.places.queries import lying_at, lying_by_place, place_for, require_place
from kesu_returns.returns.commands import state
from kesu_returns.returns.model import Return, ReturnLine


class Move(NamedTuple):
    """So many of a line from place to place, `at` a time that is over (now, when none is given)."""

    line_id: UUID
    quantity: Decimal
    source: str
    target: str
    at: datetime | None = None


HELD = N_("These goods stay in quarantine until sales has settled them, or quality has released, scrapped or sent back so many.")


def keep_place(session: Session, actor: Actor, site: str, code: str, data: Mapping[str, Any]) -> tuple[Place, bool]:
    """Enter or rename a place (库位); returns it and whether it is new. Raises `Invalid` for an unknown site, and for a place that every
    site has anyhow; `Conflict` when it would be of another kind while goods lie there.
    """
    site_of(session, site)
    actor.require(KEEP_PLACES, site)
    if code in EVERYWHERE:
        raise Invalid(N_("Every site has the place “%(code)s”: it stays what it is."), field="code", code=code)
    found = session.get(Place, (site, code))
    if found is not None and found.kind != data["kind"] and (lies := lying_by_place(session, site).get(code)):
        raise Conflict(N_("%(quantity)s pieces lie at %(place)s: carry them elsewhere first."), quantity=plain(lies), place=code)
    place = found or Place(site=site, code=code)
    place.kind, place.name = data["kind"], data["name"]
    session.add(place)
    session.flush()
    return place, found is None


def remove_place(session: Session, actor: Actor, site: str, code: str) -> None:
    """Take a place off the list (撤销库位). Raises `NotFound`, and `Conflict` while goods lie there."""
    place = place_for(session, actor, site, code)
    actor.require(KEEP_PLACES, site)
    lies = lying_by_place(session, site).get(code)
    if lies:
        raise Conflict(N_("%(quantity)s pieces lie at %(place)s: carry them elsewhere first."), quantity=plain(lies), place=code)
    session.delete(place)


def move_goods(
    session: Session, actor: Actor, thing: Return, line: ReturnLine, quantity: Decimal, from_place: str, to_place: str
) -> Return:
    """Carry goods of a line to another place (移库). Raises `Conflict` for more than lies there and for what nobody has decided to let
    go there, `Invalid` for a place that the site has not.
    """
    actor.require(MOVE_GOODS, thing.site)
    require_place(session, thing.site, to_place, "to_place")
    there = lying_at(session, [line.id]).get((line.id, from_place), Decimal(0))
    if quantity > there:
        raise Conflict(N_("Only %(quantity)s of line %(line)s lie at %(place)s."), quantity=plain(there), line=line.line, place=from_place)
    if not Allowance(session, thing.site).covers(thing, quantity, from_place, to_place):
        raise Conflict(HELD, field="to_place")
    book_movements(session, actor, [thing], [Move(line.id, quantity, from_place, to_place)])
    return thing


def book_movements(session: Session, actor: Actor, returns: Sequence[Return], moves: Iterable[Move]) -> None:
    """Keep movements of these returns' lines and state them, one fact per return. A negative quantity goes the other way."""
    lines = {line.id: (thing, line) for thing in returns for line in thing.lines}
    now = clock.now()
    by = f"{actor.kind}:{actor.id} ({actor.name})"
    rows: list[dict[str, Any]] = []
    stated: dict[str, tuple[Return, list[dict[str, Any]]]] = {}
    for line_id, signed, source, target, at in moves:
        (thing, line), (origin, goal) = lines[line_id], (source, target) if signed > 0 else (target, source)
        row = {"id": uuid7(), "line_id": line_id, "quantity": abs(signed), "from_place": origin, "to_place": goal}
        rows.append({**row, "site": thing.site, "moved_at": at or now, "by": by})
        move = {
            "line": line.line,
            "quantity": abs(signed),
            "product": line.product,
            "lot": line.lot,
            "from_place": origin,
            "to_place": goal,
        }
        stated.setdefault(thing.number, (thing, []))[1].append(move)
    insert_all(session, Movement, rows)
    for thing, told in stated.values():
        if thing.dispositions or thing.state == "sent_back" or any(line.ours for line in thing.lines):
            see_to_carrying(session, actor, thing)
        state(session, actor, events.GOODS_MOVED, thing, {"number": thing.number, "complaint": thing.complaint, "moves": told})

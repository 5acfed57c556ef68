"""Taking scans in: the only writer of the scan table. A batch costs the same few statements whether it has one scan or a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database.engine import quickly
from kesu_common.database.many import insert_all
from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import SITE_VERSION, name_of, site_in_version
from kesu_common.tasks import finish_task, open_task
from kesu_returns import tasks
from kesu_returns.permissions import TAKE_SCANS
from kesu_returns.places.model import EVERYWHERE, IN_HAND, QUARANTINE
from kesu_returns.places.scanned import CARRIES, carry_scanned
from kesu_returns.receiving.booking import Booking
from kesu_returns.receiving.commands import advance, book
from kesu_returns.returns.commands import announce_shipping
from kesu_returns.returns.queries import locked_return
from kesu_returns.scans.batch import Item, booked
from kesu_returns.scans.matching import Expected
from kesu_returns.scans.model import Scan
from kesu_returns.scans.queries import Known, expected_lines, known_scans, open_lines, states_of, waits_to_be_read_again
from kesu_returns.unannounced.commands import Found, Kept, take_unannounced

_LOCK = f"""
    SELECT (SELECT {SITE_VERSION} FROM site WHERE code = %(site)s), (SELECT jsonb_object_agg(code, kind) FROM place WHERE site = %(site)s),
        pg_advisory_xact_lock(hashtextextended('scan ' || d, 0))
    FROM unnest(%(devices)s::text[]) AS d ORDER BY d
"""  # noqa: S608
"""One device after the other; what is known of the site and its places comes along."""


def take_scans(session: Session, actor: Actor, site: str, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Keep a batch of scans and act on it; answers each, in the order sent (see `Item.answer`).

    A scan that the device sent before is `already_known` and changes nothing. An arrival moves its return on; one that nobody expects
    (`unmatched`) opens an unannounced return with work for sales at once; a code that cannot be read (`unreadable`) is kept and becomes the
    warehouse's work. Batches of one device are taken one after the other. Raises `Invalid` for an unknown site.
    """
    actor.require(TAKE_SCANS, site)
    locked = quickly(session, _LOCK, {"site": site, "devices": sorted({item.device for item in items})})
    version, own_places, _ = locked.fetchall()[0]
    site_in_version(session, site, version)
    places = {**(own_places or {}), **EVERYWHERE}
    _find_places(items, places)
    new = _set_known_aside(session, items)
    for item in new:
        if item.code.kind == "unreadable":
            item.status, item.reason = "unreadable", item.code.problem
    readable = [item for item in new if item.status == "accepted"]
    arrivals = [item for item in readable if item.action == "arrive"]
    _match(session, site, arrivals)
    _name_returns(session, site, [item for item in readable if item.action not in ("arrive", *CARRIES)])
    _tell_places_from_goods(arrivals, places)
    _put_where_goods_arrive(arrivals, places)
    found = take_unannounced(session, actor, site, [_found(item, item.match.rest) for item in arrivals if item.match and item.match.rest])
    for item in arrivals:
        _say_where(item, found.get(item.id))
    carry_scanned(session, actor, site, readable)
    _tell_places_from_goods(readable, places)
    _keep(session, actor, site, new)
    unannounced = [
        Booking(found[item.id].line_id, item.match.rest, "scan", found[item.id].place, item.scanned_at, item.id)
        for item in arrivals
        if item.match and item.match.rest
    ]
    expected = [
        Booking(line.line_id, part, "scan", item.place or QUARANTINE, item.scanned_at, item.id, item.made_at if item.timed else None)
        for item in arrivals
        if item.match
        for line, part in item.match.parts
    ]
    book(session, actor, unannounced + expected)
    advance(session, actor, expected)
    _ship(session, actor, readable)
    _open_work(session, actor, site, new)
    return [item.answer() for item in items]


def end_reading_again(session: Session, actor: Actor, device: str) -> None:
    """What a device sent and nobody could read was scanned again or looked after: its work ends.

    Raises `NotFound` when none waits at a site where the actor may scan.
    """
    if not waits_to_be_read_again(session, actor, device):
        raise NotFound(N_("No label of device “%(device)s” waits to be read again."), device=device)
    finish_task(session, actor, tasks.READ_AGAIN, device)


def _set_known_aside(session: Session, items: Sequence[Item]) -> list[Item]:
    """The scans that are new; the others are answered as known, and say so when they were something else the first time."""
    known = known_scans(session, items)
    new = []
    for item in items:
        before = known.get(item.key)
        if before is None:
            known[item.key] = Known(item.raw, None, None, None, None)
            new.append(item)
        else:
            item.status, item.reason = "already_known", None if before.raw == item.raw else "differs"
            item.return_number = before.return_number
            item.first = (before.status, before.reason) if before.status else None
            item.booked = list(before.booked or ())
    return new


def _match(session: Session, site: str, arrivals: Sequence[Item]) -> None:
    if not arrivals:
        return
    expected = Expected(expected_lines(session, site, arrivals))
    said = {item.within for item in arrivals if item.within}
    known = states_of(session, site, said) if said else {}
    for item in arrivals:
        if item.within and item.within not in known:
            item.within, item.return_known = None, False  # a slip of the finger: the code alone says what it is
        item.match = expected.take(item.code, item.quantity, item.within)
        item.return_number = item.match.return_number
        if item.match.rest:
            item.status, item.reason = "unmatched", item.match.reason
    unknown = {item.code.text for item in arrivals if item.reason == "unknown" and item.code.kind == "return_number"}
    states = states_of(session, site, unknown) if unknown else {}
    for item in arrivals:
        if item.reason == "unknown" and item.code.text in states:
            item.reason = "not_expected"  # a return of ours, but not one that goods may come for now


def _name_returns(session: Session, site: str, others: Sequence[Item]) -> None:
    """Note which return a scan that carries nothing belongs to: the one that is said, or whose number, waybill, lot or product it is."""
    if not others:
        return
    said = {item.key: item.within or item.code.text for item in others if item.within or item.code.kind == "return_number"}
    states = states_of(session, site, said.values()) if said else {}
    lines = Expected(open_lines(session, site, [item for item in others if item.key not in said]))
    for item in others:
        number = said.get(item.key)
        numbers = {number} & states.keys() if number else {line.return_number for line in lines.candidates(item.code)}
        if len(numbers) == 1:
            item.return_number = numbers.pop()
        else:
            item.status, item.reason = "unmatched", "ambiguous" if numbers else "unknown"


def _find_places(items: Iterable[Item], places: Mapping[str, str]) -> None:
    """Write each place as the site's list does: a hand that types it need not think of capitals."""
    written = {code.casefold(): code for code in places}
    for item in items:
        if item.place is not None:
            item.place_known = item.place.casefold() in written
            item.place = written.get(item.place.casefold(), item.place)


def _put_where_goods_arrive(arrivals: Iterable[Item], places: Mapping[str, str]) -> None:
    """Nothing arrives among good goods, among scrap, or at the customer's: it lies in quarantine until somebody has decided on it."""
    for item in arrivals:
        if item.place is None or places.get(item.place, IN_HAND[0]) not in IN_HAND:
            item.place = QUARANTINE


def _tell_places_from_goods(items: Iterable[Item], places: Iterable[str]) -> None:
    """The label of a place, where the label of goods should have been scanned, is no news for sales."""
    written = {code.casefold() for code in places}
    for item in items:
        if item.code.kind == "plain" and item.code.text.casefold() in written and item.reason in ("unknown", "no_place"):
            item.reason, item.match = "place_label", None


def _say_where(item: Item, kept: Kept | None) -> None:
    """Note on an arrival what was booked where; `kept` is where the rest that nobody expected went."""
    if item.match is None:
        return
    item.booked += [booked(line.return_number, part, item.place or QUARANTINE) for line, part in item.match.parts]
    if kept is not None:
        item.return_number = item.return_number or kept.number
        item.booked.append(booked(kept.number, item.match.rest, kept.place))


def _keep(session: Session, actor: Actor, site: str, new: Sequence[Item]) -> None:
    received_at, by = clock.now(), f"{actor.kind}:{actor.id} ({actor.name})"
    for where in (False, True):
        rows = [item.row(site, by, received_at, where=where) for item in new if item.went_apart is where]
        if rows:
            insert_all(session, Scan, rows)


def _found(item: Item, rest: Decimal) -> Found:
    of = item.return_number or (item.code.text if item.code.kind == "return_number" else None)
    return Found(key=item.id, code=item.code, raw=item.raw, quantity=rest, place=item.place, of=of, at=item.made_at if item.timed else None)


def _ship(session: Session, actor: Actor, items: Sequence[Item]) -> None:
    """A `ship` scan of a return's label says that the goods are on their way. One that comes later than the goods changes nothing."""
    for number in sorted(
        {item.return_number for item in items if item.action == "ship" and item.status == "accepted" and item.return_number}
    ):
        thing = locked_return(session, number)
        if thing is not None and thing.state == "authorised":
            announce_shipping(session, actor, thing)


def _open_work(session: Session, actor: Actor, site: str, new: Sequence[Item]) -> None:
    for device in sorted({item.device for item in new if item.status == "unreadable"}):
        params = {"device": name_of(session, device) or device}
        open_task(session, actor, tasks.READ_AGAIN, subject=device, site=site, params=params)

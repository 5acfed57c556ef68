"""Reading scans, and what a batch needs to know: which are known already, and which goods are expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, text
from sqlalchemy.orm import Session

from kesu_common.database.engine import quickly
from kesu_common.people.actors import Actor
from kesu_common.queries import records
from kesu_common.tasks.queries import tasks_of
from kesu_returns import tasks
from kesu_returns.permissions import READ_SCANS, TAKE_SCANS
from kesu_returns.returns.model import EXPECTING, FINAL, RETURN_STATES
from kesu_returns.scans.batch import Item
from kesu_returns.scans.matching import OpenLine
from kesu_returns.scans.model import Scan

SORTS = {"received_at": Scan.received_at}
FILTERS = {
    "status": Scan.status,
    "device": Scan.device,
    "return_number": Scan.return_number,
    "lot": Scan.lot,
    "action": Scan.action,
    "site": Scan.site,
}
"""Query argument → the column that must equal it."""


def scans(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The scans that the actor may see, narrowed by status, device, return, lot, action and site."""
    return records(actor, READ_SCANS, Scan, args, FILTERS)


_LAST = "SELECT max(sequence) FROM scan WHERE device = %s"

_KNOWN = "SELECT sequence, raw, status, reason, return_number, booked FROM scan WHERE device = %s AND sequence = ANY (%s)"

_LINES = """
    SELECT l.id, r.number, l.product, l.gtin, l.lot, r.waybill, l.outstanding, r.split_path
    FROM "return" AS r JOIN return_line AS l ON l.return_id = r.id
    WHERE r.site = %(site)s AND r.state = ANY (%(states)s)
      AND (r.number = ANY (%(numbers)s) OR (r.split_from IS NOT NULL AND r.split_path && %(numbers)s::varchar[])
           OR r.waybill = ANY (%(texts)s) OR l.lot = ANY (%(lots)s) OR l.gtin = ANY (%(gtins)s))
    ORDER BY r.id, l.line
"""

_STATES = text('SELECT number, state FROM "return" WHERE site = :site AND number = ANY (:numbers)')


class Known(NamedTuple):
    """A scan that was sent before: what was read then, what it was answered, and what arrived by it where it was not simply as expected."""

    raw: str
    status: str | None
    reason: str | None
    return_number: str | None
    booked: Sequence[Mapping[str, Any]] | None


def known_scans(session: Session, items: Sequence[Item]) -> dict[tuple[str, int], Known]:
    """Those of a batch that were sent before, by their keys.

    A device counts on, so what comes after its last one is new: only the others are looked for.
    """
    sent: dict[str, list[int]] = {}
    for item in items:
        sent.setdefault(item.device, []).append(item.sequence)
    known: dict[tuple[str, int], Known] = {}
    for device, sequences in sent.items():
        [last] = quickly(session, _LAST, (device,)).fetchone() or (None,)
        earlier = [] if last is None else [sequence for sequence in sequences if sequence <= last]
        if earlier:
            rows = quickly(session, _KNOWN, (device, earlier))
            known |= {(device, sequence): Known(*kept) for sequence, *kept in rows}
    return known


def expected_lines(session: Session, site: str, items: Iterable[Item]) -> list[OpenLine]:
    """The lines on which goods with these codes may come in; their returns are kept from others until the transaction ends.

    Locks by the return's id, so that two batches never wait for each other in a circle.
    """
    return _lines(session, _LINES + " FOR UPDATE OF r", site, EXPECTING, items)


def open_lines(session: Session, site: str, items: Iterable[Item]) -> list[OpenLine]:
    """The lines with these codes of every return that is not over."""
    return _lines(session, _LINES, site, [state for state in RETURN_STATES.states if state not in FINAL], items)


def _lines(session: Session, statement: str, site: str, states: Sequence[str], items: Iterable[Item]) -> list[OpenLine]:
    wanted: dict[str, set[str]] = {"numbers": set(), "texts": set(), "lots": set(), "gtins": set()}
    for item in items:
        code = item.code
        if code.kind == "return_number":
            wanted["numbers"].add(code.text)
        elif code.kind in ("plain", "sscc"):
            wanted["texts"].add(code.text)
            wanted["lots"].add(code.text)
        if code.lot:
            wanted["lots"].add(code.lot)
        elif code.gtin:
            wanted["gtins"].add(code.gtin)
        if item.within:
            wanted["numbers"].add(item.within)
    session.flush()
    codes = {name: sorted(values) for name, values in wanted.items()}
    rows = quickly(session, statement, {"site": site, "states": list(states), **codes})
    return [OpenLine(*row) for row in rows]


def states_of(session: Session, site: str, numbers: Iterable[str]) -> dict[str, str]:
    """Return number → state, of those that exist at the site."""
    rows = session.execute(_STATES, {"site": site, "numbers": sorted(set(numbers))})
    return {row.number: row.state for row in rows}


def waits_to_be_read_again(session: Session, actor: Actor, device: str) -> bool:
    """Whether something that this device sent could not be read and nobody has looked after it, where the actor may scan."""
    waiting = (task for task in tasks_of(session, device, only_open=True) if task.kind == tasks.READ_AGAIN.name)
    return any(actor.may(TAKE_SCANS, task.site) for task in waiting)

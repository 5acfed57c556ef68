"""Reading scans, and what a batch needs to know: which are known already, and which goods are expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, text
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_common.queries import records
from kesu_returns.permissions import READ_SCANS
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


_KNOWN = text("""
    SELECT s.device, s.sequence, s.raw, s.status, s.return_number FROM scan AS s
    JOIN unnest(CAST(:devices AS text[]), CAST(:sequences AS bigint[])) AS k (device, sequence)
        ON s.device = k.device AND s.sequence = k.sequence
""")

_EXPECTED = text("""
    SELECT l.id, r.number, l.product, l.gtin, l.lot, r.waybill, l.outstanding FROM "return" AS r JOIN return_line AS l ON l.return_id = r.id
    WHERE r.site = :site AND r.state IN ('authorised', 'in_transit', 'part_received')
      AND (r.number = ANY (:numbers) OR r.waybill = ANY (:texts) OR l.lot = ANY (:lots) OR l.gtin = ANY (:gtins))
    ORDER BY r.id, l.line FOR UPDATE OF r
""")

_STATES = text('SELECT number, state FROM "return" WHERE site = :site AND number = ANY (:numbers)')


def known_scans(session: Session, items: Sequence[Item]) -> dict[tuple[str, int], tuple[str, str, str | None]]:
    """Those of a batch that were sent before: key → what was read then, its status, its return."""
    keys = {"devices": [item.device for item in items], "sequences": [item.sequence for item in items]}
    rows = session.execute(_KNOWN, keys)
    return {(device, sequence): (raw, status, number) for device, sequence, raw, status, number in rows}


def expected_lines(session: Session, site: str, items: Iterable[Item]) -> list[OpenLine]:
    """The lines on which goods with these codes may come in; their returns are kept from others until the transaction ends.

    Locks by the return's id, so that two batches never wait for each other in a circle.
    """
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
    rows = session.execute(_EXPECTED, {"site": site, **{name: sorted(values) for name, values in wanted.items()}})
    return [OpenLine(*row) for row in rows]


def states_of(session: Session, site: str, numbers: Iterable[str]) -> dict[str, str]:
    """Return number → state, of those that exist at the site."""
    rows = session.execute(_STATES, {"site": site, "numbers": sorted(set(numbers))})
    return {row.number: row.state for row in rows}

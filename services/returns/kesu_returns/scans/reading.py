"""From a request's body to the items of a batch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError

from kesu_common import clock
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Actor
from kesu_common.repeating import RepeatingLoader
from kesu_returns.permissions import TAKE_SCANS
from kesu_returns.scans.batch import MOST, Item
from kesu_returns.scans.codes import read_code
from kesu_returns.scans.schemas import ScanIn

NDJSON = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
_LOADER = RepeatingLoader(ScanIn)
NOTEWORTHY = 30
"""Seconds by which a clock may be off before it is noted: less is the way of the message."""
MOST_OFFSET = 2**31 - 1


def documents(body: bytes, media_type: str) -> list[Any]:
    """The scans of a body: one JSON object, a list of them, or one per line (NDJSON). Raises `Invalid` for what is neither
    (which line of several), or more than `MOST`.
    """
    if media_type in NDJSON:
        found = [_line(number, line) for number, line in enumerate(body.splitlines(), 1) if line.strip()]
    else:
        try:
            parsed = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Invalid(N_("The body is not JSON."), field="body") from error
        found = parsed if isinstance(parsed, list) else [parsed]
    if not 0 < len(found) <= MOST:
        raise Invalid(N_("Send between 1 and %(most)s scans at a time."), field="body", most=MOST)
    return found


def _line(number: int, line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Invalid(N_("Line %(line)s of the body is not JSON. Nothing of it was taken."), field="body", line=number) from error


def items_of(actor: Actor, scans: Sequence[Any], sent_at: datetime | None = None) -> list[Item]:
    """The batch, its codes read. A device speaks for itself, whatever the field says. `sent_at`: by the clock of the device.
    Raises `Invalid` with a pointer to each wrong field.
    """
    try:
        loaded = _LOADER.load(scans)
    except ValidationError as error:
        raise Invalid(N_("Some fields need another look."), errors=dict(error.messages_dict)) from error
    own = actor.id if actor.kind == "device" else None
    unnamed = [str(index) for index, scan in enumerate(loaded) if own is None and "device" not in scan]
    if unnamed:
        raise Invalid(
            N_("Some fields need another look."), errors={index: {"device": ["Missing data for required field."]} for index in unnamed}
        )
    items = [item_of(own or scan["device"], scan, place=actor.place) for scan in loaded]
    note_clock(items, sent_at)
    return items


def note_clock(items: Sequence[Item], sent_at: datetime | None) -> None:
    """Note by how much the device's clock is off: from when it says it sent the batch; else from scans that lie in the future.

    Times are kept as the device told them: what came when is judged by people, with the offset beside it.
    """
    now = clock.now()
    latest = max((item.scanned_at for item in items), default=now)
    told = sent_at or (latest if latest > now else None)
    offset = None if told is None else round((told - now).total_seconds())
    for item in items:
        item.timed = sent_at is not None
        if offset is not None and abs(offset) >= NOTEWORTHY:
            item.clock_offset = max(-MOST_OFFSET, min(MOST_OFFSET, offset))


def item_of(device: str, scan: Mapping[str, Any], *, place: str | None = None) -> Item:
    """One scan as `ScanIn` loads it, with its code read and what was not said filled in."""
    code = read_code(scan["code"])
    return Item(
        device=device,
        sequence=scan["sequence"],
        action=scan["action"],
        raw=scan["code"],
        code=code,
        quantity=scan.get("quantity") or code.count or Decimal(1),
        place=scan.get("place") or place,
        scanned_at=scan.get("scanned_at") or clock.now(),
        within=scan["return_number"].upper() if scan.get("return_number") else None,
        counted=bool(scan.get("quantity") or code.count),
    )


def site_for(actor: Actor, given: str | None) -> str:
    """Where the batch was scanned: as said, else the only site at which the actor may scan.
    Raises `Invalid` (field `site`) when that is open.
    """
    own = actor.sites(TAKE_SCANS) - {ALL_SITES}
    if given is not None:
        return given
    if len(own) == 1 and ALL_SITES not in actor.sites(TAKE_SCANS):
        return next(iter(own))
    raise Invalid(N_("Say at which site this was scanned."), field="site")

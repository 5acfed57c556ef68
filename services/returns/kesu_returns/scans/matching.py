"""Which expected goods a scan means. Plain data and plain functions: read once per batch, then asked for every scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from kesu_returns.scans.codes import Code


@dataclass(slots=True)
class OpenLine:
    """A line that goods may still come in on. `outstanding` goes down as scans of the batch are matched."""

    line_id: UUID
    return_number: str
    product: str | None
    gtin: str | None
    lot: str | None
    waybill: str | None
    outstanding: Decimal
    split_path: Sequence[str] = ()
    """The returns that its return is a part of."""


@dataclass(slots=True)
class Match:
    """What became of one scan's quantity: parts on lines, and the rest that nobody expects, with the reason."""

    parts: list[tuple[OpenLine, Decimal]] = field(default_factory=list)
    rest: Decimal = Decimal(0)
    reason: str | None = None

    @property
    def return_number(self) -> str | None:
        """The return that the first part belongs to."""
        return self.parts[0][0].return_number if self.parts else None


class Expected:
    """The lines that goods are expected on, found by return number, waybill, lot or GTIN; the oldest return first.

    A return's number also leads to what was split off it, after its own lines: a label that was printed before the split stays good.
    """

    def __init__(self, lines: Iterable[OpenLine]) -> None:
        self._by: dict[str, dict[str, list[OpenLine]]] = {name: defaultdict(list) for name in ("return_number", "waybill", "lot", "gtin")}
        for line in lines:
            for name, index in self._by.items():
                if key := getattr(line, name):
                    index[key].append(line)
            for whole in line.split_path:
                self._by["return_number"][whole].append(line)

    def take(self, code: Code, quantity: Decimal, within: str | None = None) -> Match:
        """Match a quantity; `within` is the return that is being unpacked, if the device says so.

        Reasons for a rest: `excess` (more than expected), `ambiguous` (a GTIN alone that several returns wait for), `unknown`.
        """
        candidates = self.candidates(code)
        if within is not None:
            candidates = [
                line for line in candidates or self._by["return_number"][within] if within in (line.return_number, *line.split_path)
            ]
        elif code.kind in ("gs1", "gtin") and not code.lot and len({line.return_number for line in candidates}) > 1:
            return Match(rest=quantity, reason="ambiguous")
        return allocate(candidates, quantity)

    def candidates(self, code: Code) -> list[OpenLine]:
        """The lines that fit: all lines of a return number (and its parts) or waybill, else the lot, and the GTIN if the line has one."""
        if code.kind == "return_number":
            return self._by["return_number"][code.text]
        if code.kind == "sscc":
            return self._by["waybill"][code.text]
        if code.kind == "plain":
            return self._by["lot"][code.text] or self._by["waybill"][code.text]
        if code.lot:
            return [line for line in self._by["lot"][code.lot] if line.gtin in (None, code.gtin) or code.gtin is None]
        return self._by["gtin"][code.gtin] if code.gtin else []


def allocate(lines: Sequence[OpenLine], quantity: Decimal) -> Match:
    """Spread a quantity over lines in their order, never more than is outstanding on each; what is left over is the rest."""
    match = Match(rest=quantity)
    for line in lines:
        part = min(match.rest, line.outstanding)
        if part > 0:
            line.outstanding -= part
            match.rest -= part
            match.parts.append((line, part))
    if match.rest:
        match.reason = "excess" if lines else "unknown"
    return match

"""The values of a test as its fact tells them: enough for others to print a test report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from kesu_common.numbers import plain
from kesu_quality.measurements.model import MeasuredValue
from kesu_quality.standards.model import Standard


class ReadingFact(Schema):
    """One characteristic: its limits (digits as text), the values in the order of the pieces, whether all conform."""

    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    lower = fields.String(required=True, allow_none=True)
    upper = fields.String(required=True, allow_none=True)
    values = fields.List(fields.String(), required=True)
    conforms = fields.Boolean(required=True)


def readings_of(standard: Standard, judged: Sequence[MeasuredValue]) -> list[dict[str, Any]]:
    """The characteristics that were measured, in the order of the standard."""
    told = []
    for one in standard.characteristics:
        own = sorted((v for v in judged if v.characteristic_id == one.id), key=lambda v: v.piece)
        if own:
            told.append(
                {
                    "name_zh": one.name_zh,
                    "name_en": one.name_en,
                    "unit": one.unit,
                    "lower": None if one.lower is None else plain(one.lower),
                    "upper": None if one.upper is None else plain(one.upper),
                    "values": [plain(v.value) for v in own],
                    "conforms": all(v.conforms for v in own),
                }
            )
    return told

"""Tests going in and out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NoReturn

from marshmallow import Schema, ValidationError, fields, pre_load, validate

from kesu_common.schemas import StrictSchema, Words
from kesu_quality.sampling.tables import MOST
from kesu_quality.schemas import ReadingValue

MOST_PIECES = 200
CELL = re.compile(r"v-(\d+)-(\d+)")
"""A cell of the measuring grid: `v-<characteristic>-<piece>`."""


class ValueIn(StrictSchema):
    """One measured value; pass or fail is not typed."""

    characteristic = fields.Integer(
        required=True, validate=validate.Range(1, 200), metadata={"description": "its position in the standard"}
    )
    piece = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PIECES))
    value = ReadingValue(required=True)


class TestIn(StrictSchema):
    """A test of one sample."""

    __test__ = False

    sample = Words(200, required=True)
    instrument = Words(200, allow_none=True)
    calibration_reason = Words(2000, allow_none=True, metadata={"description": "required for an instrument past its calibration"})
    remark = Words(2000, allow_none=True)
    inspected = fields.Integer(
        allow_none=True,
        validate=validate.Range(1, MOST),
        metadata={"description": "pieces looked at; as many as have values, when not given"},
    )
    tested_at = fields.AwareDateTime(allow_none=True)
    values = fields.List(fields.Nested(ValueIn), required=True, validate=validate.Length(min=1, max=20_000))

    @pre_load
    def read_grid(self, data: Mapping[str, Any], **_more: Any) -> dict[str, Any]:
        """The page's grid posts a field `v-<characteristic>-<piece>` for each cell that is filled in."""
        self._cells = [name for name in data if CELL.fullmatch(name)]
        read = {name: value for name, value in data.items() if name not in self._cells}
        if self._cells:
            places = [name.split("-")[1:] for name in self._cells]
            read["values"] = [
                {"characteristic": c, "piece": p, "value": _narrow(data[n])} for n, (c, p) in zip(self._cells, places, strict=True)
            ]
        return read

    def handle_error(self, error: ValidationError, data: Any, **more: Any) -> NoReturn:
        """What is wrong with a value of the grid is said of its cell."""
        said = error.messages if isinstance(error.messages, dict) else {}
        wrong = said.get("values") if self._cells else None
        if isinstance(wrong, Mapping):
            error.messages = {
                **{name: messages for name, messages in said.items() if name != "values"},
                **{self._cells[index]: [text for texts in found.values() for text in texts] for index, found in wrong.items()},
            }
        raise error


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().replace(",", ".")


class ValueOut(Schema):
    """One value and its judgement."""

    characteristic = fields.Integer(attribute="characteristic.position")
    name_zh = fields.String(attribute="characteristic.name_zh")
    name_en = fields.String(attribute="characteristic.name_en")
    piece = fields.Integer()
    value = ReadingValue()
    conforms = fields.Boolean()


class TestOut(Schema):
    """A test and how the service judged it."""

    __test__ = False

    number = fields.String()
    sample = fields.String()
    instrument = fields.String(allow_none=True)
    remark = fields.String(allow_none=True)
    round = fields.Integer()
    standard = fields.Method("_standard")
    standard_version = fields.Integer(attribute="standard.revision")
    result = fields.String()
    failed = fields.List(fields.String())
    missing = fields.List(fields.String())
    late = fields.Boolean()
    inspected = fields.Integer()
    bad = fields.Integer()
    calibration_due = fields.Date(allow_none=True)
    calibration_reason = fields.String(allow_none=True)
    tested_at = fields.AwareDateTime()
    tested_by = fields.String()
    values = fields.List(fields.Nested(ValueOut))

    def _standard(self, test: Any) -> str:
        return str(test.standard.number)

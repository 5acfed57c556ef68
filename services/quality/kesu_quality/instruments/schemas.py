"""Instruments going in and out."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_quality.instruments.model import INSTRUMENT_STATES
from kesu_quality.schemas import RecordOut


class CalibrationIn(StrictSchema):
    """A calibration."""

    calibrated_on = fields.Date(required=True)
    calibration_due = fields.Date(required=True, metadata={"description": "the last day on which it may be used"})
    certificate = Words(200, allow_none=True)


class InstrumentIn(CalibrationIn):
    """An instrument."""

    site = Words(16, required=True)
    code = Words(64, required=True, metadata={"description": "as it stands on the instrument"})
    name = Words(200, required=True)


class InstrumentOut(RecordOut):
    """An instrument and its calibration."""

    code = fields.String()
    name = fields.String()
    calibrated_on = fields.Date()
    calibration_due = fields.Date()
    certificate = fields.String(allow_none=True)


class InstrumentArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    site = fields.String(validate=validate.Length(max=16))
    state = fields.String(validate=one_of(*INSTRUMENT_STATES.states))

"""Every operation on an instrument."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.form_fields import Field
from kesu_common.web.operations import Operation, Operations
from kesu_quality.instruments import commands
from kesu_quality.instruments.model import INSTRUMENT_STATES
from kesu_quality.instruments.queries import instrument_of
from kesu_quality.instruments.schemas import CalibrationIn
from kesu_quality.permissions import KEEP_INSTRUMENT

FIELDS = (
    Field(name="calibrated_on", label=N_("Calibrated on"), kind="date", required=True),
    Field(name="calibration_due", label=N_("Calibrated until"), kind="date", required=True),
    Field(name="certificate", label=N_("Certificate")),
)

OPERATIONS = Operations(
    states=INSTRUMENT_STATES,
    find=instrument_of,
    all=(
        Operation(
            path="calibrate", title=N_("Calibrated"), summary="Record a calibration", action=KEEP_INSTRUMENT, schema=CalibrationIn,
            run=commands.calibrate_instrument, command="calibrate", icon="circle-check", template="quality/instruments/calibrate.html",
            fields=FIELDS,
        ),
        Operation(
            path="retire", title=N_("Take out of use"), summary="Take an instrument out of use", action=KEEP_INSTRUMENT,
            run=commands.retire_instrument, command="retire", icon="ban", tone="ghost-danger",
        ),
    ),
)  # fmt: skip

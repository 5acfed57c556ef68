"""What somebody decides about a series, in the order of the buttons."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.operations import Operation, Operations
from kesu_quality.permissions import JUDGE, SWITCH
from kesu_quality.sampling import commands
from kesu_quality.sampling.model import SERIES_STATES
from kesu_quality.sampling.queries import series_of
from kesu_quality.schemas import ReasonIn

_FORM = "quality/sampling/reason.html"

OPERATIONS = Operations(
    states=SERIES_STATES,
    find=series_of,
    all=(
        Operation(
            path="reduce", title=N_("Reduce inspection"), summary="Go to reduced inspection (ISO 2859-1, 9.3.3)", action=SWITCH,
            schema=ReasonIn, run=commands.reduce_inspection, command="reduce", icon="arrow-down", template=_FORM,
            offered=lambda _session, _actor, series: series.may_be_reduced,
        ),
        Operation(
            path="restore", title=N_("Back to normal inspection"), summary="Go back to normal inspection (ISO 2859-1, 9.3.4)", action=JUDGE,
            schema=ReasonIn, run=commands.restore_inspection, command="restore", icon="arrow-back-up", template=_FORM,
        ),
        Operation(
            path="resume", title=N_("Resume inspection"), summary="Inspect again, tightened (ISO 2859-1, 9.4)", action=SWITCH,
            schema=ReasonIn, run=commands.resume_inspection, command="resume", icon="refresh", template=_FORM,
        ),
    ),
)  # fmt: skip

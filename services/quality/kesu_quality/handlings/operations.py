"""What can be done with a requested return here."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.operations import Operation, Operations
from kesu_quality.handlings.commands import decide_handling
from kesu_quality.handlings.model import HANDLING_STATES
from kesu_quality.handlings.queries import handling_of
from kesu_quality.handlings.schemas import HandlingIn
from kesu_quality.permissions import DECIDE_HANDLING

OPERATIONS = Operations(
    states=HANDLING_STATES,
    find=handling_of,
    all=(
        Operation(
            path="decide", title=N_("Decide the handling"), summary="Decide the way of handling (clause 4.1.3.7-a)", action=DECIDE_HANDLING,
            schema=HandlingIn, run=decide_handling, command="decide", icon="gavel", template="quality/handlings/decide.html",
        ),
    ),
)  # fmt: skip

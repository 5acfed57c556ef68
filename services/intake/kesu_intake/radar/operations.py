"""What can be done with a rise."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.form_fields import Why
from kesu_common.web.operations import Operation, Operations
from kesu_intake.complaints.schemas import WithReasonIn
from kesu_intake.permissions import DECIDE_RISE
from kesu_intake.radar.commands import accept_rise, dismiss_rise
from kesu_intake.radar.model import RISE_STATES, Rise
from kesu_intake.radar.queries import rise_of

_REASON = Why()

OPERATIONS = Operations[Rise](
    states=RISE_STATES,
    find=rise_of,
    all=(
        Operation(
            path="accept",
            title=N_("Join in one corrective action"),
            summary="One corrective action for all complaints of the rise (clause 4.1.3.5)",
            action=DECIDE_RISE,
            schema=WithReasonIn,
            run=accept_rise,
            command="accept",
            icon="target",
            fields=(_REASON,),
        ),
        Operation(
            path="dismiss",
            title=N_("Dismiss the rise"),
            summary="No action is needed, and why",
            action=DECIDE_RISE,
            schema=WithReasonIn,
            run=dismiss_rise,
            command="dismiss",
            icon="ban",
            tone="ghost-danger",
            fields=(_REASON,),
        ),
    ),
)

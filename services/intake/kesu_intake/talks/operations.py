"""Every operation on a talk, in the order of the buttons."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.form_fields import Field
from kesu_common.web.operations import Operation, Operations
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.permissions import FOLLOW_UP
from kesu_intake.talks import commands
from kesu_intake.talks.model import TALK_STATES, Talk
from kesu_intake.talks.queries import talk_of
from kesu_intake.talks.schemas import FindingsIn, MeasureToldIn

_CHANNEL = Field(name="channel", label=N_("Channel"), kind="choice", choices=CHANNELS, required=True)

OPERATIONS = Operations[Talk](
    states=TALK_STATES,
    find=talk_of,
    all=(
        Operation(
            path="tell",
            title=N_("Told of the measure"),
            summary="Tell the customer of the measure, which ends the talk (clause 4.2.3.7)",
            action=FOLLOW_UP,
            schema=MeasureToldIn,
            run=commands.tell_measure,
            command="tell",
            icon="circle-check",
            fields=(
                Field(name="told_whom", label=N_("Who was told"), required=True),
                _CHANNEL,
                Field(name="measure", label=N_("What is being done, as the customer was told"), kind="long", required=True),
            ),
        ),
        Operation(
            path="find",
            title=N_("What was found out"),
            summary="Record what the talk in depth brought to light (clause 4.2.3.7)",
            action=FOLLOW_UP,
            schema=FindingsIn,
            run=commands.record_findings,
            command="find",
            icon="search",
            fields=(
                Field(name="person", label=N_("With whom"), required=True),
                _CHANNEL,
                Field(name="findings", label=N_("What is behind it, in the customer's words"), kind="long", required=True),
            ),
            initial=lambda _session, _actor, _talk: {"findings": ""},
        ),
    ),
)

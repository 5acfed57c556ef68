"""Every operation on a visit, and the form that plans one."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.form_fields import Field, Why
from kesu_common.web.operations import Operation, Operations
from kesu_intake import permissions
from kesu_intake.visits import commands, schemas
from kesu_intake.visits.model import VISIT_STATES, Visit
from kesu_intake.visits.queries import visit_of

_WHEN = Field(name="starts_at", label=N_("When"), kind="datetime", required=True)
_REASON = Why()
FORM = (
    Field(name="purpose", label=N_("Purpose"), kind="long", required=True),
    _WHEN,
    Field(name="place", label=N_("Where"), required=True),
    Field(name="people", label=N_("Who of us goes"), required=True),
    Field(name="with_whom", label=N_("With whom at the customer's"), required=True),
)
"""The fields that a planned visit has."""

OPERATIONS = Operations[Visit](
    states=VISIT_STATES,
    find=visit_of,
    all=(
        Operation(
            path="report",
            title=N_("Report"),
            summary="Report what was found and agreed",
            action=permissions.VISIT,
            schema=schemas.ReportVisitIn,
            run=commands.report_visit,
            command="report",
            icon="clipboard-check",
            fields=(Field(name="findings", label=N_("What was found and agreed"), kind="long", required=True),),
        ),
        Operation(
            path="move",
            title=N_("Move"),
            summary="Agree on another time",
            action=permissions.VISIT,
            schema=schemas.MoveVisitIn,
            run=commands.move_visit,
            command="move",
            icon="calendar-event",
            fields=(_WHEN, Why(kind="text")),
        ),
        Operation(
            path="cancel",
            title=N_("Cancel"),
            summary="The visit does not take place",
            action=permissions.VISIT,
            schema=schemas.CancelVisitIn,
            run=commands.cancel_visit,
            command="cancel",
            icon="circle-x",
            tone="ghost-danger",
            fields=(_REASON,),
        ),
    ),
)

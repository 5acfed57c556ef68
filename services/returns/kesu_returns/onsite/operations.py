"""Every operation on an on-site job, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Field, Why
from kesu_common.web.operations import Operation, Operations
from kesu_returns import permissions
from kesu_returns.costs.operations import RECORD as RECORD_A_COST
from kesu_returns.onsite import commands, schemas
from kesu_returns.onsite.model import ONSITE_STATES, OnSiteJob
from kesu_returns.onsite.queries import job_for
from kesu_returns.returns.schemas import ReasonIn

_REASON = Why()
_NAMES = {
    "crew": (N_("Name the crew"), N_("Crew"), "users"),
    "vehicle": (N_("Name the vehicle"), N_("Vehicle"), "truck"),
    "inspector": (N_("Name the inspector"), N_("Inspector"), "microscope"),
}
_DROPS = {
    "crew": N_("Crew cannot come"),
    "vehicle": N_("Vehicle cannot come"),
    "inspector": N_("Inspector cannot come"),
}


def _confirm(part: str) -> Operation[OnSiteJob]:
    title, label, icon = _NAMES[part]

    def run(session: Session, actor: Actor, job: OnSiteJob, name: str) -> OnSiteJob:
        return commands.confirm_part(session, actor, job, part, name)

    return Operation(
        path=part,
        title=title,
        summary=f"Confirm the {part} (clause 4.1.3.7-d)",
        action=commands.CONFIRM[part],
        schema=schemas.NameIn,
        run=run,
        command="confirm",
        icon=icon,
        tone="primary",
        fields=(Field(name="name", label=label, required=True),),
        offered=lambda _session, _actor, job: getattr(job, part) is None,
    )


def _drop(part: str) -> Operation[OnSiteJob]:
    def run(session: Session, actor: Actor, job: OnSiteJob, reason: str) -> OnSiteJob:
        return commands.drop_out(session, actor, job, part, reason)

    return Operation(
        path=f"{part}-out",
        title=_DROPS[part],
        summary=f"Withdraw the {part}: the others are free again and told",
        action=commands.CONFIRM[part],
        schema=ReasonIn,
        run=run,
        command="drop_out",
        icon="alert-triangle",
        fields=(_REASON,),
        offered=_has(part),
    )


def _has(part: str) -> Callable[[Session, Actor, Any], bool]:
    return lambda _session, _actor, job: getattr(job, part) is not None


JOB_OPERATIONS = Operations[OnSiteJob](
    states=ONSITE_STATES,
    find=job_for,
    all=(
        Operation(
            path="schedule",
            title=N_("Schedule"),
            summary="Where and when, as agreed with the customer; who had confirmed another time is asked again",
            action=permissions.REQUEST_ONSITE,
            schema=schemas.ScheduleIn,
            run=commands.schedule_job,
            command="schedule",
            icon="calendar",
            tone="primary",
            fields=(
                Field(name="address", label=N_("Address"), required=True),
                Field(name="begins_at", label=N_("Begins at"), kind="datetime", required=True),
                Field(name="ends_at", label=N_("Ends at"), kind="datetime", required=True),
            ),
        ),
        *(_confirm(part) for part in _NAMES),
        *(_drop(part) for part in _DROPS),
        Operation(
            path="start",
            title=N_("Start"),
            summary="Begin at the customer's; impossible before crew, vehicle and inspector are confirmed",
            action=permissions.WORK_ONSITE,
            run=commands.start_job,
            command="start",
            icon="flag",
            tone="primary",
        ),
        Operation(
            path="work",
            title=N_("Record rework"),
            summary="How many were reworked in all so far, and how",
            action=permissions.WORK_ONSITE,
            schema=schemas.WorkIn,
            run=commands.record_work,
            command="record_work",
            icon="tools",
            tone="primary",
            fields=(
                Field(name="reworked", label=N_("Reworked in all"), required=True),
                Field(name="work_done", label=N_("What was done"), kind="long"),
            ),
        ),
        Operation(
            path="complete",
            title=N_("Inspector's report"),
            summary="Passed, failed and the report end the job",
            action=permissions.INSPECT_ONSITE,
            schema=schemas.ReportIn,
            run=commands.complete_job,
            command="complete",
            icon="clipboard-check",
            tone="primary",
            fields=(
                Field(name="passed", label=N_("Passed"), required=True),
                Field(name="failed", label=N_("Failed"), required=True),
                Field(name="report", label=N_("Report"), kind="long", required=True),
                Field(name="rest", label=N_("What becomes of those that were not reworked"), kind="long"),
                Field(name="cost", label=N_("Cost")),
            ),
        ),
        RECORD_A_COST,
        Operation(
            path="cancel",
            title=N_("Cancel"),
            summary="The job is not done; every department that had confirmed is free and told",
            action=permissions.CANCEL_ONSITE,
            schema=ReasonIn,
            run=commands.cancel_job,
            command="cancel",
            icon="ban",
            tone="outline-danger",
            fields=(_REASON,),
        ),
        Operation(
            path="stand-down",
            title=N_("Heard: we stand down"),
            summary="A department has heard that the job is cancelled",
            action=permissions.STAND_DOWN,
            run=commands.stand_down,
            command=None,
            icon="check",
            offered=lambda _session, _actor, job: job.state == "cancelled",
        ),
    ),
)

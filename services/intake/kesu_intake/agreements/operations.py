"""Every operation on an agreement, and the form that draws one up."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Field, Why
from kesu_common.web.operations import Operation, Operations
from kesu_intake import permissions
from kesu_intake.agreements import commands
from kesu_intake.agreements.model import AGREEMENT_STATES, KINDS, Agreement
from kesu_intake.agreements.queries import agreement_of
from kesu_intake.agreements.schemas import AgreementReasonIn

_REASON = Why()
FORM = (
    Field(name="kind", label=N_("Kind"), kind="choice", choices=KINDS, required=True),
    Field(name="title", label=N_("Title"), required=True),
    Field(name="terms", label=N_("What is agreed"), kind="long", required=True),
    Field(name="agreed_with", label=N_("With"), required=True),
    Field(name="valid_from", label=N_("Valid from"), kind="date", required=True),
    Field(name="valid_to", label=N_("Valid to"), kind="date"),
)
"""The fields that a draft has."""


def _by_another(_session: Session, actor: Actor, agreement: Agreement) -> bool:
    return actor.id != agreement.drafted_login


OPERATIONS = Operations[Agreement](
    states=AGREEMENT_STATES,
    find=agreement_of,
    all=(
        Operation(
            path="approve",
            title=N_("Put in force"),
            summary="A lead puts a draft in force",
            action=permissions.APPROVE_AGREEMENT,
            run=commands.approve_agreement,
            command="approve",
            icon="signature",
            offered=_by_another,
        ),
        Operation(
            path="drop",
            title=N_("Give the draft up"),
            summary="Give a draft up",
            action=permissions.AGREE,
            schema=AgreementReasonIn,
            run=commands.drop_agreement,
            command="drop",
            icon="circle-x",
            tone="ghost-danger",
            fields=(_REASON,),
        ),
        Operation(
            path="end",
            title=N_("End the agreement"),
            summary="It does not hold any more",
            action=permissions.AGREE,
            schema=AgreementReasonIn,
            run=commands.end_agreement,
            command="end",
            icon="ban",
            fields=(_REASON,),
        ),
    ),
)

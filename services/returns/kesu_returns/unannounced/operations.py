"""What sales may do with goods that came unannounced (clause 4.1.3.7-b)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_common.errors import Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Field, Why
from kesu_common.web.operations import Operation
from kesu_returns import permissions
from kesu_returns.returns import schemas
from kesu_returns.returns.model import KINDS, Return
from kesu_returns.returns.queries import return_for
from kesu_returns.unannounced.commands import agree_on_unannounced, match_unannounced, send_back, undo_unannounced


def _match(session: Session, actor: Actor, thing: Return, return_number: str, line: int | None = None) -> Return:
    try:
        target = return_for(session, actor, return_number)
    except NotFound as error:  # the number that was typed, not the page's: what was typed stays
        raise Invalid(N_("There is no return %(number)s."), field="return_number", number=return_number) from error
    return match_unannounced(session, actor, thing, target, line)


def _agree(session: Session, actor: Actor, thing: Return, **agreement: Any) -> Return:
    return agree_on_unannounced(session, actor, thing, agreement)


UNANNOUNCED: tuple[Operation[Return], ...] = (
    Operation(
        path="match",
        title=N_("Belongs to a return"),
        summary="Unannounced goods belong to an expected return (clause 4.1.3.7-b)",
        action=permissions.SETTLE_UNANNOUNCED,
        schema=schemas.MatchIn,
        run=_match,
        command="match",
        icon="link",
        tone="primary",
        fields=(
            Field(name="return_number", label=N_("Return number"), required=True),
            Field(name="line", label=N_("Line, only if the label is wrong")),
        ),
    ),
    Operation(
        path="agree",
        title=N_("Agree to take back"),
        summary="Sales agrees with the customer that unannounced goods are taken back",
        action=permissions.SETTLE_UNANNOUNCED,
        schema=schemas.AgreementIn,
        run=_agree,
        command="agree",
        icon="heart-handshake",
        fields=(
            Field(name="kind", label=N_("Kind"), kind="choice", required=True, choices=KINDS),
            Field(name="customer_code", label=N_("Customer code"), required=True),
            Field(name="customer_name", label=N_("Customer")),
            Field(name="complaint", label=N_("Complaint")),
            Field(name="agreed_with", label=N_("Agreed with"), required=True),
            Field(name="agreed_at", label=N_("Agreed at"), kind="datetime", required=True),
        ),
    ),
    Operation(
        path="send-back",
        title=N_("Send back"),
        summary="Unannounced goods go back to whoever sent them",
        action=permissions.SETTLE_UNANNOUNCED,
        schema=schemas.ReasonIn,
        run=send_back,
        command="send_back",
        icon="arrow-back-up",
        tone="outline-danger",
        fields=(Why(),),
    ),
    Operation(
        path="undo",
        title=N_("Scanned by mistake"),
        summary="Nothing came: the wrong code was scanned or counted; what was booked is taken off again",
        action=permissions.UNDO_ARRIVAL,
        schema=schemas.ReasonIn,
        run=undo_unannounced,
        command="undo",
        icon="trash",
        tone="outline-danger",
        fields=(Why(),),
    ),
)
"""In the order of the buttons."""

"""Every operation on a return, in the order of the buttons."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_returns import permissions
from kesu_returns.approvals.commands import approve_return, reject_return
from kesu_returns.places.commands import move_goods
from kesu_returns.receiving.commands import account_for, line_of, receive_by_hand
from kesu_returns.replacements.commands import report_short, ship_replacement
from kesu_returns.returns import commands, schemas
from kesu_returns.returns.model import KINDS, Return
from kesu_returns.returns.operation import Field, Operation
from kesu_returns.returns.queries import return_for
from kesu_returns.unannounced.commands import agree_on_unannounced, match_unannounced, send_back

_REASON = Field("reason", N_("Reason"), "long", required=True)
_CARRIER = Field("carrier", N_("Carrier"))
_WAYBILL = Field("waybill", N_("Waybill"))


def _match(session: Session, actor: Actor, thing: Return, return_number: str) -> Return:
    return match_unannounced(session, actor, thing, return_for(session, actor, return_number))


def _agree(session: Session, actor: Actor, thing: Return, **agreement: Any) -> Return:
    return agree_on_unannounced(session, actor, thing, agreement)


def _move(session: Session, actor: Actor, thing: Return, line: int, **how: Any) -> Return:
    return move_goods(session, actor, thing, line_of(thing, line), **how)


OPERATIONS = (
    Operation(
        path="submit",
        title=N_("Submit for approval"),
        summary="Put it to the lead (clause 3.2-e)",
        action=permissions.SUBMIT_RETURN,
        schema=schemas.SubmitIn,
        run=commands.submit_return,
        commands=("submit",),
        icon="send",
        tone="primary",
        fields=(Field("agreed_with", N_("Agreed with"), required=True), Field("agreed_at", N_("Agreed at"), "datetime", required=True)),
    ),
    Operation(
        path="approve",
        title=N_("Approve"),
        summary="A lead who is not the requester lets the goods come (clause 4.1.3.4-a)",
        action=permissions.APPROVE_RETURN,
        schema=schemas.ApproveIn,
        run=approve_return,
        commands=("approve",),
        icon="check",
        tone="primary",
        fields=(_REASON, Field("goodwill", N_("Out of goodwill, although it is not our fault"), "check")),
    ),
    Operation(
        path="reject",
        title=N_("Reject"),
        summary="Refuse the return",
        action=permissions.APPROVE_RETURN,
        schema=schemas.ReasonIn,
        run=reject_return,
        commands=("reject",),
        icon="x",
        tone="outline-danger",
        fields=(_REASON,),
        offered=lambda thing: thing.state == "awaiting_approval",
    ),
    Operation(
        path="ship",
        title=N_("Goods are on their way"),
        summary="The customer has sent the goods",
        action=permissions.ANNOUNCE_SHIPPING,
        schema=schemas.ShippingIn,
        run=commands.announce_shipping,
        commands=("ship",),
        icon="truck",
        fields=(_CARRIER, _WAYBILL, Field("expected_on", N_("Expected on"), "date")),
    ),
    Operation(
        path="receive",
        title=N_("Receive by hand"),
        summary="Count goods in without a scanner",
        action=permissions.RECEIVE_GOODS,
        schema=schemas.ReceiveIn,
        run=receive_by_hand,
        commands=("receive_part",),
        icon="package",
        tone="primary",
        fields=(
            Field("place", N_("Place")),
            Field("lines", N_("Lines"), "lines", columns=(("quantity", N_("Arrived now"), "outstanding"),)),
        ),
    ),
    Operation(
        path="account",
        title=N_("Say what will not come"),
        summary="Missing pieces, and those that the customer keeps",
        action=permissions.RECEIVE_GOODS,
        schema=schemas.AccountIn,
        run=account_for,
        commands=("receive_part",),
        icon="clipboard-list",
        fields=(Field("lines", N_("Lines"), "lines", columns=(("missing", N_("Missing"), ""), ("kept", N_("Kept by the customer"), ""))),),
    ),
    Operation(
        path="replace",
        title=N_("Ship replacement"),
        summary="Good goods go out, never more than approved (clause 4.1.3.4-a)",
        action=permissions.SHIP_REPLACEMENT,
        schema=schemas.ReplacementIn,
        run=ship_replacement,
        commands=("replace", "ship_replacement"),
        icon="truck-delivery",
        tone="primary",
        offered=lambda thing: thing.kind != "return",
        fields=(
            _CARRIER,
            _WAYBILL,
            Field("lines", N_("Lines"), "lines", columns=(("quantity", N_("Ship now"), "owed"), ("lot", N_("Lot"), ""))),
        ),
    ),
    Operation(
        path="short",
        title=N_("Cannot ship"),
        summary="Say that approved goods cannot go out for now",
        action=permissions.SHIP_REPLACEMENT,
        schema=schemas.ShortIn,
        run=report_short,
        commands=("replace", "report_short"),
        icon="alert-triangle",
        offered=lambda thing: thing.kind != "return",
        fields=(_REASON, Field("expected_on", N_("Expected on"), "date")),
    ),
    Operation(
        path="settle",
        title=N_("Settle"),
        summary="What was owed is given; with a shortfall say what was agreed instead",
        action=permissions.SETTLE_RETURN,
        schema=schemas.MaybeReasonIn,
        run=commands.settle_return,
        commands=("settle",),
        icon="heart-handshake",
        fields=(Field("reason", N_("Agreed instead of the missing pieces"), "long"),),
    ),
    Operation(
        path="close",
        title=N_("Close"),
        summary="Nothing is open any more",
        action=permissions.CLOSE_RETURN,
        schema=schemas.NothingIn,
        run=commands.close_return,
        commands=("close",),
        icon="lock",
        tone="primary",
    ),
    Operation(
        path="match",
        title=N_("Belongs to a return"),
        summary="Unannounced goods belong to an expected return (clause 4.1.3.7-b)",
        action=permissions.SETTLE_UNANNOUNCED,
        schema=schemas.MatchIn,
        run=_match,
        commands=("match",),
        icon="link",
        tone="primary",
        fields=(Field("return_number", N_("Return number"), required=True),),
    ),
    Operation(
        path="agree",
        title=N_("Agree to take back"),
        summary="Sales agrees with the customer that unannounced goods are taken back",
        action=permissions.SETTLE_UNANNOUNCED,
        schema=schemas.AgreementIn,
        run=_agree,
        commands=("agree",),
        icon="heart-handshake",
        fields=(
            Field("kind", N_("Kind"), "choice", required=True, choices=KINDS),
            Field("customer_code", N_("Customer code"), required=True),
            Field("customer_name", N_("Customer")),
            Field("complaint", N_("Complaint")),
            Field("agreed_with", N_("Agreed with"), required=True),
            Field("agreed_at", N_("Agreed at"), "datetime", required=True),
        ),
    ),
    Operation(
        path="send-back",
        title=N_("Send back"),
        summary="Unannounced goods go back to whoever sent them",
        action=permissions.SETTLE_UNANNOUNCED,
        schema=schemas.ReasonIn,
        run=send_back,
        commands=("send_back",),
        icon="arrow-back-up",
        tone="outline-danger",
        fields=(_REASON,),
    ),
    Operation(
        path="cancel",
        title=N_("Cancel"),
        summary="The return is not needed any more",
        action=permissions.CANCEL_RETURN,
        schema=schemas.ReasonIn,
        run=commands.cancel_return,
        commands=("cancel",),
        icon="ban",
        tone="outline-danger",
        fields=(_REASON,),
    ),
)

MOVE = Operation(
    path="move",
    title=N_("Move goods"),
    summary="Carry goods of a line to another place",
    action=permissions.MOVE_GOODS,
    schema=schemas.MoveIn,
    run=_move,
    commands=(),
    icon="arrows-exchange",
)
"""Possible in every state in which goods are here; over the API and by scan, without a button of its own."""

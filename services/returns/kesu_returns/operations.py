"""Every operation on a return, in the order of the buttons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Field, Why
from kesu_common.web.operations import Operation, Operations
from kesu_returns import permissions
from kesu_returns.approvals.commands import approve_return, reject_return
from kesu_returns.costs.operations import RECORD as RECORD_A_COST
from kesu_returns.places.carrying import left_to_carry
from kesu_returns.places.commands import move_goods
from kesu_returns.places.queries import lying_at
from kesu_returns.receiving.commands import account_for, line_of, receive_by_hand
from kesu_returns.replacements.commands import report_short, ship_replacement
from kesu_returns.returns import commands, schemas
from kesu_returns.returns.form_fields import Column, LineField, LinesField, PlaceField
from kesu_returns.returns.model import RETURN_STATES, Return, ReturnLine
from kesu_returns.returns.queries import return_for
from kesu_returns.returns.splitting import split_return
from kesu_returns.unannounced.operations import UNANNOUNCED

_REASON = Why()
_CARRIER = Field(name="carrier", label=N_("Carrier"))
_WAYBILL = Field(name="waybill", label=N_("Waybill"))


def _move(session: Session, actor: Actor, thing: Return, line: int, **how: Any) -> Return:
    return move_goods(session, actor, thing, line_of(thing, line), **how)


def _something_lies_here(session: Session, _actor: Actor, thing: Return) -> bool:
    return bool(lying_at(session, [line.id for line in thing.lines]))


def _where_it_lies(session: Session, _actor: Actor, thing: Return) -> dict[str, Any]:
    lying = lying_at(session, [line.id for line in thing.lines])
    for line in thing.lines:
        for (of, place), quantity in lying.items():
            if of == line.id:
                goal = next(iter(left_to_carry(session, thing)), None)
                return {"line": line.line, "quantity": quantity, "from_place": place, "to_place": goal and goal.upper()}
    return {}


def _outstanding(line: ReturnLine) -> Decimal:
    return line.outstanding


def _owed(line: ReturnLine) -> Decimal:
    return line.approved - line.replaced


def _more_than_one_piece_is_to_come(_session: Session, _actor: Actor, thing: Return) -> bool:
    return any(line.outstanding for line in thing.lines) and sum(line.claimed for line in thing.lines) > 1


def _waits_for_the_lead(_session: Session, _actor: Actor, thing: Return) -> bool:
    return thing.state == "awaiting_approval"


def _may_be_decided(_session: Session, actor: Actor, thing: Return) -> bool:
    return not actor.is_one_of(thing.requested_by, thing.submitted_by)


def _waits_for_another(session: Session, actor: Actor, thing: Return) -> bool:
    return _waits_for_the_lead(session, actor, thing) and _may_be_decided(session, actor, thing)


def _on_another_way(_session: Session, _actor: Actor, _thing: Return) -> dict[str, Any]:
    """Nothing: the record's carrier, waybill and day are those of the goods that come back as they were announced."""
    return {"carrier": None, "waybill": None, "expected_on": None}


def _is_to_be_replaced(_session: Session, _actor: Actor, thing: Return) -> bool:
    return thing.kind != "return"


OPERATIONS = Operations[Return](
    states=RETURN_STATES,
    find=return_for,
    all=(
        Operation(
            path="submit",
            title=N_("Submit for approval"),
            summary="Put it to the lead (clause 3.2-e)",
            action=permissions.SUBMIT_RETURN,
            schema=schemas.SubmitIn,
            run=commands.submit_return,
            command="submit",
            icon="send",
            tone="primary",
            fields=(
                Field(name="agreed_with", label=N_("Agreed with"), required=True),
                Field(name="agreed_at", label=N_("Agreed at"), kind="datetime", required=True),
            ),
        ),
        Operation(
            path="approve",
            title=N_("Approve"),
            summary="A lead who is not the requester lets the goods come (clause 4.1.3.4-a)",
            action=permissions.APPROVE_RETURN,
            schema=schemas.ApproveIn,
            run=approve_return,
            command="approve",
            icon="check",
            tone="primary",
            offered=_may_be_decided,
            fields=(_REASON, Field(name="goodwill", label=N_("Out of goodwill, although it is not our fault"), kind="check")),
        ),
        Operation(
            path="reject",
            title=N_("Reject"),
            summary="Refuse the return",
            action=permissions.APPROVE_RETURN,
            schema=schemas.ReasonIn,
            run=reject_return,
            command="reject",
            icon="x",
            tone="outline-danger",
            fields=(_REASON,),
            offered=_waits_for_another,
        ),
        Operation(
            path="ship",
            title=N_("Goods are on their way"),
            summary="The customer has sent the goods",
            action=permissions.ANNOUNCE_SHIPPING,
            schema=schemas.ShippingIn,
            run=commands.announce_shipping,
            command="ship",
            icon="truck",
            fields=(_CARRIER, _WAYBILL, Field(name="expected_on", label=N_("Expected on"), kind="date")),
        ),
        Operation(
            path="split",
            title=N_("Split"),
            summary="Some of what is still to come travels by itself from now on, as a return of its own",
            action=permissions.SPLIT_RETURN,
            schema=schemas.SplitIn,
            run=split_return,
            command="split",
            icon="arrows-exchange",
            initial=_on_another_way,
            fields=(
                LinesField(name="lines", label=N_("Lines"), columns=(Column("quantity", N_("Into the new return")),)),
                _CARRIER,
                _WAYBILL,
                Field(name="expected_on", label=N_("Expected on"), kind="date"),
                Why(required=False),
            ),
            offered=_more_than_one_piece_is_to_come,
            done=N_("%(what)s: what travels by itself is a return of its own now, see “Split off”. Both stand under one approval."),
        ),
        Operation(
            path="receive",
            title=N_("Receive by hand"),
            summary="Count goods in without a scanner",
            action=permissions.RECEIVE_GOODS,
            schema=schemas.ReceiveIn,
            run=receive_by_hand,
            command="receive_part",
            icon="package",
            tone="primary",
            fields=(
                PlaceField(name="place", label=N_("Place"), required=True, of="arriving"),
                LinesField(name="lines", label=N_("Lines"), columns=(Column("quantity", N_("Arrived now"), _outstanding),)),
            ),
        ),
        Operation(
            path="account",
            title=N_("Say what will not come"),
            summary="Missing pieces, and those that the customer keeps",
            action=permissions.RECEIVE_GOODS,
            schema=schemas.AccountIn,
            run=account_for,
            command="receive_part",
            icon="clipboard-list",
            fields=(
                LinesField(
                    name="lines", label=N_("Lines"), columns=(Column("missing", N_("Missing")), Column("kept", N_("Kept by the customer")))
                ),
            ),
        ),
        Operation(
            path="replace",
            title=N_("Ship replacement"),
            summary="Good goods go out, never more than approved (clause 4.1.3.4-a)",
            action=permissions.SHIP_REPLACEMENT,
            schema=schemas.ReplacementIn,
            run=ship_replacement,
            command=("replace", "ship_replacement"),
            icon="truck-delivery",
            tone="primary",
            offered=_is_to_be_replaced,
            initial=_on_another_way,
            fields=(
                _CARRIER,
                _WAYBILL,
                LinesField(name="lines", label=N_("Lines"), columns=(Column("quantity", N_("Ship now"), _owed), Column("lot", N_("Lot")))),
            ),
        ),
        Operation(
            path="short",
            title=N_("Cannot ship"),
            summary="Say that approved goods cannot go out for now",
            action=permissions.SHIP_REPLACEMENT,
            schema=schemas.ShortIn,
            run=report_short,
            command=("replace", "report_short"),
            icon="alert-triangle",
            offered=_is_to_be_replaced,
            initial=_on_another_way,
            fields=(
                _REASON,
                Field(name="expected_on", label=N_("Expected on"), kind="date"),
                Field(name="owner", label=N_("Who sees to it (sign-in name)")),
            ),
        ),
        Operation(
            path="settle",
            title=N_("Settle"),
            summary="What was owed is given; with a shortfall say what was agreed instead",
            action=permissions.SETTLE_RETURN,
            schema=schemas.MaybeReasonIn,
            run=commands.settle_return,
            command="settle",
            icon="heart-handshake",
            fields=(Why(label=N_("Agreed instead of the missing pieces"), required=False),),
        ),
        Operation(
            path="close",
            title=N_("Close"),
            summary="Nothing is open any more",
            action=permissions.CLOSE_RETURN,
            run=commands.close_return,
            command="close",
            icon="lock",
            tone="primary",
        ),
        *UNANNOUNCED,
        RECORD_A_COST,
        Operation(
            path="move",
            title=N_("Move goods"),
            summary="Carry goods of a line to another place",
            action=permissions.MOVE_GOODS,
            schema=schemas.MoveIn,
            run=_move,
            command=None,
            icon="arrows-exchange",
            tone="outline-secondary",
            offered=_something_lies_here,
            initial=_where_it_lies,
            fields=(
                LineField(name="line", label=N_("Line"), required=True),
                Field(name="quantity", label=N_("Quantity"), required=True),
                PlaceField(name="from_place", label=N_("From place"), required=True, of="lying"),
                PlaceField(name="to_place", label=N_("To place"), required=True),
            ),
        ),
        Operation(
            path="cancel",
            title=N_("Cancel"),
            summary="The return is not needed any more",
            action=permissions.CANCEL_RETURN,
            schema=schemas.ReasonIn,
            run=commands.cancel_return,
            command="cancel",
            icon="ban",
            tone="outline-danger",
            fields=(_REASON,),
        ),
    ),
)

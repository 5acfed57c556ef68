"""What may be done with a return, from its request to its end; approving, receiving, reviewing and replacing have folders of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_common.database import next_number
from kesu_common.errors import Conflict, Invalid, TooEarly
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import TaskKind, cancel_task, finish_task, open_task
from kesu_returns import events, tasks
from kesu_returns.approvals.model import limits_at
from kesu_returns.copies.queries import complaint_of, customer_name, require_known
from kesu_returns.deliveries.queries import last_delivery
from kesu_returns.permissions import (
    ANNOUNCE_SHIPPING,
    CANCEL_RETURN,
    CLOSE_RETURN,
    DECIDE_HANDLING,
    REQUEST_RETURN,
    SETTLE_RETURN,
    SUBMIT_RETURN,
)
from kesu_returns.places.carrying import undecided
from kesu_returns.returns.facts import facts_of, with_lines
from kesu_returns.returns.model import RETURN_STATES, STAY_THERE, Return, ReturnLine

EVENING = time(18)
"""Until when something that is promised for a day may come."""


def request_return(
    session: Session, actor: Actor, site: str, data: Mapping[str, Any], *, source: str, requested_by: str | None = None
) -> Return:
    """Ask for goods to come back (申请退货). `data` as loaded by `schemas.ReturnIn`: kind, lines [{product, lot, quantity}], customer, what
    was agreed.

    Lines take GTIN, name and price from the latest matching delivery. Raises `Invalid` for an unknown site, a request without
    lines, and, asked for directly, a customer or complaint that nobody knows.
    """
    site_of(session, site)
    actor.require(REQUEST_RETURN, site)
    values = {name: value for name, value in data.items() if name != "lines"}
    if source == "api":
        require_known(session, site, values.get("customer_code"), values.get("complaint"))
    known = complaint_of(session, values.get("complaint"))
    made = Return(
        number=next_number(session, "RT", site),
        site=site,
        state=RETURN_STATES.initial,
        source=source,
        requested_by=requested_by or actor.id,
        goodwill=bool(known and known.goodwill),
        **values,
    )
    made.customer_name = made.customer_name or customer_name(session, made.customer_code)
    add_lines(session, made, data.get("lines") or ())
    session.add(made)
    state(session, actor, events.RETURN_REQUESTED, made, with_lines(made))
    return made


def add_lines(session: Session, to: Return, lines: Sequence[Mapping[str, Any]]) -> None:
    """Give a new return its lines and its value. Raises `Invalid` without any."""
    if not lines:
        raise Invalid(N_("Say at least one product or lot and how many."), field="lines")
    for number, wanted in enumerate(lines, 1):
        product, lot = wanted.get("product"), wanted.get("lot")
        shipped = last_delivery(session, to.site, product=product, lot=lot, customer=to.customer_code)
        to.lines.append(
            ReturnLine(
                line=number,
                product=product or (shipped.product if shipped else None),
                lot=lot,
                claimed=wanted["quantity"],
                product_name=shipped.product_name if shipped else None,
                gtin=wanted.get("gtin") or (shipped.gtin if shipped else None),
                unit_price=shipped.unit_price if shipped else None,
                outstanding=wanted["quantity"],
            )
        )
    to.value = value_of(to.lines)


def value_of(lines: Iterable[ReturnLine]) -> Decimal:
    """What is claimed, at the prices that are known."""
    return sum((line.claimed * (line.unit_price or Decimal(0)) for line in lines), Decimal(0)).quantize(Decimal("0.0001"))


def decide_handling(session: Session, actor: Actor, thing: Return, handling: str, way: str | None = None) -> Return:
    """QA has decided how the goods are handled (clause 4.1.3.7-a, 处理方式): sales agrees it with the customer next."""
    actor.require(DECIDE_HANDLING, thing.site)
    RETURN_STATES.apply(thing, "decide_handling")
    thing.handling, thing.way = handling, way
    state(session, actor, events.HANDLING_DECIDED, thing, {**facts_of(thing), "handling": handling})
    open_work(session, actor, tasks.SUBMIT, thing)
    return thing


def submit_return(
    session: Session, actor: Actor, thing: Return, *, agreed_with: str | None = None, agreed_at: datetime | None = None
) -> Return:
    """Put the return to the lead (提交批准). Raises `TooEarly` while no agreement with the customer is on record (clause 3.2-e),
    `Conflict` for an exchange of goods that stay there.
    """
    actor.require(SUBMIT_RETURN, thing.site)
    RETURN_STATES.next(thing.state, "submit")
    if thing.kind == "exchange" and thing.way in STAY_THERE:
        raise Conflict(
            N_("Quality lets the goods stay at the customer's, so there is nothing to exchange. Cancel this return and agree anew.")
        )
    thing.agreed_with, thing.agreed_at = agreed_with or thing.agreed_with, agreed_at or thing.agreed_at
    if not thing.agreed_with or thing.agreed_at is None:
        raise TooEarly(N_("Say first with whom at the customer this was agreed, and when."))
    RETURN_STATES.apply(thing, "submit")
    thing.submitted_by = actor.id
    state(session, actor, events.RETURN_SUBMITTED, thing, with_lines(thing))
    finish_task(session, actor, tasks.SUBMIT, thing.number, "submitted")
    limit = limits_at(site_of(session, thing.site).targets).get("lead", Decimal(0))
    open_work(session, actor, tasks.APPROVE, thing, role="lead" if limit is None or thing.value <= limit else "gm")
    return thing


def announce_shipping(
    session: Session,
    actor: Actor,
    thing: Return,
    *,
    carrier: str | None = None,
    waybill: str | None = None,
    expected_on: date | None = None,
) -> Return:
    """The customer has sent the goods (客户已发出): they are in transit, and expected on a day."""
    actor.require(ANNOUNCE_SHIPPING, thing.site)
    RETURN_STATES.apply(thing, "ship")
    thing.carrier, thing.waybill, thing.expected_on = carrier or thing.carrier, waybill or thing.waybill, expected_on or thing.expected_on
    how = {name: getattr(thing, name) for name in ("carrier", "waybill", "expected_on")}
    state(session, actor, events.RETURN_SHIPPED, thing, {**facts_of(thing), **how})
    if expected_on is not None:
        cancel_task(session, actor, tasks.EXPECT, thing.number)  # another day than was thought
        open_work(session, actor, tasks.EXPECT, thing, due_on=expected_on)
    return thing


def cancel_return(session: Session, actor: Actor, thing: Return, reason: str) -> Return:
    """The return is not needed any more (取消退货); only before goods have moved. All its open work ends."""
    actor.require(CANCEL_RETURN, thing.site)
    RETURN_STATES.next(thing.state, "cancel")
    if any(line.received for line in thing.lines):
        raise Conflict(N_("Goods of this return are here already. Send them back, or let it be approved."))
    RETURN_STATES.apply(thing, "cancel")
    thing.outcome = reason
    state(session, actor, events.RETURN_CANCELLED, thing, {**facts_of(thing), "reason": reason})
    end_work(session, actor, thing)
    return thing


def settle_return(session: Session, actor: Actor, thing: Return, reason: str | None = None) -> Return:
    """What was owed is given (了结). With a shortfall sales has to say what was agreed instead.
    Raises `Invalid` (field `reason`) otherwise.
    """
    actor.require(SETTLE_RETURN, thing.site)
    RETURN_STATES.next(thing.state, "settle")
    if thing.shortfall and not reason:
        raise Invalid(
            N_("%(quantity)s pieces were not replaced. Say what was agreed instead."), field="reason", quantity=plain(thing.shortfall)
        )
    end_settled(session, actor, thing, reason)
    return thing


def end_settled(session: Session, actor: Actor, thing: Return, reason: str | None, command: str = "settle") -> None:
    """Settle and give sales the work of closing; for commands that have checked that it may be."""
    RETURN_STATES.apply(thing, command)
    thing.outcome = reason
    state(session, actor, events.RETURN_SETTLED, thing, {**facts_of(thing), "shortfall": thing.shortfall, "reason": reason})
    cancel_task(session, actor, tasks.REPLACE, thing.number)
    cancel_task(session, actor, tasks.FILL_SHORTFALL, thing.number)
    open_work(session, actor, tasks.CLOSE, thing)


def close_return(session: Session, actor: Actor, thing: Return) -> Return:
    """Nothing is open any more (关闭). Raises `TooEarly` while quality has not decided what becomes of goods that are here."""
    actor.require(CLOSE_RETURN, thing.site)
    RETURN_STATES.next(thing.state, "close")
    if (waiting := undecided(thing)) > 0:
        raise TooEarly(
            N_("%(quantity)s pieces of it lie here, and quality has not decided yet what becomes of them."), quantity=plain(waiting)
        )
    RETURN_STATES.apply(thing, "close")
    state(session, actor, events.RETURN_CLOSED, thing, facts_of(thing))
    finish_task(session, actor, tasks.CLOSE, thing.number, "closed")
    end_work(session, actor, thing)
    return thing


def end_work(session: Session, actor: Actor, thing: Return) -> None:
    """Take back all open work about a return that has ended; the goods are still carried where they belong, and sent back."""
    for kind in tasks.TASKS:
        if kind not in (tasks.CARRY, tasks.SEND_BACK):
            cancel_task(session, actor, kind, thing.number)


def open_work(
    session: Session,
    actor: Actor,
    kind: TaskKind,
    thing: Return,
    *,
    role: str | None = None,
    assignee: str | None = None,
    due_on: date | None = None,
    params: Mapping[str, Any] | None = None,
) -> None:
    """Give work about a return to a department; the titles name the customer. `due_on`: until the evening of the day that was promised."""
    open_task(
        session,
        actor,
        kind,
        subject=thing.number,
        site=thing.site,
        case=thing.complaint,
        role=role,
        assignee=assignee,
        due_at=None if due_on is None else datetime.combine(due_on, EVENING, ZoneInfo(site_of(session, thing.site).timezone)),
        params={"customer": thing.customer_name or thing.customer_code or "?", **(params or {})},
    )


def state(session: Session, actor: Actor, event: EventType, thing: Return, data: Mapping[str, Any]) -> None:
    """State a fact about a return, under its complaint."""
    record(session, actor, event, thing, data, case=thing.complaint)

"""Taking a return's form in, and deciding its way of handling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.events import EventType
from kesu_common.journal import record
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_quality import events, tasks
from kesu_quality.handlings.model import HANDLING_STATES, Handling
from kesu_quality.permissions import DECIDE_HANDLING


def take_form(
    session: Session, actor: Actor, *, number: str, site: str, asked_at: datetime, lines: Sequence[Mapping[str, Any]],
    complaint: str | None,
    customer_code: str | None, customer_name: str | None,
) -> Handling:  # fmt: skip
    """Quality has the form of a requested return (收到退货申请单): its head has to decide the way of handling."""
    site_of(session, site)
    actor.require(DECIDE_HANDLING, site)
    kept = [
        {"line": line["line"], "product": line.get("product"), "lot": line.get("lot"), "quantity": plain(line["quantity"])}
        for line in lines
    ]
    made = Handling(
        number=number, site=site, state=HANDLING_STATES.initial, complaint=complaint, customer_code=customer_code,
        customer_name=customer_name, lines=kept,
        asked_at=asked_at,
    )  # fmt: skip
    session.add(made)
    _state(session, actor, events.HANDLING_ASKED, made, {"lines": kept})
    params = {"customer": customer_name or customer_code or "?"}
    open_task(session, actor, tasks.HANDLE, subject=number, site=site, case=complaint, start=asked_at, params=params)
    return made


def decide_handling(session: Session, actor: Actor, handling: Handling, *, way: str, instructions: str) -> Handling:
    """Decide what is done with the goods (确定处理方式): sales agrees it with the customer next (clause 4.1.3.7-a)."""
    actor.require(DECIDE_HANDLING, handling.site)
    HANDLING_STATES.apply(handling, "decide")
    handling.way, handling.instructions = way, instructions
    handling.decided_by, handling.decided_at = actor.name or actor.id, clock.now()
    _state(session, actor, events.HANDLING_DECIDED, handling, {"way": way, "handling": instructions})
    finish_task(session, actor, tasks.HANDLE, handling.number, way)
    return handling


def cancel_handling(session: Session, actor: Actor, handling: Handling, reason: str) -> Handling:
    """The return was cancelled or refused: nothing is to be decided any more."""
    HANDLING_STATES.apply(handling, "cancel")
    _state(session, actor, events.HANDLING_CANCELLED, handling, {"reason": reason})
    cancel_task(session, actor, tasks.HANDLE, handling.number)
    return handling


def _state(session: Session, actor: Actor, event: EventType, handling: Handling, data: Mapping[str, Any]) -> None:
    names = ("complaint", "customer_code", "customer_name", "state")
    facts = {"return_number": handling.number, **{name: getattr(handling, name) for name in names}}
    record(session, actor, event, handling, {**facts, **data}, case=handling.complaint)

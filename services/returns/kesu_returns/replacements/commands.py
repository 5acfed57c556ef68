"""Good goods go out for returned ones: line by line, never more than was approved (clause 4.1.3.4-a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import KnownPerson
from kesu_common.tasks import cancel_task, finish_task
from kesu_returns import events, tasks
from kesu_returns.permissions import SHIP_REPLACEMENT
from kesu_returns.receiving.commands import line_of
from kesu_returns.replacements.model import ReplacementShipment
from kesu_returns.returns.commands import end_settled, open_work, state
from kesu_returns.returns.model import RETURN_STATES, Return


def ship_replacement(
    session: Session,
    actor: Actor,
    thing: Return,
    lines: Iterable[Mapping[str, Any]],
    *,
    carrier: str | None = None,
    waybill: str | None = None,
) -> Return:
    """Send good goods (补发合格品): lines [{line, quantity, lot}]. When nothing is owed any more the return is settled.

    Raises `Conflict` for more than is approved and not yet replaced on a line.
    """
    _begin(actor, thing, "ship_replacement")
    shipped = []
    for wanted in lines:
        line = line_of(thing, wanted["line"])
        if wanted["quantity"] > line.approved - line.replaced:
            left = plain(line.approved - line.replaced)
            raise Conflict(N_("Line %(line)s: only %(left)s are approved and not yet replaced."), line=line.line, left=left)
        line.replaced += wanted["quantity"]
        by = f"{actor.kind}:{actor.id} ({actor.name})"
        shipment = ReplacementShipment(
            line_id=line.id, quantity=wanted["quantity"], lot=wanted.get("lot"), carrier=carrier, waybill=waybill, by=by
        )
        session.add(shipment)
        shipped.append({"line": line.line, "quantity": wanted["quantity"]})
    if not shipped:
        raise Invalid(N_("Say at least one line and how many."), field="lines")
    state(session, actor, events.REPLACEMENT_SHIPPED, thing, {**_facts(thing), "lines": shipped, "carrier": carrier, "waybill": waybill})
    if not thing.shortfall:
        finish_task(session, actor, tasks.REPLACE, thing.number, "replaced")
        finish_task(session, actor, tasks.FILL_SHORTFALL, thing.number, "replaced")
        end_settled(session, actor, thing, None)
    return thing


def report_short(
    session: Session, actor: Actor, thing: Return, reason: str, *, expected_on: date | None = None, owner: str | None = None
) -> Return:
    """Say that approved goods cannot go out for now (缺货), why, and until when: everybody sees the shortfall, and one person (`owner`, a
    login; who reports it, when not given) has the work of ending it. Raises `Invalid` (`owner`) for a person that is not known.
    """
    if owner is not None and session.get(KnownPerson, owner) is None:
        raise Invalid(N_("There is nobody with the sign-in name “%(owner)s”."), field="owner", owner=owner)
    _begin(actor, thing, "report_short")
    owed = [{"line": line.line, "quantity": line.approved - line.replaced} for line in thing.lines if line.approved > line.replaced]
    thing.short_owner, thing.short_reason, thing.short_until = owner or actor.id, reason, expected_on
    told = {"lines": owed, "reason": reason, "expected_on": expected_on, "owner": thing.short_owner}
    state(session, actor, events.REPLACEMENT_SHORT, thing, {**_facts(thing), **told})
    cancel_task(session, actor, tasks.FILL_SHORTFALL, thing.number)  # another owner, another day
    params = {"quantity": plain(thing.shortfall)}
    open_work(session, actor, tasks.FILL_SHORTFALL, thing, due_on=expected_on, assignee=thing.short_owner, params=params)
    return thing


def _begin(actor: Actor, thing: Return, command: str) -> None:
    actor.require(SHIP_REPLACEMENT, thing.site)
    if thing.kind == "return":
        raise Conflict(N_("This is a return without exchange: nothing is sent for it."))
    RETURN_STATES.apply(thing, "replace" if thing.state == "reviewed" else command)


def _facts(thing: Return) -> dict[str, Any]:
    return {"number": thing.number, "complaint": thing.complaint, "shortfall": thing.shortfall}

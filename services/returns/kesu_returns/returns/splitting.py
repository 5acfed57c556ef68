"""Splitting a return (拆分退货): what is still to come travels in two consignments from now on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.database import next_number
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_returns import events, tasks
from kesu_returns.approvals.model import Approval
from kesu_returns.approvals.queries import approvals_of
from kesu_returns.permissions import SPLIT_RETURN
from kesu_returns.receiving.commands import goods_are_in, line_of
from kesu_returns.returns.commands import announce_shipping, open_work, state, value_of
from kesu_returns.returns.facts import facts_of, with_lines
from kesu_returns.returns.model import RETURN_STATES, Return, ReturnLine

_SHARED = (
    "site", "kind", "source", "complaint", "settlement", "customer_code", "customer_name", "reason", "agreed_with", "agreed_at",
    "requested_by", "submitted_by", "goodwill", "handling", "way",
)  # fmt: skip
"""What was agreed and decided for the whole holds for both parts."""
_GOODS = ("reference", "product", "product_name", "gtin", "lot", "unit_price")


def split_return(
    session: Session,
    actor: Actor,
    thing: Return,
    lines: Iterable[Mapping[str, Any]],
    *,
    reason: str | None = None,
    carrier: str | None = None,
    waybill: str | None = None,
    expected_on: date | None = None,
) -> Return:
    """Let some of what is still to come be a return of its own: lines [{line, quantity}] of `thing`, which is answered.

    The approval, the agreement with the customer and the way of handling hold for both, and no piece is claimed, received or owed twice:
    each return replaces what is approved of its own pieces. With a carrier or waybill the new one is on its way at once. Raises
    `Conflict` for more than is outstanding on a line, `Invalid` when nothing is moved or nothing would be left.
    """
    actor.require(SPLIT_RETURN, thing.site)
    RETURN_STATES.apply(thing, "split")
    made = Return(
        number=next_number(session, "RT", thing.site),
        state="authorised",
        split_from=thing.number,
        split_path=[*thing.split_path, thing.number],
        **{name: getattr(thing, name) for name in _SHARED},
    )
    moved = _move(thing, made, lines)
    if not any(line.claimed for line in thing.lines):
        raise Invalid(N_("Leave at least one piece. If all goods come another way, say so with “Goods are on their way”."), field="lines")
    thing.split_into = [*thing.split_into, made.number]
    thing.value, made.value = value_of(thing.lines), value_of(made.lines)
    session.add(made)
    session.flush()
    _inherit_approvals(session, thing, made)
    state(session, actor, events.RETURN_SPLIT, thing, {**facts_of(thing), "into": made.number, "reason": reason, "lines": moved})
    state(session, actor, events.RETURN_AUTHORISED, made, with_lines(made))
    if carrier or waybill:
        announce_shipping(session, actor, made, carrier=carrier, waybill=waybill, expected_on=expected_on)
    made.expected_on = expected_on
    if expected_on is None or not (carrier or waybill):
        open_work(session, actor, tasks.EXPECT, made, due_on=expected_on)
    if thing.complete:
        goods_are_in(session, actor, thing)
    return thing


def _move(thing: Return, made: Return, lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    moved = []
    for wanted in lines:
        line, quantity = line_of(thing, wanted["line"]), wanted.get("quantity") or Decimal(0)
        if not quantity:
            continue
        if quantity > line.outstanding:
            words = N_("Line %(line)s: only %(left)s are still expected. Split off at most as many.")
            raise Conflict(words, field="lines", line=line.line, left=plain(line.outstanding))
        line.claimed -= quantity
        line.outstanding -= quantity
        line.split_off += quantity
        goods = {name: getattr(line, name) for name in _GOODS}
        made.lines.append(ReturnLine(line=len(made.lines) + 1, claimed=quantity, outstanding=quantity, split_from_id=line.id, **goods))
        moved.append({"line": line.line, "product": line.product, "lot": line.lot, "quantity": quantity, "into_line": len(made.lines)})
    if not moved:
        raise Invalid(N_("Say at least one line and how many."), field="lines")
    return moved


def _inherit_approvals(session: Session, thing: Return, made: Return) -> None:
    """Who let the whole go ahead has let both parts: nobody is asked twice, and the value that was looked at stays on record."""
    names = ("decision", "by", "by_name", "role", "on_behalf_of", "reason", "goodwill", "value", "decided_at")
    for approval in approvals_of(session, thing):
        session.add(Approval(return_id=made.id, **{name: getattr(approval, name) for name in names}))

"""Quality's review and dispositions, as far as they concern the warehouse. Quality decides them; here they only meet the quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_returns import events, tasks
from kesu_returns.places.carrying import see_to_carrying
from kesu_returns.returns.commands import end_settled, open_work, state
from kesu_returns.returns.facts import facts_of
from kesu_returns.returns.model import RETURN_STATES, Return


def remember_review(session: Session, actor: Actor, thing: Return, review: Mapping[str, Any]) -> None:
    """Keep quality's review (评审结果): {review, result, lines [{line, ours, not_ours, no_fault_found}]}; applied once all goods are in.

    A review is due by the form, not by the goods (clause 4.1.3.7-c), so it may be here before them. The last one counts until it is
    applied.
    """
    if RETURN_STATES.is_final(thing.state) or thing.state in ("reviewed", "replacing", "settled"):
        return  # what went out by the first review cannot be taken back by another
    thing.review = {**review, "lines": [{name: str(value) for name, value in line.items()} for line in review["lines"]]}
    apply_review(session, actor, thing)


def apply_review(session: Session, actor: Actor, thing: Return) -> None:
    """Split what came in by the remembered review, if there is one and all goods are in; out of goodwill the rest is approved as well.

    A review that counts more than came in is put back to quality, as work. Without anything to replace the return is settled at once.
    """
    if thing.state != "received" or thing.review is None:
        return
    judged = {int(line["line"]): line for line in thing.review["lines"]}
    if not all(_fits(judged.get(line.line), line.received) for line in thing.lines):
        open_work(session, actor, tasks.RECOUNT, thing)
        return
    RETURN_STATES.apply(thing, "review")
    for line in thing.lines:
        found = judged.get(line.line, {})
        line.ours, line.not_ours, line.no_fault_found = (Decimal(found.get(name, 0)) for name in _PARTS)
        line.under_test = line.received - line.ours - line.not_ours - line.no_fault_found
        line.goodwill = line.received - line.ours if thing.goodwill else Decimal(0)
    approved = [{"line": line.line, "quantity": line.approved} for line in thing.lines]
    state(session, actor, events.RETURN_REVIEWED, thing, {**facts_of(thing), "approved": approved})
    see_to_carrying(session, actor, thing)
    if thing.shortfall:
        open_work(session, actor, tasks.REPLACE, thing)
    else:
        end_settled(session, actor, thing, None)


def keep_disposition(session: Session, actor: Actor, thing: Return, goods: str, parts: Sequence[Mapping[str, Any]]) -> None:
    """Keep how quality disposed of the goods (处置); what goes back to the customer becomes the warehouse's work."""
    scrapped = sum((part["quantity"] for part in parts if part["disposition"] == "scrap"), Decimal(0))
    told = [{"disposition": part["disposition"], "quantity": str(part["quantity"])} for part in parts]
    _keep(session, actor, thing, goods, {"parts": told, "scrap": str(scrapped)})
    if any(part["disposition"] == "return_to_customer" for part in parts):
        open_work(session, actor, tasks.SEND_BACK, thing)


def keep_release(session: Session, actor: Actor, thing: Return, goods: str, quantity: Decimal) -> None:
    """So many more of the goods may leave quarantine (放行): the warehouse carries them."""
    before = next((Decimal(known.get("released", 0)) for known in thing.dispositions if known["goods"] == goods), Decimal(0))
    _keep(session, actor, thing, goods, {"released": str(before + quantity)})


def _keep(session: Session, actor: Actor, thing: Return, goods: str, told: Mapping[str, Any]) -> None:
    others = [known for known in thing.dispositions if known["goods"] != goods]
    before = next((known for known in thing.dispositions if known["goods"] == goods), {"goods": goods, "parts": []})
    thing.dispositions = [*others, {**before, **told}]
    session.flush()
    see_to_carrying(session, actor, thing)


_PARTS = ("ours", "not_ours", "no_fault_found")


def _fits(judged: Mapping[str, Any] | None, received: Decimal) -> bool:
    return judged is None or sum((Decimal(judged.get(name, 0)) for name in _PARTS), Decimal(0)) <= received

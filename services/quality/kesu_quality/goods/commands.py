"""Quarantine and disposition of nonconforming goods; what is worked on and inspected again is in `working.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task
from kesu_quality import events, tasks
from kesu_quality.goods.consent import require_consent
from kesu_quality.goods.facts import facts_of, parts_of, state
from kesu_quality.goods.judging import judge_goods
from kesu_quality.goods.model import BY_LEAD, GOODS_STATES, OF_OTHERS, OF_OURS, RELEASING, WORK, Disposition, Goods
from kesu_quality.goods.queries import goods_of_line
from kesu_quality.permissions import DISPOSE, GIVE_UP, QUARANTINE

_NOTHING = Decimal(0)
_QUANTITIES = (
    "ours", "not_ours", "no_fault_found", "open", "repaired", "reworked", "downgraded", "scrapped", "conceded", "open_others", "returned",
    "accepted",
    "worked", "passed", "failed", "waiting",
)  # fmt: skip


def quarantine_goods(session: Session, actor: Actor, *, site: str, quantity: Decimal, found: str, **known: Any) -> Goods:
    """Put goods aside that were found nonconforming in the house (隔离): they are ours. `known`: product, lot, place, complaint."""
    made = _quarantine(session, actor, site=site, quantity=quantity, found=found, **known)
    judge_goods(session, actor, made, quantity, _NOTHING, _NOTHING)
    return made


def take_returned(
    session: Session, actor: Actor, *, site: str, return_number: str, line: int, received: Decimal, at: datetime, **known: Any
) -> None:
    """Returned goods have come in, `received` in all on this line so far: they go into quarantine under test, or more of them do."""
    if not received:
        return
    goods = goods_of_line(session, return_number, line)
    if goods is None:
        _quarantine(session, actor, site=site, quantity=received, return_number=return_number, line=line, quarantined_at=at, **known)
    elif received > goods.received:
        GOODS_STATES.apply(goods, "receive")
        more = received - goods.received
        goods.received, goods.under_test = received, goods.under_test + more
        state(session, actor, events.GOODS_QUARANTINED, goods, {"quantity": more})


def dispose_goods(session: Session, actor: Actor, goods: Goods, *, parts: Sequence[Mapping[str, Any]]) -> Goods:
    """Decide what becomes of goods in quarantine (处置): parts [{disposition, quantity, reason, department}] (clause 4.1.3.4-b).

    Scrap and concession need a lead, a concession the customer's consent where the site asks for it. Goods under test wait for the
    review. Raises `Invalid` for more than is open, or for work without the
    department that does it.
    """
    actor.require(DISPOSE, goods.site)
    GOODS_STATES.apply(goods, "dispose")
    if any(part["disposition"] in BY_LEAD for part in parts):
        actor.require(GIVE_UP, goods.site)
    if any(part["disposition"] == "concession" for part in parts):
        require_consent(session, goods)
    for index, part in enumerate(parts):
        _dispose(actor, goods, index, part)
    added = [{"disposition": p["disposition"], "quantity": p["quantity"]} for p in parts]
    state(
        session, actor, events.DISPOSITION_DECIDED, goods, {"parts": parts_of(goods), "added": added, "customer_code": goods.customer_code}
    )
    released = sum((p["quantity"] for p in parts if p["disposition"] in RELEASING), _NOTHING)
    if released:
        state(session, actor, events.GOODS_RELEASED, goods, {"quantity": released, "after": "disposition"})
    if not goods.open and not goods.open_others:
        finish_task(session, actor, tasks.DISPOSE, goods.number, "decided")
    for part in parts:
        if part["disposition"] in WORK:
            department = part.get("department") or "production"
            open_task(session, actor, tasks.WORK, subject=goods.number, site=goods.site, case=goods.complaint, role=department)
    return goods


def _quarantine(session: Session, actor: Actor, *, site: str, quantity: Decimal, **known: Any) -> Goods:
    site_of(session, site)
    actor.require(QUARANTINE, site)
    values = {"quarantined_at": clock.now(), **dict.fromkeys(_QUANTITIES, _NOTHING), **known}
    made = Goods(
        number=next_number(session, "NG", site), site=site, state=GOODS_STATES.initial, received=quantity, under_test=quantity, **values
    )
    session.add(made)
    record(session, actor, events.GOODS_QUARANTINED, made, {**facts_of(made), "quantity": quantity}, case=made.complaint)
    return made


def _dispose(actor: Actor, goods: Goods, index: int, part: Mapping[str, Any]) -> None:
    name, quantity = part["disposition"], part["quantity"]
    pool, column = ("open", OF_OURS[name]) if name in OF_OURS else ("open_others", OF_OTHERS[name])
    left = getattr(goods, pool)
    if quantity > left:
        message = (
            N_("Only %(left)s pieces that are our fault are open; %(under_test)s are still under test.")
            if pool == "open"
            else N_("Only %(left)s pieces that are not our fault are open; %(under_test)s are still under test.")
        )
        params = {"left": plain(left), "under_test": plain(goods.under_test)}
        raise Invalid(message, errors={"parts": {str(index): {"quantity": [message % params]}}}, **params)
    setattr(goods, pool, left - quantity)
    setattr(goods, column, getattr(goods, column) + quantity)
    work = quantity if name in WORK else _NOTHING
    goods.worked += work
    goods.waiting += work
    goods.dispositions.append(
        Disposition(
            part=len(goods.dispositions) + 1, disposition=name, quantity=quantity, reason=part.get("reason"),
            decided_by=actor.name or actor.id,
            department=(part.get("department") or "production") if work else None, in_work=work, to_inspect=_NOTHING, passed=_NOTHING,
            failed=_NOTHING,
            decided_at=clock.now(),
        )
    )  # fmt: skip

"""What every fact about nonconforming goods says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from kesu_common.events import EventType
from kesu_common.journal import record
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_quality.goods.model import DISPOSITIONS, GOODS_STATES, Goods

BALANCE = (
    "received", "ours", "not_ours", "no_fault_found", "under_test", "open", "repaired", "reworked", "downgraded", "scrapped", "conceded",
    "open_others", "returned", "accepted", "worked", "passed", "failed", "waiting",
)  # fmt: skip
"""The quantities, as `Goods` explains them."""


class GoodsFact(Schema):
    """The goods as they are after the fact; `balance` holds every quantity of equations 3 to 5."""

    goods = fields.String(required=True)
    return_number = fields.String(required=True, allow_none=True)
    line = fields.Integer(required=True, allow_none=True)
    complaint = fields.String(required=True, allow_none=True)
    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    balance = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


EXAMPLE: dict[str, Any] = {
    "goods": "NG-SZ-2026-000017",
    "return_number": "RT-SZ-2026-000042",
    "line": 1,
    "complaint": "KS-SZ-2026-000123",
    "product": "P-100",
    "lot": "L2026-07",
    "state": "quarantined",
    "balance": {**dict.fromkeys(BALANCE, "0"), "received": "120", "under_test": "120"},
}
"""The goods of the frozen examples."""


def facts_of(goods: Goods) -> dict[str, Any]:
    """The payload of `GoodsFact` for `goods`."""
    names = ("return_number", "line", "complaint", "product", "lot", "state")
    return {
        "goods": goods.number,
        **{name: getattr(goods, name) for name in names},
        "balance": {n: plain(getattr(goods, n)) for n in BALANCE},
    }


def parts_of(goods: Goods) -> list[dict[str, Any]]:
    """All that was decided so far, summed up by disposition; what failed re-inspection does not count."""
    sums = {name: sum(d.lasting for d in goods.dispositions if d.disposition == name) for name in DISPOSITIONS}
    return [{"disposition": name, "quantity": quantity} for name, quantity in sums.items() if quantity]


def state(session: Session, actor: Actor, event: EventType, goods: Goods, data: Mapping[str, Any]) -> None:
    """Move the goods on as their quantities say, and state the fact under the complaint."""
    _follow_quantities(goods)
    record(session, actor, event, goods, {**facts_of(goods), **data}, case=goods.complaint)


def _follow_quantities(goods: Goods) -> None:
    if goods.state == "quarantined" and not goods.undecided:
        GOODS_STATES.apply(goods, "empty")
    if goods.state == "in_work" and goods.undecided:
        GOODS_STATES.apply(goods, "refill")
    if goods.state == "in_work" and not goods.waiting:
        GOODS_STATES.apply(goods, "finish")

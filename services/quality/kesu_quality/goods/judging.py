"""Which of the goods are whose fault: the review says so, line by line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy.orm import Session

from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.tasks import open_task
from kesu_quality import events, tasks
from kesu_quality.goods.facts import state
from kesu_quality.goods.model import GOODS_STATES, Goods
from kesu_quality.goods.queries import goods_of_line


class Judged(Protocol):
    """A line of a review."""

    line: Any
    ours: Any
    not_ours: Any
    no_fault_found: Any


def judge_line(session: Session, actor: Actor, return_number: str, line: Judged) -> None:
    """Apply a review's line to the goods of that line, as soon as so many have come in; until then they stay under test.

    Raises `Conflict` when more of them has its disposition already than the line leaves.
    """
    goods = goods_of_line(session, return_number, line.line)
    if goods is None or line.ours + line.not_ours + line.no_fault_found > goods.received:
        return
    judge_goods(session, actor, goods, line.ours, line.not_ours, line.no_fault_found)


def judge_goods(session: Session, actor: Actor, goods: Goods, ours: Decimal, not_ours: Decimal, no_fault_found: Decimal) -> None:
    """Split the goods by whose fault it is (责任判定); the rest stays under test. Nothing happens when they are split like that already."""
    others = not_ours + no_fault_found
    if (goods.ours, goods.not_ours, goods.no_fault_found) == (ours, not_ours, no_fault_found):
        return
    GOODS_STATES.apply(goods, "judge")
    used, used_others = goods.ours - goods.open, goods.returned + goods.accepted
    if ours < used or others < used_others:
        message = N_("Of %(goods)s %(used)s pieces have their disposition already. They cannot be judged otherwise any more.")
        raise Conflict(message, goods=goods.number, used=plain(used if ours < used else used_others))
    goods.ours, goods.not_ours, goods.no_fault_found = ours, not_ours, no_fault_found
    goods.under_test = goods.received - ours - others
    goods.open, goods.open_others = ours - used, others - used_others
    state(session, actor, events.GOODS_JUDGED, goods, {})
    if goods.open or goods.open_others:
        open_task(session, actor, tasks.DISPOSE, subject=goods.number, site=goods.site, case=goods.complaint)

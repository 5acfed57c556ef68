"""Random histories of nonconforming goods: equations 3 to 5 hold after every step, whatever is tried (clause 4.1.3.7-e)."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kesu_common import clock
from kesu_common.errors import KesuError
from kesu_common.people.actors import Actor
from kesu_quality.goods.commands import dispose_goods, take_returned
from kesu_quality.goods.judging import judge_goods
from kesu_quality.goods.model import DISPOSITIONS, Goods
from kesu_quality.goods.queries import goods_of_line
from kesu_quality.goods.working import reinspect_goods, report_work

QUALITY = Actor.service("quality")
numbers = itertools.count(1)
some = st.integers(0, 12).map(Decimal)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("receive"), some),
        st.tuples(st.just("judge"), some, some, some),
        st.tuples(st.just("dispose"), st.sampled_from(DISPOSITIONS), some),
        st.tuples(st.just("work"), st.integers(1, 4), some),
        st.tuples(st.just("reinspect"), st.integers(1, 4), some, some),
    ),
    max_size=25,
)


@pytest.mark.clause("4.1.3.7-e", "4.1.3.4-b", "4.1.3.4-c")
def test_quantities_balance_at_every_step(quality: Any) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(steps)
    def history(path: list[tuple[Any, ...]]) -> None:
        number = f"RT-{next(numbers)}"
        with quality.runtime.database.transaction() as session:
            _receive(session, number, Decimal(10))
            for step in path:
                try:
                    with session.begin_nested():
                        _carry_out(session, number, step)
                except KesuError:
                    pass  # refused with words, as it should be: the database's own refusal would end the test
                goods = goods_of_line(session, number, 1)
                assert goods is not None
                _balances(goods)

    history()


def _receive(session: Any, number: str, received: Decimal) -> None:
    take_returned(session, QUALITY, site="SZ", return_number=number, line=1, received=received, at=clock.now(), product="GP-200")
    session.flush()


def _carry_out(session: Any, number: str, step: tuple[Any, ...]) -> None:
    goods = goods_of_line(session, number, 1)
    assert goods is not None
    name, *given = step
    if name == "receive":
        _receive(session, number, goods.received + given[0])
    elif name == "judge" and sum(given) <= goods.received:
        judge_goods(session, QUALITY, goods, *given)
    elif name == "dispose" and given[1]:
        dispose_goods(session, QUALITY, goods, parts=[{"disposition": given[0], "quantity": given[1]}])
    elif name == "work" and given[1]:
        report_work(session, QUALITY, goods, part=given[0], quantity=given[1])
    elif name == "reinspect":
        reinspect_goods(session, QUALITY, goods, part=given[0], passed=given[1], failed=given[2], method="…")
    session.flush()
    # What the database checks at the commit it checks after every step here.
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.execute(text("SET CONSTRAINTS ALL DEFERRED"))


def _balances(goods: Goods) -> None:
    assert goods.received == goods.ours + goods.not_ours + goods.no_fault_found + goods.under_test
    assert goods.ours == goods.repaired + goods.reworked + goods.downgraded + goods.scrapped + goods.conceded + goods.open
    assert goods.worked == goods.passed + goods.failed + goods.waiting
    assert goods.repaired + goods.reworked == goods.worked - goods.failed
    lasting = sum((d.lasting for d in goods.dispositions), Decimal(0))
    assert goods.received == goods.undecided + lasting
    expected = "quarantined" if goods.undecided else "in_work" if goods.waiting else "settled"
    assert goods.state == expected


@pytest.mark.clause("4.1.3.7-e")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE disposition SET in_work = in_work - 1, passed = passed + 1",
        "UPDATE goods SET reworked = reworked + 1, open = open - 1, worked = worked + 1, waiting = waiting + 1",
        "UPDATE goods SET scrapped = scrapped + 1, open = open - 1",
        "INSERT INTO reinspection (id, goods_id, part, passed, failed, method, inspector, inspected_at) "
        "SELECT gen_random_uuid(), id, 1, 1, 0, '…', '…', now() FROM goods",
    ],
)
def test_no_program_can_write_parts_that_do_not_add_up(quality: Any, change: str) -> None:
    goods = quality.reviewed("100", "12", "8")
    quality.dispose(goods, ("rework", "60"))
    with pytest.raises(IntegrityError, match="do not add up"), quality.runtime.database.transaction() as session:
        session.execute(text(change))
    assert quality.get(f"goods/{goods}")["open"] == "40"

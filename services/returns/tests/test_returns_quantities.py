"""Quantities that must balance, whatever happens to a return and its parts, in whatever order (domain: quantities 1, 2, 3 and 6)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kesu_common.errors import KesuError
from kesu_common.people.actors import Actor
from kesu_returns.receiving.commands import account_for, receive_by_hand
from kesu_returns.replacements.commands import report_short, ship_replacement
from kesu_returns.returns.model import Return
from kesu_returns.returns.queries import locked_return
from kesu_returns.returns.splitting import split_return
from kesu_returns.reviews.commands import remember_review
from kesu_returns.scans.commands import take_scans
from kesu_returns.scans.reading import item_of

ME = Actor.service("returns")
PIECES = st.integers(1, 12).map(Decimal)
WHICH = st.integers(0, 4)
"""The return that it happens to: the first one, or a part that was split off it or off another part."""
STEPS = st.lists(
    st.tuples(
        WHICH,
        st.one_of(
            st.tuples(st.just("scan"), st.sampled_from(("number", "L1107", "09501101020917", "L-OTHER")), PIECES),
            st.tuples(st.just("receive"), st.integers(1, 2), PIECES),
            st.tuples(st.just("account"), st.integers(1, 2), PIECES),
            st.tuples(st.just("review"), PIECES, PIECES),
            st.tuples(st.just("replace"), st.integers(1, 2), PIECES),
            st.tuples(st.just("short"), st.just(0), st.just(Decimal(0))),
            st.tuples(st.just("split"), st.integers(1, 2), PIECES),
        ),
    ),
    max_size=20,
)
BROKEN = text("""
    SELECT count(*) FROM return_line l WHERE claimed <> received + missing + kept + outstanding
        OR received <> ours + not_ours + no_fault_found + under_test OR replaced > ours + goodwill
        OR received <> (SELECT coalesce(sum(a.quantity), 0) FROM arrival a WHERE a.line_id = l.id)
        OR split_off <> (SELECT coalesce(sum(p.claimed + p.split_off), 0) FROM return_line p WHERE p.split_from_id = l.id)
        OR replaced <> (SELECT coalesce(sum(r.quantity), 0) FROM replacement_shipment r WHERE r.line_id = l.id)
        OR received <> (SELECT coalesce(sum(CASE WHEN m.from_place = 'CUSTOMER' THEN quantity ELSE -quantity END), 0) FROM movement m
                        WHERE m.line_id = l.id AND 'CUSTOMER' IN (m.from_place, m.to_place))
""")
SCANNED = text("""
    SELECT (SELECT coalesce(sum(quantity), 0) FROM scan WHERE action = 'arrive' AND status <> 'unreadable')
         - (SELECT coalesce(sum(quantity), 0) FROM arrival WHERE scan_id IS NOT NULL)
""")

CLAIMED = text("""
    SELECT sum(claimed) FROM return_line JOIN "return" ON "return".id = return_id WHERE state <> 'arrived_unannounced'
""")
"""However often it is split, no piece is claimed twice or by nobody."""
PARTS = text("""SELECT number FROM "return" WHERE number = :number OR split_from IS NOT NULL ORDER BY id""")
SECOND_LINE = text("""
    INSERT INTO return_line (id, return_id, line, lot, claimed, received, missing, kept, outstanding, ours, not_ours, no_fault_found,
        under_test, goodwill, replaced, excess)
    SELECT gen_random_uuid(), id, 2, 'L-2', 8, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0 FROM "return" WHERE number = :number
""")


def _carry_out(session: Session, thing: Return, sequence: int, step: tuple[str, Any, Decimal]) -> None:
    name, what, pieces = step
    line = {"line": what, "quantity": pieces}
    todo: dict[str, Callable[[], object]] = {
        "scan": lambda: take_scans(
            session,
            ME,
            "SZ",
            [
                item_of(
                    "d",
                    {
                        "code": thing.number if what == "number" else what,
                        "sequence": sequence,
                        "action": "arrive",
                        "quantity": pieces,
                    },
                )
            ],
        ),
        "receive": lambda: receive_by_hand(session, ME, thing, [line]),
        "account": lambda: account_for(session, ME, thing, [{"line": what, "missing": pieces - 1, "kept": Decimal(1)}]),
        "review": lambda: remember_review(
            session,
            ME,
            thing,
            {
                "review": "RV-1",
                "result": None,
                "lines": [
                    {"line": 1, "ours": what, "not_ours": pieces, "no_fault_found": 0},
                    {"line": 2, "ours": pieces, "not_ours": 0, "no_fault_found": 1},
                ][: len(thing.lines)],
            },
        ),
        "replace": lambda: ship_replacement(session, ME, thing, [line]),
        "short": lambda: report_short(session, ME, thing, "x"),
        "split": lambda: split_return(session, ME, thing, [line]),
    }
    todo[name]()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, goodwill=st.booleans())
def test_every_history_balances(returns: Any, steps: list[tuple[int, tuple[str, Any, Decimal]]], goodwill: bool) -> None:
    with returns.runtime.database.transaction() as session:
        session.execute(text('TRUNCATE scan, arrival, movement, replacement_shipment, approval, return_line, task, "return" CASCADE'))
    number = returns.authorised()
    with returns.runtime.database.transaction() as session:
        thing = locked_return(session, number)
        assert thing is not None
        thing.goodwill = goodwill
        session.execute(SECOND_LINE, {"number": number})
    for sequence, (which, step) in enumerate(steps):
        try:
            with returns.runtime.database.transaction() as session:
                parts = session.scalars(PARTS, {"number": number}).all()
                thing = locked_return(session, parts[which % len(parts)])
                assert thing is not None
                _carry_out(session, thing, sequence, step)
        except KesuError:
            pass  # refused aloud, and nothing changed: what is checked next
        with returns.runtime.database.transaction() as session:
            assert session.scalar(BROKEN) == 0, step
            assert session.scalar(SCANNED) == 0, step
            assert session.scalar(CLAIMED) == 18, step


@pytest.mark.parametrize(
    "change",
    [
        "received = received + 1, outstanding = outstanding - 1, under_test = under_test + 1",
        "claimed = claimed + 1",
        "missing = -1, outstanding = outstanding + 1",
        "ours = ours + 1",
        "replaced = 11",
        "goodwill = 1",
    ],
)
def test_the_database_itself_refuses_what_does_not_balance(returns: Any, change: str) -> None:
    returns.reviewed()
    with pytest.raises(IntegrityError), returns.runtime.database.transaction() as session:
        session.execute(text(f"UPDATE return_line SET {change}"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE return_line SET claimed = claimed + 1, outstanding = outstanding + 1 WHERE split_off > 0",
        "UPDATE return_line SET claimed = claimed + 1, outstanding = outstanding + 1 WHERE split_from_id IS NOT NULL",
        "UPDATE return_line SET split_off = split_off + 1 WHERE split_off > 0",
        "UPDATE return_line SET split_off = split_off + 1, claimed = claimed - 1, outstanding = outstanding - 1 WHERE split_off > 0",
        "UPDATE return_line SET split_off = 0, claimed = claimed + split_off, outstanding = outstanding + split_off",
        "UPDATE return_line SET split_from_id = NULL",
        "UPDATE return_line SET split_off = 11, claimed = -1, outstanding = -1 WHERE split_off > 0",
    ],
)
def test_the_database_itself_refuses_pieces_that_two_returns_or_none_would_claim(returns: Any, change: str) -> None:
    returns.do(returns.authorised(), "split", lines=[{"line": 1, "quantity": "4"}])
    with pytest.raises(IntegrityError), returns.runtime.database.transaction() as session:
        session.execute(text(change))

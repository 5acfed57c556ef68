"""Every state of a return, and all that a person or a fact may bring: what is allowed leads where the table says, the rest is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from kesu_returns.operations import OPERATIONS
from kesu_returns.returns.model import RETURN_STATES

ONE = [{"line": 1, "quantity": "1"}]
BODIES: Mapping[str, tuple[str, dict[str, Any], str]] = {
    "submit": ("sales", {}, "awaiting_approval"),
    "approve": ("lead", {"reason": "属实"}, "authorised"),
    "reject": ("lead", {"reason": "不属实"}, "rejected"),
    "ship": ("sales", {"carrier": "SF", "waybill": "SF-1"}, "in_transit"),
    "split": ("sales", {"lines": ONE}, "the same"),
    "receive": ("warehouse", {"lines": ONE}, "part_received"),
    "account": ("warehouse", {"lines": [{"line": 1, "missing": "1", "kept": "0"}]}, "part_received"),
    "replace": ("warehouse", {"lines": ONE}, "replacing"),
    "short": ("warehouse", {"reason": "缺料"}, "replacing"),
    "settle": ("sales", {"reason": "改为退款"}, "settled"),
    "close": ("sales", {}, "closed"),
    "match": ("sales", {}, "matched"),
    "agree": ("sales", {"kind": "return", "customer_code": "C001", "agreed_with": "y", "agreed_at": "2026-11-20T08:00:00Z"}, "requested"),
    "send-back": ("sales", {"reason": "不是我们的"}, "sent_back"),
    "undo": ("warehouse", {"reason": "扫错了"}, "cancelled"),
    "cancel": ("sales", {"reason": "客户不退了"}, "cancelled"),
}
"""Operation → role, body, and the state that it leads to where it is allowed (`the same`: it stays where it is)."""


def handling(returns: Any, number: str) -> None:
    returns.hear("handling.decided", "QC-1", return_number=number, complaint="KS-SZ-2026-000123", handling="抽检 13 件")


def then(begin: Callable[[Any], str], operation: str, **changes: Any) -> Callable[[Any], str]:
    """What `begin` makes, after one more operation."""

    def way(returns: Any) -> str:
        number = begin(returns)
        role, body, _ = BODIES[operation]
        returns.do(number, operation, role, login="wang", **{**body, **changes})
        return number

    return way


def decided(returns: Any) -> str:
    number = str(returns.requested())
    handling(returns, number)
    return number


def part_received(returns: Any) -> str:
    number = str(returns.authorised())
    returns.scan(number, quantity="4")
    return number


def unannounced(returns: Any) -> str:
    return str(returns.scan("L1107")[0]["return_number"])


def matched(returns: Any) -> str:
    number = unannounced(returns)
    returns.do(number, "match", return_number=returns.authorised(complaint="KS-SZ-2026-000124"))
    return number


def settled(returns: Any) -> str:
    number = str(returns.reviewed())
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "10"}])
    returns.dispose(number, scrap="10")
    return number


WAYS: Mapping[str, Callable[[Any], str]] = {
    "requested": lambda returns: str(returns.requested()),
    "handling_decided": decided,
    "awaiting_approval": lambda returns: str(returns.submitted()),
    "authorised": lambda returns: str(returns.authorised()),
    "in_transit": then(lambda returns: str(returns.authorised()), "ship"),
    "part_received": part_received,
    "received": lambda returns: str(returns.received()),
    "reviewed": lambda returns: str(returns.reviewed()),
    "replacing": then(lambda returns: str(returns.reviewed()), "replace"),
    "settled": settled,
    "closed": then(settled, "close"),
    "rejected": then(lambda returns: str(returns.submitted()), "reject"),
    "cancelled": then(lambda returns: str(returns.requested()), "cancel"),
    "arrived_unannounced": unannounced,
    "matched": matched,
    "sent_back": then(unannounced, "send-back"),
}


def allowed(state: str, path: str) -> bool:
    [operation] = [each for each in OPERATIONS.all if each.path == path]
    commands = (operation.command,) if isinstance(operation.command, str) else operation.command or ()
    return any((state, command) in RETURN_STATES.transitions for command in commands)


def carried_out(returns: Any, number: str, path: str, *, expect: int) -> dict[str, Any]:
    role, body, _ = BODIES[path]
    target = {"return_number": returns.authorised(complaint="KS-SZ-2026-000125")} if path == "match" else {}
    return dict(returns.do(number, path, role, login="zhou", expect=expect, **body, **target))


def test_every_state_is_come_to_and_every_operation_tried() -> None:
    assert set(WAYS) == set(RETURN_STATES.states)
    asked = {operation.path for operation in OPERATIONS.all if operation.command is not None}  # goods may be moved in any
    assert set(BODIES) == asked


@pytest.mark.parametrize("state", RETURN_STATES.states)
def test_every_other_pair_is_refused_and_changes_nothing(returns: Any, state: str) -> None:
    number = WAYS[state](returns)
    assert returns.get(number)["state"] == state
    for path in BODIES:
        if not allowed(state, path):
            refused = carried_out(returns, number, path, expect=409)
            assert refused["detail"], (state, path)
            assert returns.get(number)["state"] == state, (state, path)


@pytest.mark.parametrize(("state", "path"), [(state, path) for state in RETURN_STATES.states for path in BODIES if allowed(state, path)])
def test_every_allowed_pair_leads_where_the_table_says(returns: Any, state: str, path: str) -> None:
    number = WAYS[state](returns)
    facts = len(returns.fact_types())
    carried_out(returns, number, path, expect=200)
    assert returns.get(number)["state"] == (state if BODIES[path][2] == "the same" else BODIES[path][2])
    assert len(returns.fact_types()) > facts


@pytest.mark.parametrize("state", RETURN_STATES.states)
def test_a_fact_at_any_moment_does_what_is_due_then_and_is_never_stuck(returns: Any, state: str) -> None:
    number = WAYS[state](returns)
    handling(returns, number)
    after = {"requested": "handling_decided"}.get(state, state)
    assert returns.get(number)["state"] == after
    if state != "reviewed":  # there it corrects the review
        received = returns.get(number)["lines"][0]["received"]
        returns.review(number, ours=received)
        assert returns.get(number)["state"] == {"received": "reviewed"}.get(state, after)

"""A return of which a part travels by itself, through all departments: both ways end where one return would have ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.installations import OneProcess
from tests.play import confirm_patiently, outcome, story

from kesu_onebox.cast import Cast
from kesu_onebox.client import Refused, wait_for
from kesu_onebox.loop import Loop, Story

COMES_FIRST, COMES_LATER = 7, 5


@pytest.mark.clause("4.1.3.4-a", "4.1.3.7-a", "4.1.3.7-c")
def test_each_part_is_reviewed_replaced_and_waited_for_and_together_they_are_the_whole(one: OneProcess) -> None:
    cast, told = one.cast(), story("L2026-1109")
    loop = Loop(cast)
    list(loop.prepare(told))
    complaint = [step.number for step in loop.complain(told)][-1]
    list(loop.judge(complaint, told, ours=True))
    first = authorised(cast, complaint, told)
    loop.scan(first, replace(told, quantity=2))
    split = {"lines": [{"line": 1, "quantity": str(COMES_LATER)}], "carrier": "SF", "waybill": "SF-2", "reason": "两批发出"}
    [second] = cast.sales.post("returns", f"returns/{first}/split", split)["split_into"]
    loop.scan(first, replace(told, quantity=COMES_FIRST - 2), device="HANDHELD-2")
    go_back_out(loop, first, replace(told, quantity=COMES_FIRST))
    answer_the_customer(cast, loop, complaint)
    with pytest.raises(Refused, match=second):
        cast.sales.post("intake", f"complaints/{complaint}/close", {})
    loop.scan(second, replace(told, quantity=COMES_LATER))
    go_back_out(loop, second, replace(told, quantity=COMES_LATER))
    wait_for("no open return", lambda: cast.sales.done("intake", f"complaints/{complaint}/close", {}))
    check(outcome(one, cast, complaint))


def authorised(cast: Cast, complaint: str, told: Story) -> str:
    """A return of the whole quantity whose goods may come."""
    agreed = {"kind": "exchange", "quantity": str(told.quantity), "terms": "同等数量换货", "agreed_with": "Quality desk"}
    cast.sales.post("intake", f"complaints/{complaint}/settle", agreed)
    number: str = wait_for("a return", lambda: cast.sales.first("returns", f"returns?complaint={complaint}"))["number"]
    wait_for("the form at quality", lambda: cast.quality.find("quality", f"handlings/{number}"))
    cast.quality.post("quality", f"handlings/{number}/decide", {"way": "return_and_exchange", "instructions": "退回并换货。"})
    wait_for("the decision", lambda: cast.sales.done("returns", f"returns/{number}/submit", {}))
    cast.lead.post("returns", f"returns/{number}/approve", {"reason": "品质部确认为我方责任"})
    return number


def go_back_out(loop: Loop, number: str, told: Story) -> None:
    """Review, disposition and replacement of what came as this return, to its end."""
    cast = loop.cast
    loop.return_is(number, "received")
    list(loop.dispose(number, told))
    loop.return_is(number, "reviewed")
    cast.warehouse.post("returns", f"returns/{number}/replace", {"lines": [{"line": 1, "quantity": str(told.quantity)}], "carrier": "SF"})
    loop.close_return(number)


def answer_the_customer(cast: Cast, loop: Loop, complaint: str) -> None:
    """Reply and confirmation: all that closing needs beside the returns."""
    reply = {"channel": "email", "to": "quality@example.com", "text": "Please find our result and the replacement."}
    cast.sales.post("intake", f"complaints/{complaint}/reply", reply)
    confirm_patiently(cast.sales.get("intake", f"complaints/{complaint}/confirmation-link")["link"])
    loop.reaches(complaint, "confirmed")


def check(result: dict[str, Any]) -> None:
    """Two returns, two reviews, two lots of goods; nothing twice, nothing lost."""
    assert result["complaint"]["state"] == "closed"
    assert [one["state"] for one in result["returns"]] == ["closed", "closed"]
    lines = sorted((line for one in result["returns"] for line in one["lines"]), key=lambda line: int(line["claimed"]))
    for name in ("claimed", "received", "approved", "replaced"):
        assert [line[name] for line in lines] == [str(COMES_LATER), str(COMES_FIRST)], name
    reviewed = sorted(line["requested"] for review in result["reviews"] for line in review["lines"])
    assert reviewed == [str(COMES_LATER), str(COMES_FIRST)]
    assert sorted(goods["received"] for goods in result["goods"]) == [str(COMES_LATER), str(COMES_FIRST)]
    assert result["facts"]["returns"]["kesu.return.split.v1"] == 1
    stated = sum(count for facts in result["facts"].values() for kind, count in facts.items() if not kind.startswith("kesu.task."))
    assert result["timeline"] == stated, "the case file tells of both"

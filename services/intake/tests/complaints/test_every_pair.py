"""Every state of a complaint and every command: what is allowed leads where the table says, all else is refused and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_intake.complaints.model import COMPLAINT_STATES

TEXT = "The shaft seal leaks."
BODIES: dict[str, dict[str, Any]] = {
    "amend": {"lot": "L2026-1108"},
    "acknowledge": {"channel": "phone", "person": "Ms Petersen", "content": "It has arrived."},
    "translate": {"text": "轴封泄漏。", "translator": "李伟"},
    "dispatch": {"departments": [{"department": "rnd", "question": "请分析。"}]},
    "take_back": {"department": "rnd", "reason": "The lot was bought in."},
    "answer": {"answer": "轴封硬度不足。"},
    "clarify": {"cause": "Silicone grease.", "advice": "Use the right grease.", "helpers": "Wang Fang"},
    "grant_goodwill": {"reason": "Long partnership."},
    "settle": {"kind": "answer", "terms": "换用新密封。", "agreed_with": "Ms Petersen"},
    "reply": {"channel": "phone", "to": "Ms Petersen", "text": "We changed the seal."},
    "confirm": {"who": "Ms Petersen", "words": "e-mail of today"},
    "dispute": {"who": "Ms Petersen", "words": "It still leaks."},
    "close": {},
    "reopen": {"reason": "It leaks again."},
    "join": {},
    "withdraw": {"reason": "Entered twice."},
}
PATHS = {"grant_goodwill": "goodwill", "take_back": "take-back"}
ROLES = {"answer": "rnd", "grant_goodwill": "lead"}
BY_ITSELF = {"conclude"}
"""Commands that no person gives: see `test_the_last_answer_concludes_by_itself`."""
COMMANDS = [command for command in COMPLAINT_STATES.commands if command not in BY_ITSELF]
WAYS: dict[str, tuple[str, ...]] = {
    "registered": (),
    "translated": ("translate",),
    "dispatched": ("translate", "dispatch"),
    "answered": ("translate", "dispatch", "answer"),
    "settled": ("translate", "dispatch", "answer", "settle"),
    "replied": ("translate", "dispatch", "answer", "settle", "reply"),
    "confirmed": ("translate", "dispatch", "answer", "settle", "reply", "confirm"),
    "closed": ("translate", "dispatch", "answer", "settle", "reply", "confirm", "close"),
    "withdrawn": ("withdraw",),
}


def do(shop: Any, number: str, command: str, *, expect: int = 200, **changes: Any) -> dict[str, Any]:
    """Give the command over the API, as somebody who may."""
    body = {**BODIES[command], **changes}
    return dict(shop.do(number, PATHS.get(command, command), ROLES.get(command, "sales"), expect=expect, **body))


def brought_to(shop: Any, state: str) -> str:
    """A complaint in English that has come to this state, its fault not ours."""
    number = str(shop.complaint(text=TEXT))
    for command in WAYS[state]:
        do(shop, number, command)
    shop.verdict(number, "not_ours", summary="Fitted with the wrong grease.")
    assert shop.get(number)["state"] == state
    return number


def test_every_state_is_come_to_here() -> None:
    assert set(WAYS) == set(COMPLAINT_STATES.states)
    assert set(BODIES) | BY_ITSELF == set(COMPLAINT_STATES.commands)


@pytest.mark.clause("4.1.3.1-a", "4.1.3.1-c")
@pytest.mark.parametrize("state", COMPLAINT_STATES.states)
def test_every_other_pair_is_refused_and_changes_nothing(shop: Any, state: str) -> None:
    number, other = brought_to(shop, state), shop.complaint()
    before = shop.fact_types()
    for command in COMMANDS:
        if (state, command) not in COMPLAINT_STATES.transitions:
            refused = do(shop, number, command, expect=409, **({"into": other} if command == "join" else {}))
            assert refused["type"].rsplit("/", 1)[-1] in {"not-allowed", "too-early", "already-done"}, (state, command)
            assert refused["detail"]
    assert shop.fact_types() == before
    assert shop.get(number)["state"] == state


@pytest.mark.clause("4.1.3.1-a", "4.1.3.1-c")
@pytest.mark.parametrize(("state", "command"), [pair for pair in COMPLAINT_STATES.transitions if pair[1] not in BY_ITSELF])
def test_every_allowed_pair_leads_where_the_table_says(shop: Any, state: str, command: str) -> None:
    number, other = brought_to(shop, state), shop.complaint()
    if command in {"reply", "close"}:
        do(shop, number, "clarify")  # as the gate of what is not our fault wants it
    facts = len(shop.fact_types())
    changes: dict[str, Any] = {"into": other} if command == "join" else {}
    if (state, command) == ("dispatched", "dispatch"):
        changes = {"departments": [{"department": "production", "question": "请分析。"}]}
    do(shop, number, command, **changes)
    target = COMPLAINT_STATES.transitions[(state, command)]
    concluded = command == "answer"  # it was the last that was owed
    assert shop.get(number)["state"] == ("answered" if concluded else target)
    assert len(shop.fact_types()) > facts


def test_the_last_answer_concludes_by_itself(shop: Any) -> None:
    number = brought_to(shop, "registered")
    do(shop, number, "translate")
    shop.do(number, "dispatch", departments=[{"department": d, "question": "请分析。"} for d in ("rnd", "production")])
    do(shop, number, "answer")
    assert shop.get(number)["state"] == "dispatched"
    shop.do(number, "answer", "production", answer="产能正常。")
    assert shop.get(number)["state"] == "answered"

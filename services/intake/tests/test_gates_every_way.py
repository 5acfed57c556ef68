"""Every gate of a complaint holds whichever way it is tried: over the API, on the page, and when facts of others arrive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of

Facts = tuple[tuple[str, str, Mapping[str, Any]], ...]
"""(fact, subject, data): what others state meanwhile."""

ENGLISH = "The seal leaks after 2 hours at 80 °C, lot L2026-1107, 12 pcs."


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A complaint that was brought before the gate, the command that does not pass it, and what is said then."""

    before: Callable[[Any], str]
    command: str
    data: Mapping[str, Any]
    says: str
    role: str = "sales"
    status: int = 409
    form: Mapping[str, str] | None = None
    """How the page sends `data`, where that differs."""
    facts: Facts = field(default=())
    """Facts that do not open it."""


def english(shop: Any) -> str:
    return str(shop.complaint(text=ENGLISH))


def not_ours(shop: Any) -> str:
    number = str(shop.complaint())
    shop.dispatch(number)
    shop.verdict(number, "not_ours")
    return number


def asked(shop: Any) -> str:
    number = str(shop.complaint())
    shop.dispatch(number, "rnd")
    return number


def acknowledged(shop: Any) -> str:
    number = str(shop.complaint())
    shop.do(number, "acknowledge", **ACKNOWLEDGED)
    return number


def exchanged(shop: Any) -> str:
    number = str(shop.answered())
    shop.do(number, "settle", **EXCHANGE)
    return number


def without_return(shop: Any) -> str:
    number = exchanged(shop)
    shop.do(number, "reply", channel="email", to="y", text="z")
    shop.do(number, "confirm", who="y", words="by telephone")
    return number


def with_return(shop: Any) -> str:
    number = without_return(shop)
    shop.hear("return.requested", "RT-1", sequence=1, number="RT-1", complaint=number)
    return number


def with_rework(shop: Any) -> str:
    number = str(shop.confirmed())
    shop.hear("onsite.requested", "OS-1", sequence=1, number="OS-1", complaint=number)
    return number


def reworked(shop: Any) -> str:
    number = str(shop.answered())
    shop.do(number, "settle", **{**EXCHANGE, "kind": "rework"})
    return number


def fallen_away(shop: Any) -> str:
    number = exchanged(shop)
    [agreed] = shop.get(number)["settlements"]
    shop.hear("return.cancelled", "RT-1", sequence=2, number="RT-1", complaint=number, settlement=agreed["id"])
    return number


def turned(shop: Any) -> str:
    number = exchanged(shop)
    shop.verdict(number, "not_ours", fact="verdict.revised")
    return number


def turned_and_clarified(shop: Any) -> str:
    number = turned(shop)
    shop.do(number, "clarify", cause="Silicone grease.", advice="Use the right grease.", helpers="Wang Fang")
    return number


ACKNOWLEDGED = {"channel": "phone", "person": "Ms Petersen", "content": "It has arrived."}
EXCHANGE = {"kind": "exchange", "quantity": "12", "terms": "Twelve new seals.", "agreed_with": "Ms Petersen"}
TOLD = {"to": "Ms Petersen", "channel": "email", "text": "We exchange them.", "language": "en"}
ANSWER = {"department": "rnd", "question": "Which seal?"}
ELSEWHERE: Facts = (
    ("case.opened", "QC-SZ-2026-000009", {"number": "QC-SZ-2026-000009", "complaint": "KS-SZ-2026-999999"}),
    ("return.closed", "RT-9", {"number": "RT-9", "complaint": "KS-SZ-2026-999999"}),
)
"""Facts about another complaint."""

GATES: Mapping[str, Gate] = {
    "a foreign text goes to quality only translated": Gate(
        before=english,
        command="dispatch",
        data={"departments": [{"department": "quality", "question": "Please test."}]},
        form={"departments-0-department": "quality", "departments-0-question": "Please test."},
        says="Translate the complaint",
        facts=ELSEWHERE,
    ),
    "a translation that loses a number is acknowledged": Gate(
        before=english,
        command="translate",
        data={"text": "密封在 80 °C 下 2 小时后泄漏，批号 L2026-1170，12 件。", "translator": "李伟"},
        says="L2026-1107",
        status=422,
        facts=ELSEWHERE,
    ),
    "a department owes one answer at a time": Gate(
        before=asked,
        command="dispatch",
        data={"departments": [ANSWER]},
        form={"departments-0-department": "rnd", "departments-0-question": "Which seal?"},
        says="still owes an answer",
        facts=ELSEWHERE,
    ),
    "the arrival is acknowledged once": Gate(
        before=acknowledged, command="acknowledge", data=ACKNOWLEDGED, says="acknowledged already", facts=ELSEWHERE
    ),
    "not ours is exchanged only after a lead's goodwill": Gate(
        before=not_ours, command="settle", data=EXCHANGE, says="goodwill", facts=ELSEWHERE
    ),
    "not ours is explained only after it was clarified": Gate(
        before=not_ours,
        command="settle",
        data={"kind": "explain", "terms": "Use the right grease.", "agreed_with": "Ms Petersen"},
        says="record first the cause",
        facts=ELSEWHERE,
    ),
    "no more pieces are exchanged than were complained of": Gate(
        before=exchanged, command="settle", data=EXCHANGE, says="has been agreed already", facts=ELSEWHERE
    ),
    "more than was complained of comes back only when that is meant": Gate(
        before=lambda shop: str(shop.answered()),
        command="settle",
        data={**EXCHANGE, "quantity": "500"},
        says="The complaint is about 12 pieces",
        facts=ELSEWHERE,
    ),
    "rework at the customer's is agreed once": Gate(
        before=reworked, command="settle", data={**EXCHANGE, "kind": "rework"}, says="agreed already", facts=ELSEWHERE
    ),
    "the customer is not told what has fallen away": Gate(
        before=fallen_away, command="reply", data=TOLD, says="does not hold any more", facts=ELSEWHERE
    ),
    "the customer is told what is not our fault only after it was clarified": Gate(
        before=turned, command="reply", data=TOLD, says="record first the cause", facts=ELSEWHERE
    ),
    "the customer is not promised goods for what is not our fault": Gate(
        before=turned_and_clarified, command="reply", data=TOLD, says="let a lead grant goodwill", facts=ELSEWHERE
    ),
    "a minor complaint is not escalated": Gate(
        before=lambda shop: str(shop.complaint()),
        command="escalate",
        data={"reason": "The customer is important."},
        says="Only a major or critical complaint",
        facts=ELSEWHERE,
    ),
    "silence confirms only after days and reminders": Gate(
        before=lambda shop: str(shop.replied()),
        command="confirm",
        data={"who": "Ms Petersen", "how": "silence"},
        says="reminder",
        facts=ELSEWHERE,
    ),
    "an agreed exchange is not closed before its return was opened": Gate(
        before=without_return, command="close", data={}, says="no return has been opened", facts=ELSEWHERE
    ),
    "an open return holds up the close": Gate(
        before=with_return,
        command="close",
        data={},
        says="RT-1",
        facts=tuple((f"return.{fact}", "RT-1", {"number": "RT-1"}) for fact in ("approved", "received", "shipped")),
    ),
    "an open job at the customer's holds up the close": Gate(
        before=with_rework,
        command="close",
        data={},
        says="OS-1",
        facts=tuple((f"onsite.{fact}", "OS-1", {"number": "OS-1"}) for fact in ("ready", "freed", "started")),
    ),
}


def over_the_api(shop: Any, gate: Gate, number: str) -> None:
    refused = shop.do(number, gate.command, gate.role, expect=gate.status, **gate.data)
    assert gate.says in refused["detail"]


def on_the_page(shop: Any, gate: Gate, number: str) -> None:
    browser = shop.browser(f"{gate.role}@SZ", language="en")
    path = f"/intake/complaints/{number}/{gate.command}"
    shown = browser.get(path)  # a form, or (for a command that is not offered now) the complaint's page
    token = csrf_of((shown if shown.status_code == 200 else browser.get(f"/intake/complaints/{number}")).text)
    typed = {name: str(value) for name, value in (gate.form or gate.data).items()}
    answer = browser.post(path, data={"csrf_token": token, **typed}, headers={"Referer": f"http://localhost{path}"})
    assert answer.status_code == gate.status, answer.text
    assert gate.says in answer.text
    for words in typed.values():
        assert words in answer.text, "what was typed is still there"


def when_facts_arrive(shop: Any, gate: Gate, number: str) -> None:
    state, heard = shop.get(number)["state"], shop.runtime.service.all_reactions
    for sequence, (fact, subject, data) in enumerate(gate.facts, 2):
        if f"kesu.{fact}.v1" in heard:
            shop.hear(fact, subject, sequence=sequence, **{"complaint": number, **data})
    assert shop.get(number)["state"] == state, "no fact carries the command out"
    over_the_api(shop, gate, number)


@pytest.mark.parametrize("way", [over_the_api, on_the_page, when_facts_arrive])
@pytest.mark.parametrize("name", GATES)
def test_a_gate_holds(shop: Any, name: str, way: Callable[[Any, Gate, str], None]) -> None:
    gate = GATES[name]
    number = gate.before(shop)
    complaint, facts = shop.get(number), len(shop.fact_types())
    way(shop, gate, number)
    of_others = {"returns": complaint["returns"]}  # copies, which follow the facts
    assert {**shop.get(number), **of_others} == complaint, "nothing was written"
    assert len(shop.fact_types()) == facts, "nothing was stated"

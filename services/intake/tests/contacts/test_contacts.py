"""Contacts that are no complaints: every kind comes to an end, and nobody who asked for a reply is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kesu_common.testing.rig import posted
from kesu_intake.contacts.model import CONTACT_STATES, KINDS

API = "/intake/api/v1/contacts"
DETAILS: dict[str, dict[str, Any]] = {
    "suggestion": {"about": "packaging"},
    "feedback": {"about": "delivery"},
    "order": {"reference": "PO-4711"},
    "guidance": {"product": "GP-200"},
    "training": {"topic": "Seals", "participants": 8},
    "maintenance": {"product": "GP-200"},
    "return_request": {"product": "GP-200", "quantity": "5"},
}
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).isoformat()
APPOINTMENT = {"starts_at": YESTERDAY, "place": "Hamburg, plant 2", "people": "Zhao Lei", "with_whom": "Ms Petersen"}
BODIES: dict[str, dict[str, Any]] = {
    "ask": {"departments": [{"department": "rnd", "question": "Which seal stands 120 °C?"}]},
    "answer": {"answer": "The FKM seal."},
    "appoint": APPOINTMENT,
    "hold": {"result": "Eight people trained."},
    "cancel_appointment": {"reason": "The customer has no time."},
    "analyse": {"analysis": "The FKM seal stands 150 °C."},
    "handle": {"outcome": "Offer sent."},
    "reply": {"channel": "email", "to": "Ms Petersen", "text": "Use the FKM seal."},
    "close": {},
    "reopen": {"reason": "The customer asks again."},
    "convert": {"claim": "answer"},
    "withdraw": {"reason": "Entered twice."},
}
WAYS: dict[str, tuple[str, ...]] = {
    "recorded": (),
    "analysed": ("analyse",),
    "handled": ("analyse", "handle"),
    "replied": ("analyse", "handle", "reply"),
    "closed": ("analyse", "handle", "reply", "close"),
    "became_complaint": ("convert",),
    "withdrawn": ("withdraw",),
}
NEEDS = {"answer": ("ask",), "hold": ("appoint",), "cancel_appointment": ("appoint",)}
"""What must be there before a command that its state allows."""


def record(shop: Any, kind: str = "inquiry", *, expect: int = 201, **changes: Any) -> dict[str, Any]:
    """A contact that sales has just written down, or the problem."""
    body = {"customer_code": "C001", "kind": kind, "channel": "email", "text": "Is there a seal for 120 °C?", **DETAILS.get(kind, {})}
    return posted(shop.program("sales@SZ"), API, {**body, **changes}, expect)


def do(shop: Any, number: str, command: str, role: str = "sales", *, expect: int = 200, **changes: Any) -> dict[str, Any]:
    """Carry a command out over the API."""
    body = {**BODIES[command], **changes}
    return posted(shop.program(f"{role}@SZ"), f"{API}/{number}/{command.replace('_', '-')}", body, expect)


def get(shop: Any, number: str) -> dict[str, Any]:
    """The contact with everything."""
    return dict(shop.program("sales@SZ").get(f"{API}/{number}").json)


def role_for(command: str) -> str:
    """Who carries it out."""
    return "rnd" if command == "answer" else "sales"


def brought_to(shop: Any, state: str, kind: str = "inquiry") -> str:
    """The number of a contact in this state; one that somebody travels for comes there by a cancelled appointment."""
    number = str(record(shop, kind)["number"])
    if KINDS[kind].appointment and "handle" in WAYS[state]:
        do(shop, number, "appoint")
        do(shop, number, "cancel_appointment")
    for command in WAYS[state]:
        do(shop, number, command)
    return number


@pytest.mark.clause("3.2-b", "4.1.2-b")
def test_an_inquiry_is_recorded_analysed_handled_replied_and_closed_each_with_its_task(shop: Any) -> None:
    contact = record(shop)
    number = contact["number"]
    assert number.startswith("CT-SZ-")
    assert contact["reply_due_at"] is not None
    assert shop.open_tasks(number) == {("contact.analyse", "sales"), ("contact.reply", "sales")}
    do(shop, number, "analyse")
    assert shop.open_tasks(number) == {("contact.handle", "sales"), ("contact.reply", "sales")}
    do(shop, number, "handle")
    assert shop.open_tasks(number) == {("contact.reply", "sales")}
    do(shop, number, "reply")
    assert shop.open_tasks(number) == {("contact.close", "sales")}
    assert do(shop, number, "close")["state"] == "closed"
    assert shop.open_tasks(number) == set()
    facts = [name for name in shop.fact_types() if name.startswith("kesu.contact.")]
    assert facts == [f"kesu.contact.{fact}.v1" for fact in ("recorded", "analysed", "handled", "replied", "closed")]


@pytest.mark.clause("4.1.1")
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_its_way_to_an_end(shop: Any, kind: str) -> None:
    number = brought_to(shop, "closed", kind)
    assert get(shop, number)["state"] == "closed"
    assert shop.open_tasks(number) == set()


@pytest.mark.clause("4.1.1", "4.1.2-b")
@pytest.mark.parametrize("state", CONTACT_STATES.states)
def test_every_pair_of_state_and_command_is_decided(shop: Any, state: str) -> None:
    number = brought_to(shop, state, "training")
    before = shop.fact_types()
    for command in CONTACT_STATES.commands:
        if (state, command) not in CONTACT_STATES.transitions:
            refused = do(shop, number, command, role_for(command), expect=409)
            assert refused["type"].rsplit("/", 1)[-1] in {"not-allowed", "too-early", "already-done"}, (state, command)
    assert shop.fact_types() == before
    for command in CONTACT_STATES.commands:
        if (state, command) in CONTACT_STATES.transitions:
            number = brought_to(shop, state, "training")
            if command == "close" and state == "handled":
                assert "reply" in do(shop, number, command, expect=409)["detail"]
                continue
            for first in NEEDS.get(command, ("appoint", "hold") if command == "handle" else ()):
                do(shop, number, first)
            target = CONTACT_STATES.transitions[(state, command)]
            do(shop, number, command, role_for(command))
            assert get(shop, number)["state"] == target, (state, command)


@pytest.mark.clause("4.1.2-b")
def test_none_that_asks_for_a_reply_is_closed_without_it_but_one_that_does_not_is(shop: Any) -> None:
    number = brought_to(shop, "handled")
    assert "log the reply" in do(shop, number, "close", expect=409)["detail"]
    assert get(shop, number)["state"] == "handled"
    quiet = record(shop, "compliment", reply_wanted=False)["number"]
    assert shop.open_tasks(quiet) == {("contact.analyse", "sales")}
    do(shop, quiet, "analyse")
    do(shop, quiet, "handle")
    assert shop.open_tasks(quiet) == {("contact.close", "sales")}
    assert do(shop, quiet, "close")["state"] == "closed"


@pytest.mark.clause("3.2-c", "3.3", "3.4")
def test_a_question_goes_to_the_department_that_can_answer_and_holds_the_outcome_back(shop: Any) -> None:
    number = record(shop, "order")["number"]
    asked = [{"department": "production", "question": "Can PO-4711 leave a week earlier?"}, *BODIES["ask"]["departments"]]
    do(shop, number, "ask", departments=asked)
    assert {("contact.answer", "production"), ("contact.answer", "rnd")} <= shop.open_tasks(number)
    do(shop, number, "ask", departments=asked[:1], expect=409)
    do(shop, number, "answer", "warehouse", expect=404)
    do(shop, number, "answer", "production", answer="Yes, on Friday.")
    do(shop, number, "analyse")
    assert "R&D still owes" in do(shop, number, "handle", expect=409)["detail"]
    do(shop, number, "answer", "rnd")
    assert do(shop, number, "handle")["state"] == "handled"
    assert {q["department"]: q["answer"] for q in get(shop, number)["questions"]} == {
        "production": "Yes, on Friday.",
        "rnd": "The FKM seal.",
    }


@pytest.mark.clause("3.2-d", "4.1.1")
@pytest.mark.parametrize("kind", ["guidance", "training", "maintenance"])
def test_guidance_training_and_maintenance_end_only_after_their_appointment(shop: Any, kind: str) -> None:
    number = record(shop, kind)["number"]
    do(shop, number, "analyse")
    assert "appointment" in do(shop, number, "handle", expect=409)["detail"]
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    do(shop, number, "appoint", starts_at=tomorrow)
    assert ("contact.keep_appointment", "sales") in shop.open_tasks(number)
    assert do(shop, number, "hold", expect=409)["type"].endswith("too-early")
    do(shop, number, "handle", expect=409)
    do(shop, number, "appoint")  # moved to yesterday
    do(shop, number, "hold")
    assert ("contact.keep_appointment", "sales") not in shop.open_tasks(number)
    assert [(a["state"], a["result"]) for a in get(shop, number)["appointments"]] == [("moved", None), ("held", "Eight people trained.")]
    assert do(shop, number, "handle")["state"] == "handled"
    assert [e["channel"] for e in get(shop, number)["exchanges"] if e["direction"] == "out"] == ["visit"]


def test_nobody_travels_for_an_inquiry(shop: Any) -> None:
    do(shop, record(shop)["number"], "appoint", expect=409)


@pytest.mark.clause("3.2-a")
def test_every_exchange_stands_on_contact_and_customer(shop: Any) -> None:
    number = brought_to(shop, "replied")
    talk = {"direction": "in", "channel": "phone", "person": "Ms Petersen", "content": "Thank you."}
    posted(shop.program("sales@SZ"), f"{API}/{number}/exchanges", talk, 200)
    said = ["Thank you.", "Use the FKM seal.", "Is there a seal for 120 °C?"]
    assert [e["content"] for e in get(shop, number)["exchanges"]] == said
    page = shop.browser("sales@SZ", language="en").get("/intake/customers/C001").text
    assert all(words in page for words in said)
    assert shop.facts("kesu.exchange.logged.v1")[0]["contact"] == number


def test_a_contact_that_is_a_complaint_becomes_one_linked_both_ways(shop: Any) -> None:
    contact = record(shop, "return_request", channel="phone", caller="Ms Petersen", taker="Anna", received_at=YESTERDAY, lot="L7")
    number = contact["number"]
    do(shop, number, "ask")
    posted(shop.program("sales@SZ"), f"{API}/{number}/convert", {"safety": True}, 200)
    became = get(shop, number)
    assert became["state"] == "became_complaint"
    assert shop.open_tasks(number) == set()
    assert [q["state"] for q in became["questions"]] == ["cancelled"]
    complaint = shop.get(became["complaint_number"])
    kept = {name: complaint[name] for name in ("caller", "lot", "quantity", "claim", "text", "safety", "severity")}
    assert kept == {
        "caller": "Ms Petersen",
        "lot": "L7",
        "quantity": "5",
        "claim": "return",
        "text": contact["text"],
        "safety": True,
        "severity": "critical",
    }
    assert complaint["received_at"] == contact["received_at"]
    assert [e["contact_number"] for e in complaint["exchanges"]] == [number]
    back = shop.program("sales@SZ").get(API, query_string={"complaint": complaint["number"]}).json
    assert [c["number"] for c in back] == [number]
    browser = shop.browser("sales@SZ", language="en")
    assert number in browser.get(f"/intake/complaints/{complaint['number']}").text
    assert complaint["number"] in browser.get(f"/intake/contacts/{number}").text


def test_one_taken_up_anew_needs_outcome_and_reply_again(shop: Any) -> None:
    number = brought_to(shop, "closed")
    again = do(shop, number, "reopen")
    assert (again["state"], again["round"], again["outcome"], again["replied_at"]) == ("analysed", 2, None, None)
    assert shop.open_tasks(number) == {("contact.handle", "sales"), ("contact.reply", "sales")}
    do(shop, number, "handle")
    do(shop, number, "close", expect=409)


def test_what_was_settled_at_once_is_written_down_at_once(shop: Any) -> None:
    settled = record(shop, analysis="Asks for the price list.", outcome="Price list sent.", reply="Here it is.")
    assert settled["state"] == "closed"
    assert shop.open_tasks(settled["number"]) == set()
    refused = record(shop, reply="Here it is.", expect=422)
    assert refused["errors"][0]["pointer"] == "#/outcome"
    open_kind = record(shop, "training", analysis="Eight people.", outcome="Done.", expect=409)
    assert "appointment" in open_kind["detail"]
    assert len(shop.program("sales@SZ").get(API).json) == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"kind": "order"}, {"#/reference"}),
        ({"kind": "inquiry", "quantity": "3"}, {"#/quantity"}),
        ({"kind": "feedback", "about": "weather"}, {"#/about"}),
        ({"kind": "inquiry", "channel": "phone"}, {"#/caller", "#/taker", "#/received_at"}),
        ({"kind": "inquiry", "reply_until": "2020-01-01T00:00:00Z"}, {"#/reply_until"}),
        ({"kind": "inquiry", "received_at": "2999-01-01T00:00:00Z"}, {"#/received_at"}),
        ({"kind": "inquiry", "customer_code": "C404"}, {"#/customer_code"}),
        ({"kind": "complaint"}, {"#/kind"}),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_written(shop: Any, changes: dict[str, Any], fields: set[str]) -> None:
    body = {"customer_code": "C001", "channel": "email", "text": "x", **changes}
    refused = posted(shop.program("sales@SZ"), API, body, 422)
    assert {error["pointer"] for error in refused["errors"]} == fields
    assert shop.program("sales@SZ").get(API).json == []


def test_the_customers_own_date_is_when_the_reply_is_due(shop: Any) -> None:
    until = (datetime.now(UTC) + timedelta(days=30)).replace(microsecond=0)
    due = datetime.fromisoformat(record(shop, reply_until=until.isoformat())["reply_due_at"])
    assert due == until


def test_late_replies_are_found_and_counted(shop: Any) -> None:
    late = record(shop, received_at=(datetime.now(UTC) - timedelta(days=6)).isoformat(), reply_until=YESTERDAY)["number"]
    record(shop)
    client = shop.program("sales@SZ")
    assert [c["number"] for c in client.get(API, query_string={"overdue": "true"}).json] == [late]
    with shop.runtime.database.transaction() as session:
        values = {g.name: g.value for g in shop.runtime.service.gauges(session) if g.name == "contact_replies_late"}
    assert values == {"contact_replies_late": 1}
    do(shop, late, "withdraw")
    assert client.get(API, query_string={"overdue": "true"}).json == []


def test_another_sites_contacts_are_not_there(shop: Any) -> None:
    number = record(shop)["number"]
    stranger = shop.program("sales@SH")
    assert stranger.get(f"{API}/{number}").status_code == 404
    assert stranger.get(API).json == []
    assert stranger.post(f"{API}/{number}/withdraw", json={"reason": "x"}).status_code == 404
    body = {"customer_code": "C001", "kind": "inquiry", "channel": "email", "text": "x"}
    assert stranger.post(API, json=body).status_code == 422

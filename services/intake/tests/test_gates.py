"""What may not happen, and what is said then: the gates of the procedure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from kesu_intake.complaints.model import COMPLAINT_STATES

FROM_SALES = {
    "acknowledge",
    "translate",
    "dispatch",
    "settle",
    "reply",
    "confirm",
    "dispute",
    "close",
    "withdraw",
    "exchanges",
    "follow-up",
}


@pytest.mark.clause("4.1.3.5-a2")
def test_a_foreign_text_does_not_go_to_quality_untranslated_but_to_others(shop: Any) -> None:
    number = shop.complaint(text="The seal leaks after 2 hours at 80 °C, lot L2026-1107, 12 pcs.")
    assert shop.get(number)["text_language"] == "en"
    refused = shop.do(number, "dispatch", departments=[{"department": "quality", "question": "?"}], expect=409)
    assert "Translate" in refused["detail"]
    shop.do(number, "dispatch", departments=[{"department": "rnd", "question": "?"}])


@pytest.mark.clause("4.1.3.5-a2")
def test_a_translation_that_loses_a_number_must_be_acknowledged(shop: Any) -> None:
    number = shop.complaint(text="The seal leaks after 2 hours at 80 °C, lot L2026-1107, 12 pcs.")
    wrong = "密封在 80 °C 下 2 小时后泄漏，批号 L2026-1170，12 件。"
    refused = shop.do(number, "translate", text=wrong, translator="李伟", expect=422)
    assert "L2026-1107" in refused["detail"]
    assert shop.do(number, "translate", text=wrong, translator="李伟", acknowledged=True)["state"] == "translated"
    right = "密封在 80 °C 下 2 小时后泄漏，批号 L2026-1107，12 件。"
    assert shop.do(number, "translate", text=right, translator="李伟")["working_text"] == right
    kept = shop.get(number)["translations"]
    assert [(t["acknowledged"], len(t["differences"])) for t in kept] == [(False, 0), (True, 2)]


@pytest.mark.clause("4.1.3.3")
def test_not_ours_is_exchanged_only_after_a_leads_goodwill(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number)
    shop.verdict(number, "not_ours")
    exchange = {"kind": "exchange", "quantity": "2", "terms": "x", "agreed_with": "y"}
    assert "goodwill" in shop.do(number, "settle", expect=409, **exchange)["detail"]
    shop.do(number, "goodwill", expect=403, reason="long partnership")
    shop.do(number, "goodwill", "lead", reason="long partnership")
    assert shop.do(number, "settle", **exchange)["state"] == "settled"
    assert [s["kind"] for s in shop.get(number)["settlements"]] == ["goodwill", "exchange"]


def test_not_ours_is_explained_and_confirmed(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number)
    shop.verdict(number, "not_ours", severity="major")
    assert shop.facts("kesu.complaint.escalated.v1") == []
    explained = {"kind": "explain", "terms": "Use the right grease.", "agreed_with": "Ms Petersen"}
    assert "record first the cause" in shop.do(number, "settle", expect=409, **explained)["detail"]
    found = {"cause": "Silicone grease.", "advice": "Use the right grease.", "helpers": "Wang Fang"}
    shop.do(number, "clarify", "warehouse", expect=403, **found)
    assert shop.do(number, "clarify", "rnd", **found)["state"] == "answered"
    [kept] = shop.get(number)["clarifications"]
    assert {name: kept[name] for name in found} == found
    [fact] = shop.facts("kesu.complaint.clarified.v1")
    assert {name: fact[name] for name in found} == found
    assert shop.do(number, "settle", kind="explain", terms="Use the right grease.", agreed_with="Ms Petersen")["state"] == "settled"


@pytest.mark.clause("4.1.3.3")
def test_a_clarification_is_asked_for_when_the_fault_is_not_ours_and_only_then(shop: Any) -> None:
    found = {"cause": "Silicone grease.", "advice": "Use the right grease.", "helpers": "Wang Fang"}
    ours = shop.answered()
    assert "corrective action" in shop.do(ours, "clarify", expect=409, **found)["detail"]
    number = shop.complaint()
    shop.dispatch(number)
    shop.verdict(number, "not_ours")
    assert ("complaint.clarify", "sales") in shop.open_tasks(number)
    shop.do(number, "clarify", **found)
    assert ("complaint.clarify", "sales") not in shop.open_tasks(number)


def test_an_agreed_exchange_is_not_closed_before_its_return_was_heard_of(shop: Any) -> None:
    number = shop.answered()
    shop.do(number, "settle", kind="exchange", quantity="12", terms="x", agreed_with="y")
    shop.do(number, "reply", channel="email", to="y", text="z")
    shop.do(number, "confirm", who="y", words="by telephone")
    assert "no return has been opened" in shop.do(number, "close", expect=409)["detail"]


@pytest.mark.parametrize("end", ["cancelled", "rejected", "settled", "closed"])
def test_a_return_holds_up_the_close_until_it_is_over(shop: Any, end: str) -> None:
    number = shop.confirmed()
    shop.hear("return.requested", "RT-1", sequence=1, number="RT-1", complaint=number)
    assert "RT-1" in shop.do(number, "close", expect=409)["detail"]
    shop.hear(f"return.{end}", "RT-1", sequence=2, number="RT-1", complaint=number)
    assert shop.do(number, "close")["state"] == "closed"


@pytest.mark.parametrize("first_heard", ["split", "authorised"])
def test_a_return_that_was_split_holds_up_the_close_until_both_are_over(shop: Any, first_heard: str) -> None:
    number = shop.confirmed()
    shop.hear("return.requested", "RT-1", sequence=1, number="RT-1", complaint=number)
    told = {"split": ("RT-1", 2, {"number": "RT-1", "into": "RT-2"}), "authorised": ("RT-2", 3, {"number": "RT-2"})}
    for fact in (first_heard, *(told.keys() - {first_heard})):
        subject, sequence, data = told[fact]
        shop.hear(f"return.{fact}", subject, sequence=sequence, complaint=number, **data)
        assert "RT-2" in shop.do(number, "close", expect=409)["detail"]
    shop.hear("return.closed", "RT-1", sequence=4, number="RT-1", complaint=number)
    assert "RT-2" in shop.do(number, "close", expect=409)["detail"]
    shop.hear("return.closed", "RT-2", sequence=5, number="RT-2", complaint=number)
    assert shop.do(number, "close")["state"] == "closed"


@pytest.mark.clause("4.1.3.7-d")
@pytest.mark.parametrize("end", ["completed", "cancelled"])
def test_rework_at_the_customers_holds_up_the_close_until_it_is_over(shop: Any, end: str) -> None:
    number = shop.answered()
    shop.do(number, "settle", kind="rework", quantity="12", terms="Replace the seals on site.", agreed_with="y")
    shop.do(number, "reply", channel="email", to="y", text="z")
    shop.do(number, "confirm", who="y", words="by telephone")
    assert "no return has been opened" in shop.do(number, "close", expect=409)["detail"]
    for sequence, fact in enumerate(("requested", "ready", "freed", "ready", "started"), 1):
        shop.hear(f"onsite.{fact}", "OS-1", sequence=sequence, number="OS-1", complaint=number)
        assert "OS-1" in shop.do(number, "close", expect=409)["detail"]
    shop.hear(f"onsite.{end}", "OS-1", sequence=9, number="OS-1", complaint=number)
    assert shop.do(number, "close")["state"] == "closed"


def test_silence_confirms_only_after_days_and_reminders(shop: Any) -> None:
    number = shop.replied()
    refused = shop.do(number, "confirm", who="Ms Petersen", how="silence", expect=409)
    assert refused["type"].endswith("too-early")
    shop.do(number, "reply", kind="reminder", channel="email", to="y", text="Please confirm.")
    assert "so far 1" in shop.do(number, "confirm", who="Ms Petersen", how="silence", expect=409)["detail"]


def test_a_site_says_after_how_long_and_how_many_reminders_silence_confirms(shop: Any) -> None:
    shop.know_site(targets={"complaint.silence": {"days": 2}, "complaint.silence.reminders": {"times": 1}})
    tuesday = datetime(2026, 11, 24, 2, tzinfo=UTC)
    with time_machine.travel(tuesday, tick=False):
        number = shop.replied()
        shop.do(number, "reply", kind="reminder", channel="email", to="y", text="Please confirm.")
        assert "2026-11-26" in shop.do(number, "confirm", who="Ms Petersen", how="silence", expect=409)["detail"]
    with time_machine.travel(tuesday + timedelta(days=2, minutes=1), tick=False):
        assert shop.do(number, "confirm", who="Ms Petersen", how="silence")["state"] == "confirmed"
    assert shop.get(number)["confirmed_how"] == "silence"


@pytest.mark.clause("4.1.3.5-b")
def test_an_oral_complaint_names_caller_taker_and_time(shop: Any) -> None:
    client = shop.program("sales@SZ")
    call = {"customer_code": "C001", "channel": "phone", "text": "It leaks."}
    refused = client.post("/intake/api/v1/complaints", json=call)
    assert refused.status_code == 422
    assert {e["pointer"] for e in refused.json["errors"]} == {"#/caller", "#/taker", "#/received_at"}
    now = datetime.now(UTC).isoformat()
    assert client.post("/intake/api/v1/complaints", json={**call, "caller": "Ms P", "taker": "Anna", "received_at": now}).status_code == 201


def test_what_was_found_after_it_came_in_or_comes_from_the_future_is_refused(shop: Any) -> None:
    later = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    answer = shop.program("sales@SZ").post(
        "/intake/api/v1/complaints", json={"customer_code": "C001", "channel": "email", "text": "x", "received_at": later}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("command", sorted({command for (_, command) in COMPLAINT_STATES.transitions}))
def test_a_withdrawn_complaint_allows_nothing_more(command: str) -> None:
    assert ("withdrawn", command) not in COMPLAINT_STATES.transitions


def test_a_command_at_the_wrong_time_names_what_is_allowed_and_changes_nothing(shop: Any) -> None:
    number = shop.complaint()
    before = shop.fact_types()
    refused = shop.do(number, "close", expect=409)
    assert "Dispatch" in refused["detail"]
    assert shop.fact_types() == before


@pytest.mark.parametrize("operation", sorted(FROM_SALES))
def test_only_sales_does_what_belongs_to_sales(shop: Any, operation: str) -> None:
    number = shop.complaint()
    assert shop.program("warehouse@SZ").post(f"/intake/api/v1/complaints/{number}/{operation}", json={}).status_code == 403
    assert shop.program("sales@SH").post(f"/intake/api/v1/complaints/{number}/{operation}", json={}).status_code in {404, 422}


def test_another_sites_complaints_are_not_there(shop: Any) -> None:
    number = shop.complaint()
    stranger = shop.program("sales@SH")
    assert stranger.get(f"/intake/api/v1/complaints/{number}").status_code == 404
    assert stranger.get("/intake/api/v1/complaints").json == []


def test_a_department_answers_only_what_it_was_asked_and_once(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number, "rnd")
    shop.do(number, "answer", "production", answer="x", expect=404)
    shop.do(number, "answer", "rnd", answer="The seal is right.")
    assert shop.get(number)["state"] == "answered"
    shop.do(number, "answer", "rnd", answer="again", expect=409)


@pytest.mark.clause("4.1.3.5")
def test_a_critical_complaint_goes_to_qa_and_the_gm_at_once_and_once_only(shop: Any) -> None:
    number = shop.complaint(safety=True)
    escalated = shop.facts("kesu.complaint.escalated.v1")
    assert [(f["severity"], f["to"]) for f in escalated] == [("critical", "gm")]
    shop.dispatch(number)
    assert len(shop.facts("kesu.complaint.escalated.v1")) == 1
    shop.do(number, "escalate", reason="again", expect=409)


@pytest.mark.clause("4.1.3.5")
def test_sales_raises_and_escalates_a_minor_complaint_with_a_reason(shop: Any) -> None:
    number = shop.complaint()
    shop.do(number, "escalate", reason="The customer stopped its line.", expect=409)
    assert shop.do(number, "escalate", reason="The customer stopped its line.", severity="major")["severity"] == "major"
    assert shop.facts("kesu.complaint.escalated.v1")[0]["reason"] == "The customer stopped its line."


def test_a_withdrawn_complaint_leaves_no_work_behind(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number, "quality", "rnd", "production")
    shop.do(number, "withdraw", reason="Entered twice.")
    assert shop.open_tasks(number) == set()
    assert {d["state"] for d in shop.get(number)["dispatches"]} == {"cancelled"}


def test_a_closed_complaint_can_be_taken_up_again(shop: Any) -> None:
    number = shop.confirmed()
    shop.do(number, "close")
    again = shop.do(number, "reopen", reason="It leaks again.")
    assert (again["state"], again["round"], again["confirmed_at"]) == ("dispatched", 2, None)
    assert shop.open_tasks(number) == {("complaint.dispatch", "sales")}

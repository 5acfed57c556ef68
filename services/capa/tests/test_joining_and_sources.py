"""Sources by hand, joining and splitting, earlier reports like one, and reopening from several sides at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from kesu_common import clock

BASE = {"site": "SZ", "title": "Seal leaks", "severity": "minor", "responsible_department": "quality", "reason": "Leak at the seal"}
ADDRESS = "/capa/api/v1/capas"


@pytest.mark.parametrize(("language", "words"), [("en", "not ours"), ("zh", "非我方责任")])
def test_a_verdict_that_names_no_defect_is_told_in_words(capas: Any, language: str, words: str) -> None:
    number = capas.escalate()
    capas.hear("verdict.given", "QC-SZ-2026-000007", complaint="KS-SZ-2026-000123", verdict="not_ours")
    page = capas.browser("quality@SZ", language=language).get(f"/capa/capas/{number}").text
    assert words in page.lower()
    assert "not_ours" not in page


GONE = {
    "the verdict says not ours": ("verdict.revised", "QC-1", {"complaint": "KS-SZ-2026-000123", "verdict": "not_ours"}),
    "the verdict says no fault": ("verdict.revised", "QC-1", {"complaint": "KS-SZ-2026-000123", "verdict": "no_fault_found"}),
    "it was withdrawn": ("complaint.withdrawn", "KS-SZ-2026-000123", {}),
}


@pytest.mark.parametrize("gone", GONE.values(), ids=GONE)
def test_qa_decides_whether_a_report_goes_on_whose_ground_has_fallen_away(capas: Any, gone: tuple[str, str, dict[str, Any]]) -> None:
    number = capas.escalate()
    capas.hear("verdict.given", "QC-1", complaint="KS-SZ-2026-000123", verdict="ours", defect_code="SEAL")
    fact, subject, data = gone
    capas.hear(fact, subject, **data)
    assert ("capa.reconsider", "quality") in capas.open_tasks(number)
    told = capas.facts("kesu.capa.joined.v1")[-1]["reason"]
    assert "KS-SZ-2026-000123" in told
    assert "Speaks for it no longer" in capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text
    capas.do(number, "keep", reason="The die is worn all the same")
    assert ("capa.reconsider", "quality") not in capas.open_tasks(number)
    assert capas.get(number)["state"] == "opened"


def test_a_report_is_declined_while_its_cause_is_looked_for(capas: Any) -> None:
    number = capas.escalate()
    capas.do(number, "assign", leader="Zhao Qiang", department="production")
    capas.do(number, "contain", "production", problem="Seal leaks", containment="Lot blocked")
    capas.hear("complaint.withdrawn", "KS-SZ-2026-000123")
    assert capas.do(number, "decline", reason="It was another maker's pump")["state"] == "declined"
    assert capas.open_tasks(number) == set()


def test_a_verdict_that_turns_back_asks_for_nothing(capas: Any) -> None:
    number = capas.escalate()
    for verdict in ("not_ours", "ours"):
        capas.hear("verdict.revised", "QC-1", complaint="KS-SZ-2026-000123", verdict=verdict)
    assert ("capa.reconsider", "quality") not in capas.open_tasks(number)


def test_one_complaint_of_several_that_is_gone_is_only_told(capas: Any) -> None:
    both = [{"number": "KS-SZ-2026-000123"}, {"number": "KS-SZ-2026-000124"}]
    capas.hear("radar.accepted", "RD-1", product="P-100", by="defect", value="SEAL", severity="major", complaints=both)
    number = capas.all(source="radar")[0]["number"]
    capas.hear("complaint.withdrawn", "KS-SZ-2026-000124")
    assert ("capa.reconsider", "quality") not in capas.open_tasks(number)
    assert "KS-SZ-2026-000124 was withdrawn" in capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text


def test_only_earlier_reports_are_shown_as_earlier(capas: Any) -> None:
    first, second = capas.escalate(), capas.escalate("KS-SZ-2026-000124")
    browser = capas.browser("quality@SZ", language="en")
    assert f"/capas/{second}" not in browser.get(f"/capa/capas/{first}").text
    assert f"/capas/{first}" in browser.get(f"/capa/capas/{second}").text


def test_audits_and_recalls_are_opened_by_hand_once_with_their_reference(capas: Any) -> None:
    client = capas.program("quality@SZ")
    assert client.post(ADDRESS, json={**BASE, "source": "audit", "reference": "A-7"}).status_code == 422
    assert client.post(ADDRESS, json={**BASE, "source": "recall"}).status_code == 422
    for more in ({"source": "audit", "reference": "A-7", "clause": "8.7"}, {"source": "recall", "reference": "RC-1"}):
        made = client.post(ADDRESS, json={**BASE, **more})
        assert made.status_code == 201, made.text
        assert (made.json["source"], made.json["reference"]) == (more["source"], more["reference"])
        again = client.post(ADDRESS, json={**BASE, **more})
        assert again.status_code == 409
        assert made.json["number"] in again.json["detail"]
    assert client.post(ADDRESS, json={**BASE, "source": "survey"}).status_code == 422


@pytest.mark.clause("4.1.3.5")
def test_two_reports_are_joined_by_hand_and_separated_again_with_their_complaints(capas: Any) -> None:
    one, other = capas.escalate("KS-SZ-2026-000001"), capas.escalate("KS-SZ-2026-000002", severity="critical")
    capas.do(other, "merge", "sales", into=one, reason="x", expect=403)
    capas.do(other, "merge", into=other, reason="x", expect=422)
    joined = capas.do(other, "merge", into=one, reason="Same die")
    assert (joined["state"], joined["joined_into"], joined["complaints"]) == ("joined", one, [])
    assert (capas.get(one)["complaints"], capas.get(one)["severity"]) == (["KS-SZ-2026-000001", "KS-SZ-2026-000002"], "critical")
    assert capas.open_tasks(other) == set()
    capas.hear("review.completed", "RV-1", complaint="KS-SZ-2026-000002", capa_needed=True, result="worn die")
    assert len(capas.all()) == 2, "what is heard of the complaint later goes to the report that has it now"
    capas.do(one, "split", complaint="KS-SZ-2026-000002", reason="Another die after all")
    assert (capas.get(other)["state"], capas.get(other)["complaints"]) == ("opened", ["KS-SZ-2026-000002"])
    assert capas.get(one)["complaints"] == ["KS-SZ-2026-000001"]
    assert [fact["into"] for fact in capas.facts("kesu.capa.merged.v1")] == [one]
    assert [fact["to"] for fact in capas.facts("kesu.capa.split.v1")] == [other]
    capas.do(one, "split", complaint="KS-SZ-2026-000001", reason="x", expect=409)


def test_a_complaint_of_a_rise_is_split_off_into_a_report_of_its_own(capas: Any) -> None:
    complaints = [{"number": f"KS-SZ-2026-00000{n}", "customer_code": f"C{n}"} for n in (1, 2)]
    capas.hear("radar.accepted", "RD-1", product="P-100", by="defect", value="SEAL", severity="major", complaints=complaints)
    number = capas.all()[0]["number"]
    capas.do(number, "split", complaint="KS-SZ-2026-000009", reason="x", expect=422)
    capas.do(number, "split", complaint="KS-SZ-2026-000002", reason="Another defect")
    own = next(capa for capa in capas.all() if capa["number"] != number)
    assert (own["complaint"], own["complaints"], own["state"]) == ("KS-SZ-2026-000002", ["KS-SZ-2026-000002"], "opened")
    assert capas.open_tasks(own["number"]) == {("capa.assign", "quality")}
    capas.do(own["number"], "merge", into=number, reason="The same after all")
    assert capas.get(number)["complaints"] == ["KS-SZ-2026-000001", "KS-SZ-2026-000002"]


def test_earlier_reports_like_one_are_shown_with_their_result(capas: Any) -> None:
    number = capas.escalate()
    capas.to_verifying(number)
    capas.do(number, "verify", effective=True, verification="0 of 412 leak")
    client = capas.program("quality@SZ")
    client.post(ADDRESS, json={**BASE, "title": "油漆颜色不对", "reason": "颜色偏差"})
    found = client.get(f"{ADDRESS}/similar", query_string={"product": "P-100", "text": "Seal leaks"}).json
    assert [(one["capa"]["number"], one["same_product"]) for one in found] == [(number, True)]
    chinese = client.get(f"{ADDRESS}/similar", query_string={"text": "油漆的颜色不对"}).json
    assert [one["capa"]["title"] for one in chinese] == ["油漆颜色不对"]
    assert client.get(f"{ADDRESS}/similar", query_string={"text": "包装破损"}).json == []
    other = client.post(ADDRESS, json={**BASE, "product": "P-100"}).json["number"]
    page = capas.browser("quality@SZ", language="en").get(f"/capa/capas/{other}").text
    assert number in page
    assert "0 of 412 leak" in page


def at_once(*acts: Callable[[], Any]) -> None:
    """Do each in a thread of its own, begun in the same moment. Raises what any of them raised."""
    start = threading.Barrier(len(acts))

    def act(one: Callable[[], Any]) -> None:
        start.wait(30)
        one()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act, one) for one in acts]:
            done.result(60)


@pytest.mark.clause("4.1.3.5")
def test_escalation_verdict_and_review_in_the_same_moment_make_one_report_that_says_it_all(capas: Any) -> None:
    for n in range(20):
        complaint = f"KS-SZ-2026-0007{n:02}"
        at_once(
            partial(capas.escalate, complaint),
            partial(capas.hear, "verdict.given", f"QC-{n}", complaint=complaint, verdict="ours", defect_code="SEAL"),
            partial(capas.hear, "review.completed", f"RV-{n}", complaint=complaint, capa_needed=True, result="worn die"),
        )
        [capa] = capas.all(complaint=complaint)
        joined = [fact for fact in capas.facts("kesu.capa.joined.v1") if fact["number"] == capa["number"]]
        assert (len(joined), capa["defect_code"], capa["product"]) == (2, "SEAL", "P-100")


@pytest.mark.clause("4.1.3.9")
def test_a_complaint_and_its_verdict_in_the_same_moment_take_the_closed_report_up_again(capas: Any) -> None:
    then = clock.now() - timedelta(days=1)
    for n in range(20):
        number = str(capas.escalate(f"KS-SZ-2026-0006{n:02}"))
        defect, again = f"LEAK-{n}", f"KS-SZ-2026-0005{n:02}"
        capas.hear("verdict.given", f"QC-6{n:02}", complaint=f"KS-SZ-2026-0006{n:02}", verdict="ours", defect_code=defect)
        capas.to_verifying(number)
        capas.do(number, "verify", effective=True, verification="ok")
        at_once(
            partial(capas.hear, "complaint.registered", again, product="P-100", received_at=(then + timedelta(days=3)).isoformat()),
            partial(capas.hear, "verdict.given", f"QC-5{n:02}", complaint=again, verdict="ours", defect_code=defect),
        )
        assert capas.get(number)["state"] == "reopened"


@pytest.mark.clause("4.1.3.9")
def test_three_sides_at_once_reopen_it_once_and_every_reason_stays(capas: Any) -> None:
    """Recurrence, follow-up and the GM, each in a thread and a transaction of its own, several times over."""
    then = clock.now() - timedelta(days=1)
    for n in range(3):
        complaint = f"KS-SZ-2026-0009{n:02}"
        number = str(capas.escalate(complaint))
        defect = f"SEAL-{n}"
        capas.hear("verdict.given", f"QC-{n}", complaint=complaint, verdict="ours", defect_code=defect)
        capas.to_verifying(number)
        capas.do(number, "verify", effective=True, verification="ok")
        capas.do(number, "close", closing="ok")
        again = f"KS-SZ-2026-0008{n:02}"
        capas.hear("complaint.registered", again, product="P-100", received_at=(then + timedelta(days=3)).isoformat())
        at_once(
            partial(capas.hear, "verdict.given", f"QC-1{n}", complaint=again, verdict="ours", defect_code=defect),
            partial(capas.hear, "followup.recorded", f"F{n}", capa=number, effective=False, words="still leaks"),
            partial(capas.do, number, "reopen", "gm", reason="I saw it myself"),
        )
        assert capas.get(number)["state"] == "reopened"
        assert len([fact for fact in capas.facts("kesu.capa.reopened.v1") if fact["number"] == number]) == 1
        reasons = [one["reason"] for one in capas.get(number)["reopenings"]]
        assert len(reasons) == 3
        assert "still leaks" in reasons
        assert "I saw it myself" in reasons
        assert any(again in reason for reason in reasons)
        page = capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text
        assert "I saw it myself" in page
        assert "still leaks" in page

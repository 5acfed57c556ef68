"""From the facts of all services to my work, the case file, search and the overview; thrown away and rebuilt to the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select

from kesu_common import clock
from kesu_common.events import Event
from kesu_common.journal.numbering import Mark, number_batch
from kesu_common.people.actors import Actor
from kesu_common.testing.rig import Rig, csrf_of
from kesu_common.words import query_of, words_of
from kesu_desk.cases.topics import page_of
from kesu_desk.people.commands import add_person
from kesu_desk.rebuild import READ_MODELS, own_feed, rebuild

CASE = "KS-SZ-2026-000001"
TOLD = {
    "number": CASE,
    "customer_code": "C001",
    "customer_name": "汉堡水泵有限公司 Hamburg Pumps",
    "product": "GP-200",
    "lot": "L7",
    "severity": "major",
}
Tell = Any


def api(desk: Rig, *grants: str, login: str = "anna") -> Any:
    """A program that calls desk with these roles."""
    return desk.program(*grants, login=login)


def the_loop(tell: Tell) -> None:
    tell("intake", "complaint.registered", CASE, case=CASE, **TOLD, claim="exchange", received_at="2026-11-20T08:00:00+00:00")
    tell("intake", "complaint.dispatched", CASE, case=CASE, **TOLD)
    tell("quality", "case.opened", "QC-SZ-2026-000001", case=CASE)
    tell("quality", "verdict.given", "QC-SZ-2026-000001", case=CASE, verdict="ours", summary="Seal too soft")
    tell("returns", "return.requested", "RT-SZ-2026-000001", case=CASE)
    tell("capa", "capa.opened", "CA-SZ-2026-000001", complaint=CASE, severity="major")


@pytest.mark.clause("6-d")
def test_a_case_file_tells_what_happened_in_every_service_and_by_whose_hand(desk: Rig, tell: Tell) -> None:
    the_loop(tell)
    case = api(desk, "sales@SZ").get(f"/desk/api/v1/cases/{CASE}").json
    assert [entry["topic"] for entry in case["timeline"]][::-1] == [
        "complaint.registered", "complaint.dispatched", "case.opened", "verdict.given", "return.requested", "capa.opened",
    ]  # fmt: skip
    assert {entry["service"] for entry in case["timeline"]} == {"intake", "quality", "returns", "capa"}
    assert case["state"] == "dispatched"
    assert [record["number"] for record in case["records"]] == ["QC-SZ-2026-000001", "RT-SZ-2026-000001", "CA-SZ-2026-000001"]
    page = desk.browser("sales@SZ", language="en").get(f"/desk/cases/{CASE}").get_data(as_text=True)
    for words in ("Verdict given", "Seal too soft", "Wu", "/quality/cases/QC-SZ-2026-000001", "/intake/complaints/" + CASE, "汉堡水泵"):
        assert words in page
    assert "给出判定" in desk.browser("sales@SZ", language="zh").get(f"/desk/cases/{CASE}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("number", "page"),
    [
        ("KS-SZ-2026-000001", ("intake", "/complaints/KS-SZ-2026-000001")),
        ("SC-SZ-2026-000001", ("survey", "/campaigns/SC-SZ-2026-000001")),
        ("SC-SZ-2026-000001-0002", ("survey", "/campaigns/SC-SZ-2026-000001")),
        ("CA-SZ-2026-000001/1", None),
    ],
)
def test_a_number_leads_to_its_page_and_an_invitation_to_its_survey(number: str, page: tuple[str, str] | None) -> None:
    assert page_of(number) == page


def test_who_has_no_role_at_the_site_does_not_learn_of_the_case(desk: Rig, tell: Tell) -> None:
    the_loop(tell)
    elsewhere = api(desk, "sales@CD")
    assert elsewhere.get(f"/desk/api/v1/cases/{CASE}").status_code == 404
    assert elsewhere.get("/desk/api/v1/cases?q=GP-200").json == []


def test_a_fact_heard_twice_is_shown_once(desk: Rig, tell: Tell) -> None:
    event = tell("intake", "complaint.registered", CASE, case=CASE, **TOLD)
    tell.again(event)
    assert len(api(desk, "sales@SZ").get(f"/desk/api/v1/cases/{CASE}").json["timeline"]) == 1


def test_a_fact_that_comes_late_fills_gaps_and_never_turns_the_state_back(desk: Rig, tell: Tell) -> None:
    tell("intake", "complaint.dispatched", CASE, case=CASE, sequence=9, number=CASE)
    tell("intake", "complaint.registered", CASE, case=CASE, sequence=2, **TOLD, claim="exchange")
    case = api(desk, "sales@SZ").get(f"/desk/api/v1/cases/{CASE}").json
    assert (case["state"], case["customer_name"], case["claim"]) == ("dispatched", TOLD["customer_name"], "exchange")


def test_a_closed_case_is_closed_and_open_again_when_reopened(desk: Rig, tell: Tell) -> None:
    the_loop(tell)
    tell("intake", "complaint.closed", CASE, case=CASE, **TOLD)
    sales = api(desk, "sales@SZ")
    assert [case["number"] for case in sales.get("/desk/api/v1/cases?open=false").json] == [CASE]
    tell("intake", "complaint.reopened", CASE, case=CASE, **TOLD, reason="It leaks again")
    assert sales.get("/desk/api/v1/cases?open=false").json == []


@pytest.mark.parametrize(
    "q", ["GP-200", "gp-2", "水泵", "汉堡水泵", "hamburg", "Hamb GP", "000001", CASE, "L7", "C001", "ＧＰ－２００", "RT-SZ-2026-000001"]
)
def test_a_case_is_found_by_number_customer_product_lot_and_words_in_either_script(desk: Rig, tell: Tell, q: str) -> None:
    the_loop(tell)
    found = api(desk, "sales@SZ").get("/desk/api/v1/cases", query_string={"q": q}).json
    assert [case["number"] for case in found] == [CASE]


@pytest.mark.parametrize("q", ["GP-300", "水管", "泵水", "'; drop", "!!", "a & !b | (", "\\"])
def test_what_is_not_there_is_not_found_and_nothing_breaks(desk: Rig, tell: Tell, q: str) -> None:
    the_loop(tell)
    answer = api(desk, "sales@SZ").get("/desk/api/v1/cases", query_string={"q": q})
    assert (answer.status_code, answer.json) == (200, [])


def test_a_number_typed_into_search_leads_straight_to_its_case(desk: Rig, tell: Tell) -> None:
    the_loop(tell)
    answer = desk.browser("sales@SZ").get("/desk/search?q=rt-sz-2026-000001")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/cases/{CASE}")


def test_words_are_cut_for_both_scripts() -> None:
    assert words_of(["水泵漏水 GP-200"]) == ["水", "泵", "漏", "水泵", "泵漏", "漏水", "gp-200", "gp", "200"]
    assert query_of("漏水 gp") == "'漏水' & 'gp':*"
    assert query_of(" ，！") is None


def task(tell: Tell, topic: str, number: int, *, role: str = "quality", due: datetime | None = None, site: str = "SZ", **more: Any) -> None:
    at = due or clock.now() + timedelta(hours=4)
    data = {
        "task": str(UUID(int=number)),
        "kind": "quality.review",
        "role": role,
        "title_zh": f"评审 {number}",
        "title_en": f"Review {number}",
        "page": f"/reviews/RV-{number}",
        "opened_at": (at - timedelta(days=1)).isoformat(),
        "start_at": (at - timedelta(days=1)).isoformat(),
        "due_at": at.isoformat(),
    }
    tell("quality", f"task.{topic}", f"RV-{number}", case=CASE, site=site, **{**data, **more})


def work(desk: Rig, *grants: str, login: str = "anna", **query: str) -> list[str]:
    answer = api(desk, *grants, login=login).get("/desk/api/v1/my-work", query_string=query)
    assert answer.status_code == 200, answer.json
    return [item["title_en"] for item in answer.json]


def test_my_work_is_what_my_departments_have_open_the_most_urgent_first(desk: Rig, tell: Tell) -> None:
    soon = clock.now() + timedelta(hours=1)
    task(tell, "opened", 1)
    task(tell, "opened", 2, due=soon)
    task(tell, "opened", 3, role="sales")
    task(tell, "opened", 4, site="CD")
    assert work(desk, "quality@SZ") == ["Review 2", "Review 1"]
    assert work(desk, "quality@*") == ["Review 2", "Review 1", "Review 4"]
    assert work(desk, "warehouse@SZ") == []
    assert work(desk, "warehouse@SZ", whose="all") == ["Review 2", "Review 1", "Review 3"]


def test_what_a_colleague_has_taken_is_not_mine_and_what_is_done_is_nobodys(desk: Rig, tell: Tell) -> None:
    task(tell, "opened", 1)
    task(tell, "opened", 2)
    task(tell, "assigned", 1, assignee="bert")
    assert work(desk, "quality@SZ") == ["Review 2"]
    assert sorted(work(desk, "quality@SZ", whose="department")) == ["Review 1", "Review 2"]
    assert work(desk, "quality@SZ", login="bert", whose="taken") == ["Review 1"]
    done: dict[str, Any] = {"outcome": "decided", "done_at": clock.now().isoformat(), "done_by": "bert", "in_time": True}
    task(tell, "done", 1, **done)
    assert work(desk, "quality@SZ", login="bert") == ["Review 2"]


@pytest.mark.clause("3.1")
def test_late_work_comes_to_the_lead_and_then_to_the_general_manager(desk: Rig, tell: Tell) -> None:
    late = clock.now() - timedelta(days=2)
    task(tell, "opened", 1, due=late)
    task(tell, "escalated", 1, due=late, level=3, to="lead")
    assert work(desk, "lead@SZ") == ["Review 1"]
    assert work(desk, "lead@CD") == []
    assert work(desk, "gm@*") == []
    task(tell, "escalated", 1, due=late, level=4, to="gm")
    assert work(desk, "gm@*") == ["Review 1"]
    page = desk.browser("gm@*", language="zh").get("/desk/?whose=escalated").get_data(as_text=True)
    assert "评审 1" in page
    assert "/quality/reviews/RV-1" in page


@pytest.mark.clause("3.1")
def test_the_overview_counts_by_severity_age_and_site(desk: Rig, tell: Tell) -> None:
    other = "KS-CD-2026-000001"
    tell("intake", "complaint.registered", CASE, case=CASE, at=clock.now() - timedelta(days=10), **TOLD)
    tell(
        "intake", "complaint.registered", other, case=other, site="CD", at=clock.now(), **{**TOLD, "number": other, "severity": "critical"}
    )
    tell("returns", "return.received", "RT-SZ-2026-000001", case=CASE, at=clock.now())
    tell("capa", "capa.opened", "CA-SZ-2026-000001", case=CASE, at=clock.now())
    tell("capa", "action.assigned", "CA-SZ-2026-000001/1", case=CASE, at=clock.now(), department="production")  # a part, no record
    tell("capa", "capa.verified", "CA-SZ-2026-000001", case=CASE, at=clock.now(), effective=True, state="effective")
    task(tell, "opened", 1, due=clock.now() - timedelta(days=1))
    figures = api(desk, "gm@*").get("/desk/api/v1/overview").json
    assert figures["by_severity"]["major"]["up_to_30_days"] == 1
    assert figures["by_severity"]["critical"]["up_to_3_days"] == 1
    shenzhen = next(one for one in figures["sites"] if one["site"] == "SZ")
    assert {name: shenzhen[name] for name in ("open_cases", "overdue_work", "returns_in_hand", "open_capas", "effective", "verified")} == {
        "open_cases": 1, "overdue_work": 1, "returns_in_hand": 1, "open_capas": 1, "effective": 1, "verified": 1,
    }  # fmt: skip
    assert api(desk, "lead@CD").get("/desk/api/v1/overview").json["total"]["open_cases"] == 1
    for language in ("zh", "en"):
        assert desk.browser("gm@*", language=language).get("/desk/overview").status_code == 200


@pytest.mark.clause("4.1.2-c")
def test_the_teams_figures_tell_first_reply_resolution_reopening_and_workload(desk: Rig, tell: Tell) -> None:
    began = clock.now() - timedelta(days=20)
    for topic, hours in (("registered", 0), ("dispatched", 1), ("replied", 6), ("closed", 48), ("reopened", 60)):
        tell("intake", f"complaint.{topic}", CASE, case=CASE, at=began + timedelta(hours=hours), **TOLD)
    done: dict[str, Any] = {"outcome": "decided", "done_at": clock.now().isoformat(), "done_by": "bert", "in_time": True}
    with desk.runtime.database.transaction() as session:
        grants = [{"role": "quality", "site": "SZ"}]
        add_person(session, Actor.service("desk"), login="bert", name="Bert", grants=grants, password="correct-horse-77", temporary=False)
    task(tell, "done", 1, **done)
    task(tell, "done", 2, **{**done, "done_by": "C001"})
    team = api(desk, "gm@*").get("/desk/api/v1/overview/team").json
    [month] = team["months"]
    assert (month["complaints"], month["first_reply_hours"], month["resolution_hours"], month["reopened"]) == (1, 6.0, 48.0, 1)
    whole = {"site": "SZ", "role": "quality", "done": 1, "in_time": 1, "open": 0}
    by_person = {row["person"]: row for row in team["workload"]}
    assert by_person == {"bert": {**whole, "person": "bert"}, None: {**whole, "person": None}}, "what a customer did, no colleague did"


@pytest.mark.clause("3.1")
def test_the_general_manager_leaves_an_instruction_the_department_has_a_task_and_reports(desk: Rig, tell: Tell) -> None:
    the_loop(tell)
    boss = desk.browser("gm@*")
    form = {
        "csrf_token": csrf_of(boss.get(f"/desk/cases/{CASE}").get_data(as_text=True)),
        "department": "quality",
        "text": "Call the customer today.",
    }
    assert boss.post(f"/desk/cases/{CASE}/instructions", data=form).status_code == 303
    hear_own_facts(desk, tell)
    assert work(desk, "quality@SZ") == [f"Instruction of the general manager on {CASE}: Call the customer today."]
    number = desk.facts("kesu.instruction.given.v1")[-1]["instruction"]
    report = {"answer": "Called at 15:20."}
    assert api(desk, "sales@SZ").post(f"/desk/api/v1/instructions/{number}/answer", json=report).status_code == 403
    assert api(desk, "quality@SZ").post(f"/desk/api/v1/instructions/{number}/answer", json=report).status_code == 200
    assert api(desk, "quality@SZ").post(f"/desk/api/v1/instructions/{number}/answer", json=report).status_code == 409
    hear_own_facts(desk, tell)
    assert work(desk, "quality@SZ") == []
    topics = [entry["topic"] for entry in api(desk, "gm@*").get(f"/desk/api/v1/cases/{CASE}").json["timeline"]]
    assert topics[:2] == ["instruction.answered", "instruction.given"]
    assert "Called at 15:20." in boss.get(f"/desk/cases/{CASE}").get_data(as_text=True)


def test_only_the_general_manager_gives_instructions(desk: Rig, tell: Tell) -> None:
    the_loop(tell)
    body = {"case": CASE, "department": "quality", "text": "x"}
    assert api(desk, "lead@SZ").post("/desk/api/v1/instructions", json=body).status_code == 403
    assert api(desk, "gm@CD").post("/desk/api/v1/instructions", json=body).status_code == 404


def test_the_read_models_thrown_away_and_rebuilt_are_the_same(desk: Rig, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Event] = []
    monkeypatch.setattr("kesu_desk.rebuild._over_http", lambda runtime, peer: lambda: iter([heard] if peer == "intake" else []))
    the_loop(lambda *args, **more: heard.append(tell(*args, **more)) or heard[-1])  # type: ignore[func-returns-value]
    task(lambda *args, **more: heard.append(tell(*args, **more)) or heard[-1], "opened", 1)  # type: ignore[func-returns-value]
    before = rows(desk)
    assert rebuild(desk.runtime) == len(heard)
    assert rows(desk) == before
    assert before


def rows(desk: Rig) -> dict[str, list[Any]]:
    with desk.runtime.database.engine.connect() as connection:
        return {model.__tablename__: sorted(map(str, connection.execute(select(model)).all())) for model in READ_MODELS}


def hear_own_facts(desk: Rig, tell: Tell) -> None:
    """What the worker does: number desk's own facts as the relay does, and let desk hear those that it listens to."""
    with psycopg.connect(desk.runtime.database.url.replace("+psycopg", "")) as connection:
        mark = Mark.read(connection)
        while number_batch(connection, mark):
            connection.commit()
    for page in own_feed(desk.runtime)():
        for event in page:
            tell.again(event)

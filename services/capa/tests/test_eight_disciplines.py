"""What stands in each discipline: team, problem, quantities, causes, choice and order of actions, read-across, signature."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import time_machine

from kesu_capa.causes.drawing import broken
from kesu_common.testing.rig import csrf_of, words_of

ONE = {"description": "换模具", "department": "production"}
CAUSES = {"occurrence_cause": "Die worn", "escape_cause": "No leak test at night", "cause_verified": "Reproduced"}


def contained(capas: Any) -> str:
    number = str(capas.escalate())
    capas.do(number, "assign", leader="Zhao Qiang", department="production")
    capas.do(number, "contain", "production", problem="Seal leaks", containment="Lot blocked")
    return number


def analysed(capas: Any) -> str:
    number = contained(capas)
    capas.do(number, "analyse", "production", **CAUSES)
    return number


@pytest.mark.clause("6-c")
def test_team_problem_and_quantities_per_place_are_kept(capas: Any) -> None:
    number = capas.escalate()
    capas.do(number, "assign", leader="Zhao Qiang", sponsor="Wu Min", members=[{"name": "Li", "department": "rnd", "duty": "drawing"}])
    place = {"place": "stock", "to_check": "400", "checked": "340", "bad": "12"}
    body: dict[str, Any] = {"problem": "Leaks", "containment": "Blocked", "five_w": {"where": "Line 3"}}
    wrong = capas.do(number, "contain", expect=422, **body, places=[{**place, "bad": "341"}])
    assert "bad" in str(wrong["errors"])
    assert capas.do(number, "contain", expect=422, **body, places=[place, place])["detail"]
    sides = [{"aspect": "Lot", "is": "L1", "is_not": "L2", "difference": "other die"}]
    capas.do(number, "contain", **body, places=[place], boundaries=sides)
    capas.do(number, "contain", **body, places=[{**place, "checked": "400"}])
    shown = capas.get(number)
    assert [(one["part"], one["name"]) for one in shown["members"]] == [("leader", "Zhao Qiang"), ("sponsor", "Wu Min"), ("member", "Li")]
    assert (shown["team"], shown["five_w"], shown["boundaries"]) == ("Li (rnd)", {"where": "Line 3"}, sides)
    assert [(one["checked"], one["bad"]) for one in shown["places"]] == [("400", "12")]
    assert [fact["in_stock"] for fact in capas.facts("kesu.capa.contained.v1")] == ["340", "400"]
    page = words_of(capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text)
    assert "Line 3" in page
    assert "other die" in page
    capas.do(number, "contain", **body, places=[place], boundaries=sides * 2)
    form = capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}/contain").text
    assert 'name="boundaries-2-aspect"' in form, "there is always room for one more"


@pytest.mark.clause("4.1.3.4-d")
def test_causes_grow_as_trees_and_both_roots_must_be_verified_before_the_analysis_is_done(capas: Any) -> None:
    number = contained(capas)
    capas.do(number, "add-cause", "production", kind="occurrence", statement="Seal is crushed", branch="machine")
    capas.do(number, "add-cause", "production", below=1, statement="Die is worn")
    assert capas.do(number, "add-cause", "production", expect=422, statement="Of neither side")["detail"]
    refused = capas.do(number, "analyse", "production", expect=409)
    assert "occurrence" in refused["detail"]
    capas.do(number, "confirm-cause", "production", cause=2, verified_how="5 of 5 reproduced", is_root=True)
    assert "escape" in capas.do(number, "analyse", "production", expect=409)["detail"]
    capas.do(number, "add-cause", "production", kind="escape", statement="Leak test skipped at night", branch="method")
    capas.do(number, "confirm-cause", "production", cause=3, verified_how="Shift log", is_root=True)
    capas.do(number, "rule-out-cause", "production", cause=1, verified_how="Force is right")
    assert "stays on record" in capas.do(number, "remove-cause", "production", cause=1, expect=409)["detail"]
    done = capas.do(number, "analyse", "production")
    assert (done["occurrence_cause"], done["escape_cause"]) == ("Die is worn", "Leak test skipped at night")
    causes = capas.get(number)["causes"]
    assert [(one["kind"], one["below"], one["state"], one["is_root"]) for one in causes] == [
        ("occurrence", None, "ruled_out", False),
        ("occurrence", 1, "confirmed", True),
        ("escape", None, "confirmed", True),
    ]
    assert (causes[1]["verified_by"], causes[1]["verified_how"]) == ("Anna Li", "5 of 5 reproduced")
    for language, words in (("en", "Ishikawa diagram"), ("zh", "鱼骨图")):
        page = capas.browser("quality@SZ", language=language).get(f"/capa/capas/{number}").text
        assert page.count('<svg class="c-drawing"') == 3
        assert words in page
    capas.do(number, "plan", "production", actions=[ONE])
    assert "stays" in capas.do(number, "rule-out-cause", "production", cause=2, verified_how="x", expect=409)["detail"]


def test_rows_of_a_form_that_are_left_empty_are_no_members_and_no_places(capas: Any) -> None:
    number = capas.escalate()
    browser = capas.browser("quality@SZ", "production@SZ", language="en")
    for operation, typed in (
        ("assign", {"leader": "Zhao Qiang", "department": "production"}),
        ("contain", {"problem": "Seal leaks", "containment": "Lot blocked"}),
    ):
        page = browser.get(f"/capa/capas/{number}/{operation}").text
        shown = dict(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"(?:[^>]* value="([^"]*)")?', page))
        assert {"members-0-name", "places-0-place"} & shown.keys()
        shown.pop("files", None)
        answer = browser.post(f"/capa/capas/{number}/{operation}", data={**shown, **typed})
        assert answer.status_code == 303, words_of(answer.text)
    kept = capas.get(number)
    assert (kept["state"], [one["part"] for one in kept["members"]], kept["places"]) == ("contained", ["leader"], [])


def test_the_report_says_what_is_next_and_its_button_stands_out(capas: Any) -> None:
    number = capas.escalate()
    browser = capas.browser("quality@SZ", "production@SZ", language="en")

    def standing_out() -> list[str]:
        return re.findall(r'class="btn btn-primary" href="[^"]*/([a-z-]+)"', browser.get(f"/capa/capas/{number}").text)

    assert standing_out() == ["assign"]
    assert f"Name who leads {number}" in words_of(browser.get(f"/capa/capas/{number}").text)
    capas.do(number, "assign", leader="Zhao Qiang", department="production")
    assert standing_out() == ["contain"]
    capas.do(number, "contain", "production", problem="Seal leaks", containment="Lot blocked")
    assert standing_out() == ["add-cause"]
    capas.do(number, "analyse", "production", **CAUSES)
    assert standing_out() == ["plan"]


def test_a_cause_is_written_down_and_confirmed_with_forms_alone(capas: Any) -> None:
    number = contained(capas)
    browser = capas.browser("production@SZ", language="en")
    for path, data in (
        ("add-cause?kind=occurrence", {"kind": "occurrence", "statement": "Die worn", "branch": "machine"}),
        ("add-cause?below=1", {"below": "1", "statement": "No interval of change", "branch": ""}),
        ("change-cause?cause=2", {"cause": "2", "statement": "No interval for changing", "branch": "method"}),
        ("confirm-cause?cause=2", {"cause": "2", "verified_how": "Maintenance plan", "is_root": "true"}),
        ("add-cause?kind=escape", {"kind": "escape", "statement": "by mistake"}),
        ("remove-cause?cause=3", {"cause": "3"}),
    ):
        form = browser.get(f"/capa/capas/{number}/{path}").text
        version = form.split('name="version" value="')[1].split('"')[0]
        posted = browser.post(f"/capa/capas/{number}/{path.split('?')[0]}", data={**data, "csrf_token": csrf_of(form), "version": version})
        assert posted.status_code == 303, posted.text
    assert [(one["statement"], one["branch"], one["is_root"]) for one in capas.get(number)["causes"]] == [
        ("Die worn", "machine", False),
        ("No interval for changing", "method", True),
    ]


@pytest.mark.parametrize("kind", ["occurrence", "escape"])
def test_below_a_cause_nothing_is_chosen_that_would_be_refused(capas: Any, kind: str) -> None:
    number = contained(capas)
    capas.do(number, "add-cause", "production", kind=kind, statement="Seal is crushed")
    browser = capas.browser("production@SZ", language="en")
    for address in ("add-cause", "add-cause?below=1", "add-cause?below=1&kind=escape", "add-cause?below=1&kind=occurrence"):
        form = browser.get(f"/capa/capas/{number}/{address}").text
        assert 'name="kind"' not in form or "below" not in address
        assert " checked" not in form.partition("<form")[2]
    version = form.split('name="version" value="')[1].split('"')[0]
    data = {"below": "1", "statement": "Die is worn", "branch": "", "csrf_token": csrf_of(form), "version": version}
    posted = browser.post(f"/capa/capas/{number}/add-cause", data=data)
    assert (posted.status_code, posted.location) == (303, f"/capa/capas/{number}/causes#cause-1")
    assert [one["kind"] for one in capas.get(number)["causes"]] == [kind, kind]


def test_the_causes_have_a_page_where_one_works_on_them_and_the_history_names_each(capas: Any) -> None:
    number = contained(capas)
    capas.do(number, "add-cause", "production", kind="escape", statement="Leak test skipped", branch="method")
    capas.do(number, "confirm-cause", "production", cause=1, verified_how="Shift log", is_root=True)
    page = capas.browser("production@SZ", language="en").get(f"/capa/capas/{number}/causes").text
    assert f"/capa/capas/{number}/rule-out-cause?cause=1" in page
    assert "rule-out-cause" not in capas.browser("auditor@SZ", language="en").get(f"/capa/capas/{number}/causes").text
    assert capas.browser("quality@BJ").get(f"/capa/capas/{number}/causes").status_code == 404
    report = words_of(capas.browser("auditor@SZ", language="en").get(f"/capa/capas/{number}").text)
    assert "1 · Leak test skipped · Confirmed" in report


def test_a_cause_is_verified_on_the_day_of_its_plant(capas: Any) -> None:
    number = contained(capas)
    capas.do(number, "add-cause", "production", kind="escape", statement="Leak test skipped")
    with time_machine.travel("2030-03-01T22:00:00Z", tick=False):
        capas.do(number, "confirm-cause", "production", cause=1, verified_how="Shift log")
    assert capas.get(number)["causes"][0]["verified_on"] == "2030-03-02"


def test_proof_is_attached_with_the_report_of_an_action(capas: Any) -> None:
    number = analysed(capas)
    capas.do(number, "plan", "production", actions=[ONE])
    browser = capas.browser("production@SZ", language="en")
    form = browser.get(f"/capa/capas/{number}/do").text
    version = form.split('name="version" value="')[1].split('"')[0]
    data = {"line": "1", "evidence": "Photo", "csrf_token": csrf_of(form), "version": version}
    picture = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "die.pdf")
    posted = browser.post(f"/capa/capas/{number}/do", data={**data, "files": picture}, content_type="multipart/form-data")
    assert posted.status_code == 303, posted.text
    [fact] = capas.facts("kesu.capa.proof_attached.v1")
    assert (fact["proof_of"], fact["filename"], fact["action"]) == ("evidence", "die.pdf", f"{number}/1")
    assert "die.pdf" in browser.get(f"/capa/capas/{number}").text


def test_proof_comes_over_the_api_for_the_report_or_for_one_action_from_who_does_it(capas: Any) -> None:
    number = analysed(capas)
    capas.do(number, "plan", "production", actions=[ONE, {**ONE, "department": "rnd"}])

    def attach(role: str, expect: int, **query: Any) -> dict[str, Any]:
        file = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "die.pdf")
        address = f"/capa/api/v1/capas/{number}/attachments"
        answer = capas.program(role).post(address, query_string=query, data={"file": file}, content_type="multipart/form-data")
        assert answer.status_code == expect, answer.text
        return dict(answer.json)

    assert (attach("production@SZ", 201)["kind"], attach("quality@SZ", 201, kind="evidence")["line"]) == ("containment", None)
    attach("rnd@SZ", 403)
    assert attach("rnd@SZ", 201, line=2)["line"] == 2
    attach("rnd@SZ", 403, line=1)
    attach("production@SZ", 404, line=9)
    attach("production@BJ", 404, line=9)
    attach("production@SZ", 422, line=1, kind="containment")
    attach("auditor@SZ", 403)
    listed = capas.program("auditor@SZ").get(f"/capa/api/v1/capas/{number}/attachments").json
    assert [(one["kind"], one["line"]) for one in listed] == [("containment", None), ("evidence", None), ("evidence", 2)]
    assert [fact["action"] for fact in capas.facts("kesu.capa.proof_attached.v1")] == [None, None, f"{number}/2"]
    assert "Action 2" in words_of(capas.browser("auditor@SZ", language="en").get(f"/capa/capas/{number}").text)


@pytest.mark.clause("4.1.3.6")
def test_candidates_are_chosen_or_rejected_with_a_reason_and_done_in_their_order(capas: Any) -> None:
    number = analysed(capas)
    scored = {**ONE, "cause": 1, "effect": 5, "cost": 2, "risk": 1}
    capas.do(number, "propose", "production", actions=[scored, {**ONE, "description": "Sort", "effect": 1, "cost": 4, "risk": 1}])
    assert capas.get(number)["state"] == "analysed"
    capas.do(number, "reject", "production", line=2, reason="Does not act on the cause")
    capas.do(number, "choose", "production", line=1, reason="Acts on the cause", owner="Zhao")
    assert capas.get(number)["state"] == "planned"
    assert ("action.do", "production") in capas.open_tasks(f"{number}/1")
    capas.do(number, "plan", "production", actions=[{**ONE, "description": "Release", "after": [1]}])
    assert "1" in capas.do(number, "do", "production", line=3, evidence="x", expect=409)["detail"]
    circle = capas.do(number, "order", "production", line=1, after=[3], expect=422)
    assert "1, 3" in circle["detail"]
    capas.do(number, "order", "production", line=1, after=[9], expect=422)
    capas.do(number, "do", "production", line=1, evidence="Photo")
    capas.do(number, "do", "production", line=3, evidence="Log")
    assert capas.get(number)["state"] == "verifying"
    capas.do(number, "validate", line=1, works=False, validation="Cpk 0.9")
    assert capas.get(number)["state"] == "implementing"
    capas.do(number, "do", "production", line=1, evidence="New die")
    capas.do(number, "validate", line=1, works=True, validation="Cpk 1.67")
    shown = {one["line"]: (one["state"], one["decided_because"], one["validated_how"]) for one in capas.get(number)["actions"]}
    assert shown[1] == ("done", "Acts on the cause", "Cpk 1.67")
    assert shown[2] == ("rejected", "Does not act on the cause", None)


def test_the_only_action_is_not_dropped_and_a_dropped_one_ends_its_work(capas: Any) -> None:
    number = analysed(capas)
    capas.do(number, "plan", "production", actions=[ONE])
    capas.do(number, "drop", "production", line=1, reason="x", expect=409)
    capas.do(number, "plan", "production", actions=[ONE])
    capas.do(number, "drop", "production", line=1, reason="Line stopped")
    assert capas.open_tasks(f"{number}/1") == set()
    assert capas.facts("kesu.action.dropped.v1")[0]["reason"] == "Line stopped"


@pytest.mark.clause("4.1.3.6")
def test_read_across_is_work_of_the_department_there_and_must_be_answered_before_closing(capas: Any) -> None:
    capas.know_site(code="SH")
    number = str(capas.escalate())
    capas.to_verifying(number)
    entries = [
        {"kind": "product", "what": "P-200", "department": "rnd"},
        {"kind": "site", "what": "Line 2", "department": "production", "site": "SH"},
    ]
    capas.do(number, "spread", "production", entries=entries)
    assert capas.open_tasks(f"RA{number[2:]}-2") == {("read_across.do", "production")}
    capas.do(number, "verify", effective=True, verification="ok")
    refused = capas.do(number, "close", closing="Works", expect=409)
    assert f"RA{number[2:]}-1" in refused["detail"]
    address = "/capa/api/v1/read-across"
    assert capas.program("sales@SZ").post(f"{address}/RA{number[2:]}-1/finish", json={"outcome": "x"}).status_code == 403
    assert capas.program("rnd@SZ").post(f"{address}/RA{number[2:]}-1/finish", json={"outcome": "Seal changed"}).status_code == 200
    assert capas.program("production@SZ").post(f"{address}/RA{number[2:]}-2/decline", json={"outcome": "x"}).status_code in (403, 404)
    assert capas.program("production@SH").post(f"{address}/RA{number[2:]}-2/decline", json={"outcome": "Other die"}).status_code == 200
    assert capas.program("rnd@SZ").post(f"{address}/RA{number[2:]}-1/decline", json={"outcome": "x"}).status_code == 409
    for language in ("zh", "en"):
        browser = capas.browser("production@SH", "rnd@SZ", language=language)
        assert browser.get("/capa/read-across/").status_code == 200
        assert "Other die" in browser.get(f"/capa/read-across/RA{number[2:]}-2").text
    closed = capas.do(number, "close", closing="Works", meaning="verified", thanks="Thank you all")
    assert (closed["signed_by"], closed["signed_as"], closed["signed_meaning"]) == ("Anna Li", "quality", "verified")
    [fact] = capas.facts("kesu.capa.closed.v1")
    assert (fact["meaning"], fact["thanks"]) == ("verified", "Thank you all")


def test_long_words_in_either_script_fit_their_boxes() -> None:
    assert broken("模具磨损后密封圈被压伤导致泄漏", 26) == ["模具磨损后密封圈被压伤导致", "泄漏"]
    assert broken("轴封在试验压力二巴之下泄漏，夜班", 26) == ["轴封在试验压力二巴之下泄", "漏，夜班"], "no line begins with a stop"
    assert all(len(line) <= 26 for line in broken("a" * 90 + " word " + "b" * 20))
    assert broken("one two three " * 30, 26, 3)[-1].endswith("…")


def test_a_cause_said_in_other_words_takes_the_place_of_the_root(capas: Any) -> None:
    number = analysed(capas)
    capas.do(number, "analyse", "production", **{**CAUSES, "occurrence_cause": "Die worn beyond its limit"})
    told = capas.get(number)
    assert (told["occurrence_cause"], told["escape_cause"]) == ("Die worn beyond its limit", CAUSES["escape_cause"])
    assert "Die worn" in [cause["statement"] for cause in told["causes"]], "what was found before stays in the tree"

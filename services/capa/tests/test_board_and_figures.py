"""The board, one's own work, and the figures: what they show, to whom, over pages and API."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from kesu_capa.deadlines.clock import state_overdue_actions
from kesu_capa.figures.share import Share
from kesu_common import clock
from kesu_common.tasks.clockwork import escalate_due
from kesu_common.testing.rig import words_of

FIRST, SECOND = "KS-SZ-2026-000001", "KS-SZ-2026-000002"


def today_at_site() -> date:
    """The day in Shenzhen, which ends eight hours before that of UTC."""
    return clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()


def get(capas: Any, path: str, *grants: str, **query: Any) -> Any:
    answer = capas.program(*(grants or ("auditor@SZ",))).get(f"/capa/api/v1/{path}", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def page(capas: Any, path: str, language: str = "en", login: str = "quality@SZ") -> str:
    answer = capas.browser(login, language=language).get(f"/capa/{path}")
    assert answer.status_code == 200, answer.text
    return words_of(answer.text)


def test_every_open_report_is_a_card_in_the_column_of_its_step(capas: Any) -> None:
    number = capas.escalate()
    capas.escalate(FIRST, "critical")
    column = next(c for c in get(capas, "board") if c["state"] == "opened")
    assert (column["step"], column["number"]) == ("D1", 2)
    assert [card["severity"] for card in column["cards"]] == ["critical", "major"], "the most severe first"
    assert column["cards"][0]["due_at"] is not None
    capas.do(number, "assign", leader="Zhao Qiang", department="production")
    assert [(c["state"], c["number"]) for c in get(capas, "board") if c["number"]] == [("opened", 1), ("assigned", 1)]
    assert [c["number"] for c in get(capas, "board", department="production") if c["number"]] == [1]
    shown = page(capas, "board/")
    assert "Zhao Qiang" in shown
    assert number in page(capas, "board/?department=production")
    assert "Nothing matches" in page(capas, "board/?department=warehouse")


def test_another_sites_reports_are_not_on_the_board(capas: Any) -> None:
    capas.escalate()
    assert sum(c["number"] for c in get(capas, "board", "quality@BJ")) == 0


def test_what_was_closed_long_ago_leaves_the_board(capas: Any) -> None:
    number = capas.escalate()
    capas.to_verifying(number)
    capas.do(number, "verify", effective=True, verification="ok")
    capas.do(number, "close", closing="ok")
    assert [(c["state"], c["number"]) for c in get(capas, "board") if c["number"]] == [("closed", 1)]
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert sum(c["number"] for c in get(capas, "board")) == 0


def planned(capas: Any, **action: Any) -> str:
    number = str(capas.escalate())
    capas.do(number, "assign", leader="Zhao Qiang", department="production")
    capas.do(number, "contain", "production", problem="Seal leaks", containment="Lot blocked")
    capas.do(number, "analyse", "production", occurrence_cause="Die worn", escape_cause="No test", cause_verified="Reproduced")
    capas.do(number, "plan", "production", actions=[{"description": "Replace the die", "department": "production", **action}])
    return number


@pytest.mark.clause("4.1.3.6")
def test_ones_own_work_is_the_departments_and_what_bears_ones_name_the_overdue_first(capas: Any) -> None:
    today = today_at_site()
    number = planned(capas, owner="Anna Li", due_on=(today + timedelta(days=3)).isoformat())
    work = get(capas, "mine", "production@SZ")
    assert [(w["kind"], w["action"], w["mine"], w["overdue"]) for w in work] == [("action.do", "Replace the die", True, False)]
    assert get(capas, "mine", "warehouse@SZ") == []
    assert get(capas, "mine", "production@BJ") == []
    assert [w["subject"] for w in get(capas, "mine", "production@SZ", mine="true")] == [f"{number}/1"]
    with time_machine.travel(clock.now() + timedelta(days=5), tick=False):
        assert get(capas, "mine", "production@SZ")[0]["overdue"] is True
        shown = page(capas, "mine/", login="production@SZ")
        assert shown.index("Overdue") < shown.index("Replace the die")
    assert "Nothing to do" in page(capas, "mine/", login="warehouse@SZ")


@pytest.mark.clause("4.1.3.6")
def test_that_an_actions_date_has_passed_is_stated_once(capas: Any) -> None:
    today = today_at_site()
    number = planned(capas, due_on=today.isoformat())
    assert state_overdue_actions(capas.runtime) == 0, "the day is not over"
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert state_overdue_actions(capas.runtime) == 1
        assert state_overdue_actions(capas.runtime) == 0
        [fact] = capas.facts("kesu.action.overdue.v1")
        assert (fact["number"], fact["department"], fact["due_on"]) == (f"{number}/1", "production", today.isoformat())
        capas.do(number, "do", "production", line=1, evidence="Photo")
        assert state_overdue_actions(capas.runtime) == 0


def test_an_action_that_was_done_in_time_is_never_overdue(capas: Any) -> None:
    number = planned(capas, due_on=today_at_site().isoformat())
    capas.do(number, "do", "production", line=1, evidence="Photo")
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert state_overdue_actions(capas.runtime) == 0


def test_the_workload_tells_open_overdue_and_by_week(capas: Any) -> None:
    today = today_at_site()
    planned(capas, due_on=today.isoformat())
    number, later = capas.all()[0]["number"], (today + timedelta(days=120)).isoformat()
    more = [{"description": "b", "department": "warehouse"}, {"description": "c", "department": "warehouse", "due_on": later}]
    capas.do(number, "plan", "production", actions=more)
    found = {d["department"]: d for d in get(capas, "figures/workload")["departments"]}
    assert (found["production"]["open"], found["production"]["overdue"], found["production"]["weeks"][0]) == (1, 0, 1)
    assert (found["warehouse"]["open"], found["warehouse"]["undated"], found["warehouse"]["later"]) == (2, 1, 1)
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        found = {d["department"]: d for d in get(capas, "figures/workload")["departments"]}
        assert found["production"]["overdue"] == 1
    assert "Warehouse" in page(capas, "figures/workload")


def rate(capas: Any, name: str, **query: Any) -> dict[str, Any]:
    return next(dict(r) for r in get(capas, "figures/rates", **query) if r["name"] == name)


@pytest.mark.clause("4.1.3.6")
def test_rates_count_what_was_in_time_and_what_worked(capas: Any) -> None:
    good, bad = capas.escalate(FIRST), capas.escalate(SECOND)
    capas.to_verifying(good)
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        capas.to_verifying(bad)
        capas.do(good, "verify", effective=True, verification="ok")
        capas.do(bad, "verify", effective=False, verification="3 leak")
        assert [rate(capas, name)["whole"]["good"] for name in ("effective", "d3", "plan")] == [1, 1, 1]
        assert [rate(capas, name)["whole"]["n"] for name in ("effective", "d3", "plan")] == [2, 2, 2]
        assert rate(capas, "effective", by="department")["lines"][0]["name"] == "production"
        assert rate(capas, "effective", by="site", site="BJ")["whole"]["n"] == 0
        whole = rate(capas, "effective")["whole"]
        assert (whole["few"], whole["low"]) == (True, pytest.approx(1 - 0.975**0.5))
        shown = page(capas, "figures/")
        assert "1 of 2" in shown
        assert "few" in shown


def test_what_is_open_after_its_time_is_late_and_what_was_cancelled_does_not_count(capas: Any) -> None:
    first, second = capas.escalate(FIRST), capas.escalate(SECOND)
    for number in (first, second):
        capas.do(number, "assign", leader="Zhao", department="production")
    assert rate(capas, "d3")["whole"]["n"] == 0, "neither done nor due"
    capas.do(second, "decline", reason="Transport damage")
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        assert (rate(capas, "d3")["whole"]["good"], rate(capas, "d3")["whole"]["n"]) == (0, 1)


@pytest.mark.clause("4.1.3.9")
@pytest.mark.parametrize(("days", "again"), [(30, 1), (300, 0)])
def test_the_same_defect_of_the_same_product_again_within_the_time_is_a_repetition(capas: Any, days: int, again: int) -> None:
    def opened(complaint: str) -> str:
        capas.hear(
            "verdict.given", f"QC-{complaint}", complaint=complaint, verdict="ours", defect_code="SEAL", responsible_department="production"
        )
        return str(capas.escalate(complaint))

    number = opened(FIRST)
    capas.to_verifying(number)
    capas.do(number, "verify", effective=True, verification="ok")
    assert rate(capas, "repeated")["whole"] == {**rate(capas, "repeated")["whole"], "good": 0, "n": 1}
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        opened(SECOND)
        found = rate(capas, "repeated", days=1000)["whole"]
        assert (found["good"], found["n"]) == (again, 1)


def test_what_was_reopened_is_a_repetition(capas: Any) -> None:
    number = capas.escalate()
    capas.to_verifying(number)
    capas.do(number, "verify", effective=True, verification="ok")
    capas.do(number, "reopen", reason="It leaks again")
    assert rate(capas, "repeated")["whole"]["good"] == 1


@pytest.mark.clause("4.1.3.4-d")
def test_the_pareto_counts_causes_the_most_frequent_first(capas: Any) -> None:
    for n, defect in enumerate(["SEAL", "SEAL", "SEAL", "BOLT"]):
        names = {"defect_zh": "轴封泄漏", "defect_en": "Shaft seal leaks"} if defect == "SEAL" else {}
        complaint = f"KS-SZ-2026-00010{n}"
        capas.hear("verdict.given", f"QC-{n}", complaint=complaint, verdict="ours", defect_code=defect, **names)
        capas.escalate(complaint)
    found = get(capas, "figures/pareto")
    assert [(c["code"], c["number"], c["cumulative"]) for c in found] == [("SEAL", 3, 0.75), ("BOLT", 1, 1.0)]
    assert [(c["code"], c["number"]) for c in get(capas, "figures/pareto", by="product")] == [("P-100", 4)]
    assert get(capas, "figures/pareto", product="P-200") == []
    assert "SEAL Shaft seal leaks" in page(capas, "figures/causes")
    assert "SEAL 轴封泄漏" in page(capas, "figures/causes", "zh")
    assert "Production" not in page(capas, "figures/causes")
    assert "Quality" in page(capas, "figures/causes?by=department")
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        assert get(capas, "figures/pareto", days=30) == []


@pytest.mark.parametrize(("good", "n", "few"), [(19, 19, True), (20, 20, False), (0, 1, True)])
def test_a_share_of_few_says_so(good: int, n: int, few: bool) -> None:
    share = Share(good, n)
    assert share.few is few
    assert share.low is not None
    assert share.high is not None
    assert share.low <= good / n <= share.high


def test_a_share_of_nothing_is_none() -> None:
    assert (Share(0, 0).share, Share(0, 0).low) == (None, None)


@pytest.mark.parametrize("path", ["board?site=" + "x" * 17, "figures/rates?by=beer", "figures/pareto?days=0", "mine?mine=perhaps"])
def test_figures_that_cannot_be_are_refused(capas: Any, path: str) -> None:
    assert capas.program("auditor@SZ").get(f"/capa/api/v1/{path}").status_code == 422


def test_a_card_is_due_when_its_most_urgent_work_is_also_that_of_an_action(capas: Any) -> None:
    due_on = today_at_site() + timedelta(days=3)
    planned(capas, due_on=due_on.isoformat())
    [card] = next(c for c in get(capas, "board") if c["state"] == "planned")["cards"]
    assert card["due_at"].startswith((due_on.isoformat(), (due_on + timedelta(days=1)).isoformat()))


@pytest.mark.clause("4.1.3.5")
def test_a_report_that_nobody_contains_is_warned_of_alarmed_and_brought_to_lead_and_gm(capas: Any) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 2, tzinfo=UTC), tick=False):  # a Monday, ten o'clock in Shenzhen
        number = capas.escalate()
        capas.do(number, "assign", leader="Zhao", department="production")
        tasks = capas.program("auditor@SZ").get("/capa/api/v1/tasks", query_string={"subject": number}).json
        due = {task["kind"]: task["due_at"] for task in tasks}
        assert due["capa.contain"][:10] == "2026-11-24", "one working day"
        assert due["capa.plan"][:10] == "2026-11-30", "five working days"
    with time_machine.travel(datetime(2026, 11, 26, 2, tzinfo=UTC), tick=False):
        escalate_due(capas.runtime)
        escalate_due(capas.runtime)
    told = [kind for kind in capas.fact_types() if kind.startswith("kesu.task.") and kind.split(".")[2] in {"due_soon", "overdue"}]
    assert told.count("kesu.task.overdue.v1") == 1
    levels = [(fact["kind"], fact["to"]) for fact in capas.facts("kesu.task.escalated.v1")]
    assert levels == [("capa.contain", "lead"), ("capa.contain", "gm")]


def test_work_that_is_done_before_its_due_month_counts_when_it_is_done(capas: Any) -> None:
    with time_machine.travel(datetime(2026, 11, 26, 2, tzinfo=UTC), tick=False):
        number = str(capas.escalate())
        capas.do(number, "assign", leader="Zhao", department="production")
        capas.do(number, "contain", "production", problem="Leaks", containment="Blocked")
        capas.do(number, "analyse", "production", occurrence_cause="Die worn", escape_cause="No test", cause_verified="Reproduced")
        capas.do(number, "plan", "production", actions=[{"description": "Replace the die", "department": "production"}])
        page = capas.browser("auditor@SZ", language="en").get("/capa/figures/?by=month").text
    assert "2026-11" in page
    assert "2026-12" not in page, "the plan was due in December, but nothing has happened there yet"

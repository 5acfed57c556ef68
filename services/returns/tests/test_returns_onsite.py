"""Rework at the customer's: nobody starts before crew, vehicle and inspector are confirmed; one who drops out frees the others."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from kesu_common import clock
from kesu_common.testing.rig import csrf_of, posted
from kesu_returns.onsite.model import ONSITE_STATES

BEGIN = clock.now().replace(microsecond=0) + timedelta(days=7)
WHEN: dict[str, Any] = {
    "address": "Hafenstr. 1",
    "begins_at": BEGIN.isoformat(),
    "ends_at": (BEGIN + timedelta(hours=32)).isoformat(),
}
LATER = {**WHEN, "ends_at": (BEGIN + timedelta(hours=56)).isoformat()}
STEPS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "schedule": ("schedule", "sales", WHEN),
    "confirm": ("crew", "production", {"name": "Zhao Lei, Sun Hao"}),
    "drop_out": ("crew-out", "production", {"reason": "ill"}),
    "start": ("start", "production", {}),
    "record_work": ("work", "production", {"reworked": "40", "work_done": "seals replaced"}),
    "complete": ("complete", "quality", {"passed": "38", "failed": "2", "report": "two still leak", "cost": "1200"}),
    "cancel": ("cancel", "sales", {"reason": "not needed"}),
}
"""Command → its endpoint, the role that may, and a body; `make_ready` comes by itself."""


class Jobs:
    """An on-site job that a settlement has opened, and what is done with it."""

    def __init__(self, returns: Any, **more: Any) -> None:
        self.returns = returns
        returns.settled(kind="rework", quantity="40", **more)
        self.number = returns.facts("kesu.onsite.requested.v1")[-1]["number"]

    def do(self, path: str, role: str, *, expect: int = 200, **data: Any) -> dict[str, Any]:
        """Carry an operation out as somebody of a department."""
        return posted(self.returns.program(f"{role}@SZ"), f"/returns/api/v1/onsite-jobs/{self.number}/{path}", data, expect)

    def step(self, command: str, expect: int = 200) -> dict[str, Any]:
        """A command with the usual body."""
        path, role, body = STEPS[command]
        return self.do(path, role, expect=expect, **body)

    def get(self) -> dict[str, Any]:
        """The job as the API shows it."""
        return dict(self.returns.program("sales@SZ").get(f"/returns/api/v1/onsite-jobs/{self.number}").json)

    def ready(self) -> dict[str, Any]:
        """Everything is confirmed."""
        self.step("schedule")
        self.step("confirm")
        self.do("vehicle", "sales", name="粤B·12345")
        return self.do("inspector", "quality", name="Chen Jing")

    def come_to(self, state: str) -> None:
        """Bring the job into a state."""
        if state == "cancelled":
            self.step("cancel")
        elif state != "preparing":
            self.ready()
            for command in ("start", "record_work", "complete")[: {"ready": 0, "in_progress": 2, "completed": 3}[state]]:
                self.step(command)


@pytest.fixture
def job(returns: Any) -> Jobs:
    """A job of forty pieces that nobody has confirmed yet."""
    return Jobs(returns)


@pytest.mark.clause("4.1.3.7-d")
def test_a_job_goes_its_way_when_all_three_have_confirmed(job: Jobs) -> None:
    assert job.returns.open_tasks(job.number) == {
        ("onsite.schedule", "sales"),
        ("onsite.confirm_crew", "production"),
        ("onsite.confirm_vehicle", "sales"),
        ("onsite.confirm_inspector", "quality"),
    }
    for path, role, name in (("crew", "production", "Zhao Lei"), ("vehicle", "sales", "粤B·12345"), ("inspector", "quality", "Chen Jing")):
        assert job.step("start", expect=409)["type"].endswith("too-early")
        job.do(path, role, name=name)
    assert job.get()["lacking"] == ["schedule"]
    assert job.step("schedule")["state"] == "ready"
    assert job.returns.open_tasks(job.number) == {("onsite.work", "production")}
    assert job.step("start")["state"] == "in_progress"
    assert job.step("complete", expect=409)["type"].endswith("too-early")
    assert "Only 40" in job.do("work", "production", expect=409, reworked="41")["detail"]
    job.step("record_work")
    assert job.returns.open_tasks(job.number) == {("onsite.inspect", "quality")}
    short = job.do("complete", "quality", expect=422, passed="38", failed="1", report="x")
    assert short["errors"][0]["pointer"] == "#/passed"
    done = job.step("complete")
    assert (done["state"], done["reworked"], done["passed"], done["failed"], done["cost"]) == ("completed", "40", "38", "2", "1200.0000")
    assert job.returns.open_tasks(job.number) == set()
    assert job.returns.facts("kesu.onsite.completed.v1")[0]["report"] == "two still leak"


@pytest.mark.clause("4.1.3.7-d")
@pytest.mark.parametrize(("part", "role"), [("crew", "production"), ("vehicle", "sales"), ("inspector", "quality")])
def test_who_drops_out_frees_the_others_and_all_are_asked_again(job: Jobs, part: str, role: str) -> None:
    job.ready()
    after = job.do(f"{part}-out", role, reason="The vehicle broke down.")
    assert (after["state"], after["lacking"]) == ("preparing", ["crew", "vehicle", "inspector"])
    asked = {kind for kind, _ in job.returns.open_tasks(job.number)}
    assert asked == {"onsite.confirm_crew", "onsite.confirm_vehicle", "onsite.confirm_inspector"}
    assert job.returns.facts("kesu.onsite.freed.v1")[0]["reason"] == "The vehicle broke down."
    assert job.step("start", expect=409)["type"].endswith(("too-early", "already-done"))


@pytest.mark.clause("4.1.3.7-d")
def test_a_cancelled_job_tells_everybody_who_had_confirmed(job: Jobs) -> None:
    job.step("confirm")
    job.do("inspector", "quality", name="Chen Jing")
    job.step("cancel")
    assert job.returns.open_tasks(job.number) == {("onsite.stand_down", "production"), ("onsite.stand_down", "quality")}
    job.do("stand-down", "quality")
    assert job.returns.open_tasks(job.number) == {("onsite.stand_down", "production")}


def test_another_time_asks_everybody_again(job: Jobs) -> None:
    job.step("schedule")
    job.step("confirm")
    assert job.step("schedule")["crew"] is not None  # the same time again changes nothing
    later = job.do("schedule", "sales", **LATER)
    assert later["crew"] is None
    assert job.do("schedule", "sales", expect=422, **{**WHEN, "ends_at": WHEN["begins_at"]})["errors"][0]["pointer"] == "#/ends_at"


def test_another_time_of_a_ready_job_asks_everybody_again(job: Jobs) -> None:
    assert job.ready()["state"] == "ready"
    assert job.step("schedule")["state"] == "ready"  # the same time again changes nothing
    assert job.returns.open_tasks(job.number) == {("onsite.work", "production")}
    later = job.do("schedule", "sales", **LATER)
    assert (later["state"], later["lacking"]) == ("preparing", ["crew", "vehicle", "inspector"])
    asked = {kind for kind, _ in job.returns.open_tasks(job.number)}
    assert asked == {"onsite.confirm_crew", "onsite.confirm_vehicle", "onsite.confirm_inspector"}
    assert job.returns.facts("kesu.onsite.freed.v1")[0]["part"] == "schedule"


def test_no_time_is_agreed_that_is_over(job: Jobs) -> None:
    past: dict[str, Any] = {
        **WHEN,
        "begins_at": (BEGIN - timedelta(days=9)).isoformat(),
        "ends_at": (BEGIN - timedelta(days=8)).isoformat(),
    }
    assert job.do("schedule", "sales", expect=422, **past)["errors"][0]["pointer"] == "#/ends_at"


@pytest.mark.parametrize("confirmed", ["before", "after"])
def test_nobody_is_at_two_jobs_at_a_time(job: Jobs, confirmed: str) -> None:
    job.ready()
    other = Jobs(job.returns, complaint="KS-SZ-2026-000124")
    first, second = ("schedule", "confirm") if confirmed == "after" else ("confirm", "schedule")
    other.step(first)
    assert job.number in other.step(second, expect=409)["detail"]
    other.do("schedule", "sales", **{**LATER, "begins_at": WHEN["ends_at"]})
    other.step("confirm")


def test_what_was_not_reworked_is_accounted_for(job: Jobs) -> None:
    job.ready()
    job.step("start")
    job.do("work", "production", reworked="30")
    report: dict[str, Any] = {"passed": "30", "failed": "0", "report": "all tight"}
    refused = job.do("complete", "quality", expect=422, **report)
    assert (refused["errors"][0]["pointer"], refused["detail"][:2]) == ("#/rest", "10")
    assert job.do("complete", "quality", rest="The customer uses them up.", **report)["rest"] == "The customer uses them up."


def test_nobody_inspects_the_own_work(job: Jobs) -> None:
    job.step("confirm")
    job.do("inspector", "quality", expect=409, name="sun hao")
    assert job.get()["inspector"] is None


def test_the_same_settlement_twice_opens_one_job_and_a_withdrawn_complaint_cancels_it(job: Jobs) -> None:
    job.returns.settled(kind="rework", quantity="40")
    assert len(job.returns.facts("kesu.onsite.requested.v1")) == 1
    job.returns.hear("complaint.withdrawn", "KS-SZ-2026-000123", number="KS-SZ-2026-000123", reason="x")
    assert job.get()["state"] == "cancelled"


@pytest.mark.parametrize(("state", "command"), list(itertools.product(ONSITE_STATES.states, STEPS)))
def test_every_command_is_decided_in_every_state(job: Jobs, state: str, command: str) -> None:
    job.come_to(state)
    if (state, command) in ONSITE_STATES.transitions:
        if (state, command) == ("preparing", "drop_out"):
            job.step("confirm")
        another_time = (state, command) == ("ready", "schedule")
        after = (job.do("schedule", "sales", **LATER) if another_time else job.step(command))["state"]
        assert after == ONSITE_STATES.transitions[state, command]
    else:
        job.step(command, expect=409)
        assert job.get()["state"] == state


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_pages_show_what_is_lacking(job: Jobs, language: str) -> None:
    browser = job.returns.browser("production@SZ", language=language)
    page = browser.get(f"/returns/onsite/{job.number}").text
    assert ("检验员" if language == "zh" else "Inspector") in page
    assert job.number in browser.get("/returns/onsite/").text
    assert 'name="name"' in browser.get(f"/returns/onsite/{job.number}/crew").text


@pytest.mark.clause("4.1.3.7-d")
def test_a_job_is_asked_for_by_hand_with_what_is_known_of_the_complaint(returns: Any) -> None:
    complaint = "KS-SZ-2026-000123"
    returns.hear("complaint.registered", complaint, number=complaint, customer_code="C001", product="GP-200", lot="L1107", quantity="12")
    browser = returns.browser("sales@SZ")
    assert "/returns/onsite/new" in browser.get("/returns/onsite/").text
    form = browser.get(f"/returns/onsite/new?complaint={complaint}").text
    for known in (complaint, "GP-200", "L1107", "12"):
        assert f'value="{known}"' in form
    assert 'value="L1107"' not in returns.browser("sales@BJ").get(f"/returns/onsite/new?complaint={complaint}").text
    typed = {"csrf_token": csrf_of(form), "site": "SZ", "customer_code": "C001", "product": "GP-200", "terms": "换密封圈"}
    refused = browser.post("/returns/onsite/new", data=typed)
    assert (refused.status_code, "换密封圈" in refused.text) == (422, True)
    asked = browser.post("/returns/onsite/new", data={**typed, "quantity": "１２"})
    assert asked.status_code == 303
    assert asked.location.startswith("/returns/onsite/OS-SZ-")
    assert {kind for kind, _ in returns.open_tasks(asked.location.rpartition("/")[2])} >= {"onsite.schedule"}

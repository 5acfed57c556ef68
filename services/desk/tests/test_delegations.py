"""Who acts while a lead is away: given for a time, seen by the team, revocable, ended by itself, and told to every service."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from werkzeug.test import TestResponse

from kesu_common import clock
from kesu_common.people.actors import Actor
from kesu_common.testing.rig import Rig, csrf_of
from kesu_desk.delegations.commands import end_run_out
from kesu_desk.people.commands import add_person

URL = "/desk/api/v1/delegations"


@pytest.fixture
def team(desk: Rig) -> Rig:
    """Wang Fang leads SZ, Chen Jing is of quality there, Wu Min is general manager everywhere."""
    with desk.runtime.database.transaction() as session:
        for login, name, role, site in (
            ("wang.fang", "Wang Fang", "lead", "SZ"), ("chen.jing", "Chen Jing", "quality", "SZ"), ("wu.min", "Wu Min", "gm", "*"),
            ("xu.hua", "Auditor Xu", "auditor", "SZ"),
        ):  # fmt: skip
            grants = [{"role": role, "site": site}]
            add_person(session, Actor.service("desk"), login=login, name=name, grants=grants, password="correct-horse-77", temporary=False)
    return desk


def asked(**changes: Any) -> dict[str, Any]:
    """A delegation from now on for a week."""
    begins, ends = clock.now() - timedelta(minutes=1), clock.now() + timedelta(days=7)
    wanted = {"deputy": "chen.jing", "role": "lead", "site": "SZ", "begins_at": begins.isoformat(), "ends_at": ends.isoformat()}
    return {**wanted, "reason": "Annual leave", **changes}


def told(answer: TestResponse) -> dict[str, Any]:
    """The document that was answered."""
    return dict(answer.json or {})


def test_a_deputy_has_the_role_until_it_is_revoked_and_every_service_is_told(team: Rig) -> None:
    wang, chen = team.program(login="wang.fang"), team.program(login="chen.jing")
    assert chen.get("/desk/api/v1/overview").status_code == 403
    made = wang.post(URL, json=asked())
    assert made.status_code == 201, made.text
    assert (told(made)["phase"], told(made)["giver"], told(made)["number"][:6]) == ("in_force", "wang.fang", "DG-SZ-")
    assert chen.get("/desk/api/v1/overview").status_code == 200
    assert chen.post(f"{URL}/{told(made)['number']}/revoke").status_code == 403
    ended = wang.post(f"{URL}/{told(made)['number']}/revoke")
    assert (ended.status_code, told(ended)["phase"], told(ended)["how"]) == (200, "ended", "revoked")
    assert chen.get("/desk/api/v1/overview").status_code == 403
    assert wang.post(f"{URL}/{told(made)['number']}/revoke").status_code == 409
    facts = [team.facts(f"kesu.delegation.{what}.v1") for what in ("given", "ended")]
    assert [[(fact["deputy"], fact["how"]) for fact in each] for each in facts] == [[("chen.jing", None)], [("chen.jing", "revoked")]]


def test_its_time_ends_it_and_that_is_stated_once(team: Rig) -> None:
    number = told(team.program(login="wang.fang").post(URL, json=asked()))["number"]
    assert end_run_out(team.runtime) == 0
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert [end_run_out(team.runtime), end_run_out(team.runtime)] == [1, 0]
        assert team.program(login="chen.jing").get("/desk/api/v1/overview").status_code == 403
    assert [fact["how"] for fact in team.facts("kesu.delegation.ended.v1")] == ["run_out"]
    listed = team.program(login="chen.jing").get(f"{URL}?deputy=chen.jing").json or []
    assert [one["number"] for one in listed] == [number]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"deputy": "nobody"}, 422),
        ({"deputy": "wang.fang"}, 422),
        ({"deputy": "xu.hua"}, 422),
        ({"role": "quality"}, 422),
        ({"role": "gm"}, 403),
        ({"site": "CD"}, 403),
        ({"site": "*"}, 403),
        ({"ends_at": "2020-01-01T00:00:00Z"}, 422),
        ({"ends_at": "2099-01-01T00:00:00Z"}, 422),
        ({"reason": ""}, 422),
    ],
)
def test_what_cannot_be_delegated_is_refused(team: Rig, changes: dict[str, Any], status: int) -> None:
    answer = team.program(login="wang.fang").post(URL, json=asked(**changes))
    assert answer.status_code == status, answer.text
    assert team.facts("kesu.delegation.given.v1") == []


def test_one_deputy_at_a_time_and_nothing_is_handed_on(team: Rig) -> None:
    wang, chen = team.program(login="wang.fang"), team.program(login="chen.jing")
    assert wang.post(URL, json=asked()).status_code == 201
    assert wang.post(URL, json=asked(deputy="wu.min")).status_code == 409
    assert chen.post(URL, json=asked(deputy="wu.min")).status_code == 403
    later = {"begins_at": (clock.now() + timedelta(days=8)).isoformat(), "ends_at": (clock.now() + timedelta(days=9)).isoformat()}
    assert wang.post(URL, json=asked(deputy="wu.min", **later)).status_code == 201
    assert team.program(login="wu.min").post(URL, json=asked(role="gm", site="*")).status_code == 201


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_names_a_deputy_shows_the_team_and_revokes(team: Rig, language: str) -> None:
    wang = team.browser("lead@SZ", login="wang.fang", language=language)
    empty = "目前没有代理" if language == "zh" else "Nobody acts for anybody"
    assert empty in wang.get("/desk/delegations").text
    form = wang.get("/desk/delegations/new").text
    assert "Chen Jing" in form
    assert "Auditor Xu" not in form, "an auditor only reads"
    assert form.count('" selected>') == 2, "the only role and the only site are chosen"
    begins, ends = clock.now(), clock.now() + timedelta(days=3)
    values = asked(begins_at=begins.isoformat()[:16], ends_at=ends.isoformat()[:16], csrf_token=csrf_of(form))
    refused = wang.post("/desk/delegations/new", data={**values, "deputy": ""})
    assert (refused.status_code, "Annual leave" in refused.text) == (422, True)
    answer = wang.post("/desk/delegations/new", data=values)
    assert answer.status_code == 303, answer.text[:3000]
    seen = team.browser("quality@SZ", login="chen.jing", language=language).get("/desk/delegations").text
    assert "Wang Fang" in seen
    assert "/revoke" not in seen
    page = wang.get("/desk/delegations").text
    number = team.facts("kesu.delegation.given.v1")[0]["number"]
    revoked = wang.post(f"/desk/delegations/{number}/revoke", data={"csrf_token": csrf_of(page), "version": "1"})
    assert revoked.status_code == 303
    assert team.facts("kesu.delegation.ended.v1")[0]["how"] == "revoked"

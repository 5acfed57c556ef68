"""People, keys and sites: who may change what, what is stated, and what takes effect at once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from kesu_common.errors import Invalid
from kesu_common.people.copies import KnownKey, KnownPerson, Site
from kesu_common.testing.rig import Rig, csrf_of
from kesu_common.web.idempotency import IdempotentAnswer
from kesu_desk.people.commands import ensure_admin
from kesu_desk.people.passwords import check_strength

PEOPLE, KEYS, SITES = "/desk/api/v1/people", "/desk/api/v1/keys", "/desk/api/v1/sites"


def api(desk: Rig, *grants: str, login: str = "anna") -> Any:
    """A program that calls desk with these roles."""
    return desk.program(*grants, login=login)


def send(client: Any, path: str, body: dict[str, Any]) -> Any:
    """Post JSON in ASCII, so that it may name characters that no text has."""
    return client.post(path, data=json.dumps(body), content_type="application/json")


def grant(role: str, site: str = "SZ") -> dict[str, str]:
    return {"role": role, "site": site}


def new_person(**more: Any) -> dict[str, Any]:
    return {"login": "wu", "name": "Wu", "grants": [grant("quality")], "password": "given by admin", **more}


def test_an_administrator_adds_somebody_and_every_service_can_know(desk: Rig) -> None:
    answer = api(desk, "admin@*").post(PEOPLE, json=new_person())
    assert answer.status_code == 201
    assert "password" not in answer.json
    fact = desk.facts("kesu.person.changed.v1")[-1]
    assert (fact["login"], fact["grants"], fact["active"]) == ("wu", [grant("quality")], True)
    with desk.runtime.database.transaction() as session:
        assert session.get_one(KnownPerson, "wu").grants == [grant("quality")]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"login": "Ü x"}, "login"),
        ({"password": "short"}, "password"),
        ({"password": "wuwuwuwuwuwu"}, "password"),
        ({"grants": [grant("quality", "XX")]}, "grants"),
        ({"grants": [grant("boss")]}, "grants"),
        ({"language": "xx"}, "language"),
        ({"email": "no"}, "email"),
        ({"name": "a\x00b"}, "name"),
        ({"password": "lone \ud800 surrogate"}, "password"),
        ({"grants": [grant("quality", "\ud800")]}, "grants"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(desk: Rig, changed: dict[str, Any], field: str) -> None:
    answer = send(api(desk, "admin@*"), PEOPLE, new_person(**changed))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"].startswith(f"#/{field}")
    assert desk.facts("kesu.person.changed.v1") == []


def test_a_sites_administrator_gives_roles_at_that_site_alone(desk: Rig) -> None:
    local = api(desk, "admin@SZ")
    assert local.post(PEOPLE, json=new_person()).status_code == 201
    assert local.post(PEOPLE, json=new_person(login="li", grants=[grant("sales", "CD")])).status_code == 403
    assert local.post(PEOPLE, json=new_person(login="li", grants=[grant("admin", "*")])).status_code == 403


def test_a_sites_administrator_cannot_take_over_a_wider_account(desk: Rig) -> None:
    with desk.runtime.database.transaction() as session:
        ensure_admin(session)
    api(desk, "admin@*").post(PEOPLE, json=new_person(login="both", grants=[grant("sales"), grant("sales", "CD")]))
    local = api(desk, "admin@SZ")
    for path in ("both/password", "admin/password"):
        assert local.post(f"{PEOPLE}/{path}", json={"password": "taken over now"}).status_code in {403, 404}
    assert local.post(f"{PEOPLE}/both/close").status_code == 403


def test_the_last_administrator_of_all_sites_stays(desk: Rig) -> None:
    with desk.runtime.database.transaction() as session:
        ensure_admin(session)
    admin = api(desk, "admin@*", login="admin")
    assert admin.post(f"{PEOPLE}/admin/close").status_code == 409
    answer = admin.put(f"{PEOPLE}/admin", json={"name": "A", "grants": []}, headers={"If-Match": "*"})
    assert answer.status_code == 409
    admin.post(PEOPLE, json=new_person(login="second", grants=[grant("admin", "*")]))
    assert admin.post(f"{PEOPLE}/admin/close").status_code == 200


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(desk: Rig) -> None:
    admin = api(desk, "admin@*")
    admin.post(PEOPLE, json=new_person(grants=[grant("admin")]))
    wu = api(desk, "admin@SZ", login="wu")
    assert wu.get(PEOPLE).status_code == 200
    assert admin.put(f"{PEOPLE}/wu", json={"name": "Wu", "grants": [grant("sales")]}, headers={"If-Match": '"v1"'}).status_code == 200
    assert wu.get(PEOPLE).status_code == 403


def test_changing_an_account_needs_its_present_version(desk: Rig) -> None:
    admin = api(desk, "admin@*")
    admin.post(PEOPLE, json=new_person())
    change = {"name": "Wu Li", "grants": [grant("quality")]}
    assert admin.put(f"{PEOPLE}/wu", json=change).status_code == 428
    assert admin.put(f"{PEOPLE}/wu", json=change, headers={"If-Match": '"v7"'}).status_code == 412
    assert admin.put(f"{PEOPLE}/wu", json=change, headers={"If-Match": '"v1"'}).headers["ETag"] == '"v2"'


def test_people_are_listed_page_by_page_within_ones_sites(desk: Rig) -> None:
    admin = api(desk, "admin@*")
    for number in range(5):
        admin.post(PEOPLE, json=new_person(login=f"p{number}", grants=[grant("sales", "CD" if number == 4 else "SZ")]))
    page = api(desk, "admin@SZ").get(f"{PEOPLE}?limit=3")
    assert [one["login"] for one in page.json] == ["p0", "p1", "p2"]
    following = re.search(r"<[^>]*(/desk/[^>]*)>", page.headers["Link"])
    assert following is not None
    assert [one["login"] for one in api(desk, "admin@SZ").get(following[1]).json] == ["p3"]


def test_a_scanners_key_is_shown_once_works_and_is_revoked(desk: Rig) -> None:
    admin = api(desk, "admin@*")
    issued = admin.post(KEYS, json={"kind": "device", "name": "Scanner 3", "place": "Gate 2", "grants": [grant("scanner")]})
    assert issued.status_code == 201
    prefix, text = issued.json["prefix"], issued.json["key"]
    assert text not in str(admin.get(f"{KEYS}/{prefix}").json)
    device: Any = desk.app.test_client()
    assert device.get(SITES, headers={"X-Api-Key": text}).json[0]["code"] == "SZ"
    assert device.get(KEYS, headers={"X-Api-Key": text}).status_code == 403
    assert admin.post(f"{KEYS}/{prefix}/revoke").status_code == 200
    assert device.get(SITES, headers={"X-Api-Key": text}).status_code == 401
    assert admin.post(f"{KEYS}/{prefix}/revoke").status_code == 409
    assert [fact["prefix"] for fact in desk.facts("kesu.key.revoked.v1")] == [prefix]
    with desk.runtime.database.transaction() as session:
        assert session.get_one(KnownKey, prefix).revoked


def test_the_text_of_a_key_is_not_kept_under_its_idempotency_key(desk: Rig) -> None:
    body = {"kind": "api", "name": "ERP", "grants": [grant("integration")]}
    issued = api(desk, "admin@*").post(KEYS, json=body, headers={"Idempotency-Key": "once"})
    assert issued.headers["Cache-Control"] == "no-store"
    with desk.runtime.database.transaction() as session:
        assert session.scalars(select(IdempotentAnswer)).all() == []


def test_no_key_may_administer_or_reach_beyond_the_issuers_sites(desk: Rig) -> None:
    body = {"kind": "api", "name": "ERP", "grants": [grant("admin")]}
    assert api(desk, "admin@*").post(KEYS, json=body).status_code == 422
    assert api(desk, "admin@SZ").post(KEYS, json={**body, "grants": [grant("integration", "CD")]}).status_code == 403


def test_a_site_is_added_and_changed_and_every_service_hears_the_whole_of_it(desk: Rig) -> None:
    admin = api(desk, "admin@*")
    body = {"name_zh": "苏州", "name_en": "Suzhou", "targets": {"quality.review": {"days": 2}}}
    assert admin.post(SITES, json={**body, "code": "SU"}).status_code == 201
    assert admin.post(SITES, json={**body, "code": "SU"}).status_code == 409
    changed = admin.put(f"{SITES}/SU", json={**body, "timezone": "Europe/Berlin", "calendar": {"country": "DE"}}, headers={"If-Match": "*"})
    assert changed.status_code == 200
    fact = desk.facts("kesu.site.changed.v1")[-1]
    assert (fact["code"], fact["timezone"], fact["calendar"]["country"]) == ("SU", "Europe/Berlin", "DE")
    with desk.runtime.database.transaction() as session:
        assert session.get_one(Site, "SU").worktime().country == "DE"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "su"},
        {"timezone": "Mars/Base"},
        {"working_language": "xx"},
        {"calendar": {"country": "ZZ"}},
        {"calendar": {"weekly": {"mon": [["9", "x"]]}}},
        {"targets": {"quality.review": {"weeks": 1}}},
        {"targets": {"complaint.silence.reminders": {"times": -1}}},
        {"targets": {"complaint.silence.reminders": {"times": 1.5}}},
        {"targets": {"tracking.SF": {"link": "http://track.example.com/{waybill}"}}},
        {"targets": {"tracking.SF": {"link": "https://track.example.com/"}}},
        {"targets": {"tracking.SF": {"days": 1}}},
        {"targets": {"tracking.": {"link": "https://track.example.com/{waybill}"}}},
        {"targets": {"quality.review": {"link": "https://track.example.com/{waybill}"}}},
        {"severity_rules": {"colour": "red"}},
        {"severity_rules": {"words": {"major": ["\ud800"]}}},
        {"severity_rules": {"words": {"major": ["\x00"]}}},
        {"severity_rules": {"words": {"major": "recall"}}},
    ],
)
def test_settings_that_make_no_sense_are_refused(desk: Rig, wrong: dict[str, Any]) -> None:
    answer = send(api(desk, "admin@*"), SITES, {"code": "SU", "name_zh": "苏州", "name_en": "Suzhou", **wrong})
    assert answer.status_code == 422, answer.json


def test_only_who_administers_all_sites_adds_one(desk: Rig) -> None:
    assert api(desk, "admin@SZ").post(SITES, json={"code": "SU", "name_zh": "苏州", "name_en": "Suzhou"}).status_code == 403


def test_a_site_is_changed_at_the_page_in_lines_of_text(desk: Rig) -> None:
    boss = desk.browser("admin@*")
    page = boss.get("/desk/sites/SZ").get_data(as_text=True)
    form = {
        "csrf_token": csrf_of(page), "version": "1", "name_zh": "深圳", "name_en": "Shenzhen",
        "timezone": "Asia/Shanghai", "working_language": "zh",
        "country": "CN", "week_mon": "8:00-12:00 13:00-17:00", "week_sat": "09:00-12:00", "own_days": "2026-05-06 closed stocktaking",
        "targets": "complaint.dispatch = 2 hours\nquality.review: 2 days\ncomplaint.silence.reminders = 3 次",
        "tracking": "顺丰 = https://track.example.com/?no={waybill}\nDHL Express=https://dhl.example.com/{waybill}?a=b",
    }  # fmt: skip
    assert boss.post("/desk/sites/SZ", data=form).status_code == 303
    fact = desk.facts("kesu.site.changed.v1")[-1]
    assert fact["calendar"]["weekly"]["mon"] == [["08:00", "12:00"], ["13:00", "17:00"]]
    assert fact["targets"] == {
        "complaint.dispatch": {"hours": 2.0},
        "quality.review": {"days": 2},
        "complaint.silence.reminders": {"times": 3},
        "tracking.顺丰": {"link": "https://track.example.com/?no={waybill}"},
        "tracking.DHL Express": {"link": "https://dhl.example.com/{waybill}?a=b"},
    }
    again = boss.get("/desk/sites/SZ").get_data(as_text=True)
    assert "顺丰 = https://track.example.com/?no={waybill}\nDHL Express = https://dhl.example.com/{waybill}?a=b" in again
    assert "tracking." not in again
    assert fact["calendar"]["own_days"][0]["reason"] == "stocktaking"
    stale = boss.post("/desk/sites/SZ", data=form)
    assert stale.status_code == 412
    assert "stocktaking" in stale.get_data(as_text=True), "what was typed is kept"
    wrong = boss.post("/desk/sites/SZ", data={**form, "version": "2", "targets": "nonsense"})
    assert wrong.status_code == 422
    assert "nonsense" in wrong.get_data(as_text=True)
    plain = boss.post("/desk/sites/SZ", data={**form, "version": "2", "tracking": "SF = http://track.example.com/{waybill}"})
    assert plain.status_code == 422
    assert "https address with {waybill}" in plain.get_data(as_text=True)


def test_a_person_is_added_at_the_page_with_boxes_ticked_and_a_password_shown_once(desk: Rig) -> None:
    boss = desk.browser("admin@*")
    page = boss.get("/desk/people/new").get_data(as_text=True)
    form = {"csrf_token": csrf_of(page), "login": "wu", "name": "吴", "grants": ["quality@SZ", "lead@CD"]}
    shown = boss.post("/desk/people/new", data=form).get_data(as_text=True)
    assert re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", shown)
    assert desk.facts("kesu.person.changed.v1")[-1]["grants"] == [grant("lead", "CD"), grant("quality")]
    edited = boss.get("/desk/people/wu").get_data(as_text=True)
    assert 'value="quality@SZ" aria-label' in edited
    again = boss.post("/desk/people/new", data=form)
    assert again.status_code == 409
    assert "吴" in again.get_data(as_text=True)


def test_a_closed_account_comes_back_with_its_name_in_the_trail(desk: Rig) -> None:
    admin = api(desk, "admin@*")
    admin.post(PEOPLE, json=new_person())
    assert admin.post(f"{PEOPLE}/wu/close").json["state"] == "closed"
    assert admin.post(f"{PEOPLE}/wu/close").status_code == 409
    assert admin.post(f"{PEOPLE}/wu/reopen").json["state"] == "active"


def test_a_password_may_hold_two_letters_that_are_somebodys_login_but_not_a_telling_login() -> None:
    check_strength("k7wu-9mxa-p4rt-zz2e", "wu")
    with pytest.raises(Invalid) as refused:
        check_strength("Zhang.Min-2026", "zhang.min")
    assert refused.value.field == "password"

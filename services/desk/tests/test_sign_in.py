"""Signing in, renewing, signing out; guessing is stopped; what is revoked is refused."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher

from kesu_common import clock
from kesu_common.people.actors import Actor
from kesu_common.people.authenticate import SESSION_COOKIE
from kesu_common.testing.rig import Rig, csrf_of
from kesu_desk.people import passwords
from kesu_desk.people.commands import add_person, ensure_admin
from kesu_desk.sign_in.web import RENEWAL_COOKIE

DESK = Actor.service("desk")
PASSWORD = "correct horse battery"
SIGN_IN = "/desk/api/v1/sessions"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least work: these tests sign in often."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def li(desk: Rig) -> Rig:
    """Desk with an account `li.wei`, sales in Shenzhen."""
    with desk.runtime.database.transaction() as session:
        grants = [{"role": "sales", "site": "SZ"}]
        add_person(session, DESK, login="li.wei", name="李伟", grants=grants, password=PASSWORD, temporary=False)
    return desk


def api(desk: Rig, *grants: str, login: str = "anna") -> Any:
    """A program that calls desk with these roles."""
    return desk.program(*grants, login=login)


def post(desk: Rig, path: str, body: dict[str, Any], **headers: str) -> Any:
    return desk.app.test_client().post(path, json=body, headers={"Accept": "application/json", **headers})


def test_a_program_signs_in_and_its_token_works_until_the_session_is_ended(li: Rig) -> None:
    answer = post(li, SIGN_IN, {"login": "Li.Wei ", "password": PASSWORD})
    assert answer.status_code == 201
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    client: Any = li.app.test_client()
    assert client.get("/desk/api/v1/people/me", headers=bearer).json["login"] == "li.wei"
    renewed = post(li, f"{SIGN_IN}/renew", {"renewal": answer.json["renewal"]})
    assert renewed.status_code == 200
    assert post(li, f"{SIGN_IN}/end", {"renewal": answer.json["renewal"]}).status_code == 204
    assert post(li, f"{SIGN_IN}/renew", {"renewal": answer.json["renewal"]}).status_code == 401


@pytest.mark.parametrize("login", ["li.wei", "nobody"])
def test_a_wrong_password_and_an_unknown_login_are_told_the_same(li: Rig, login: str) -> None:
    answer = post(li, SIGN_IN, {"login": login, "password": "wrong wrong wrong"})
    assert answer.status_code == 401
    assert "wrong" in answer.json["detail"]


def test_after_five_failures_one_waits_and_is_told_how_long_and_what_to_do(li: Rig) -> None:
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as traveller:
        for _ in range(5):
            assert post(li, SIGN_IN, {"login": "li.wei", "password": "wrong wrong"}).status_code == 401
        refused = post(li, SIGN_IN, {"login": "li.wei", "password": PASSWORD})
        assert refused.status_code == 429
        assert "15 minutes" in refused.json["detail"]
        assert "administrator" in refused.json["detail"]
        assert post(li, SIGN_IN, {"login": "nobody", "password": "x"}).status_code == 401, "others at the same address are not kept out"
        traveller.shift(timedelta(minutes=16))
        assert post(li, SIGN_IN, {"login": "li.wei", "password": PASSWORD}).status_code == 201


def test_guesses_sent_all_at_once_are_counted_too(li: Rig) -> None:
    answers: list[int] = []

    def guess(number: int) -> None:
        answers.append(post(li, SIGN_IN, {"login": "li.wei", "password": f"guess {number}"}).status_code)

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(401) <= 5
    assert set(answers) == {401, 429}


def test_a_good_sign_in_forgives_the_failures_before_it(li: Rig) -> None:
    for _ in range(3):
        for _ in range(4):
            post(li, SIGN_IN, {"login": "li.wei", "password": "wrong wrong"})
        assert post(li, SIGN_IN, {"login": "li.wei", "password": PASSWORD}).status_code == 201


def test_a_temporary_password_leads_to_an_own_one_first(desk: Rig) -> None:
    with desk.runtime.database.transaction() as session:
        add_person(session, DESK, login="wu", name="Wu", grants=[], password="given by admin")
    assert post(desk, SIGN_IN, {"login": "wu", "password": "given by admin"}).status_code == 403
    weak = post(desk, f"{SIGN_IN}/first", {"login": "wu", "password": "given by admin", "new": "short"})
    assert (weak.status_code, weak.json["errors"][0]["pointer"]) == (422, "#/new")
    first = post(desk, f"{SIGN_IN}/first", {"login": "wu", "password": "given by admin", "new": "my own words here"})
    assert first.status_code == 201
    assert post(desk, SIGN_IN, {"login": "wu", "password": "my own words here"}).status_code == 201


def browser_signed_in(desk: Rig) -> Any:
    browser = desk.browser()
    page = browser.get("/desk/sign-in?next=/desk/profile").get_data(as_text=True)
    form = {"csrf_token": csrf_of(page), "login": "li.wei", "password": PASSWORD, "next": "/desk/profile"}
    answer = browser.post("/desk/sign-in", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/profile")
    return browser


def test_a_person_signs_in_at_the_page_and_is_sent_on(li: Rig) -> None:
    browser = browser_signed_in(li)
    assert "李伟" in browser.get("/desk/profile").get_data(as_text=True)
    cookie = browser.get_cookie(SESSION_COOKIE)
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_a_wrong_password_shows_the_form_again_with_the_login_kept_and_no_password(li: Rig) -> None:
    browser = li.browser()
    page = browser.get("/desk/sign-in").get_data(as_text=True)
    answer = browser.post("/desk/sign-in", data={"csrf_token": csrf_of(page), "login": "li.wei", "password": "wrong wrong"})
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert 'value="li.wei"' in shown
    assert "wrong wrong" not in shown


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(li: Rig, elsewhere: str) -> None:
    browser = li.browser()
    page = browser.get("/desk/sign-in").get_data(as_text=True)
    form = {"csrf_token": csrf_of(page), "login": "li.wei", "password": PASSWORD, "next": elsewhere}
    assert "evil" not in browser.post("/desk/sign-in", data=form).headers["Location"]
    assert "script" not in browser.get("/desk/sign-in?next=" + elsewhere).headers.get("Location", "")


def test_a_page_that_stays_open_renews_its_session_and_a_closed_account_cannot(li: Rig) -> None:
    browser = browser_signed_in(li)
    page = browser.get("/desk/profile").get_data(as_text=True)
    renew = {"headers": {"X-CSRFToken": csrf_of(page)}}
    before = browser.get_cookie(SESSION_COOKIE).value
    assert browser.post("/desk/session/renew", **renew).status_code == 204
    assert browser.get_cookie(SESSION_COOKIE).value != before
    api(li, "admin@*").post("/desk/api/v1/people/li.wei/close", headers={"If-Match": "*"})
    assert browser.post("/desk/session/renew", **renew).status_code == 401
    assert "/desk/sign-in" in browser.get("/desk/profile").headers["Location"]


def test_a_session_whose_token_is_over_goes_on_without_a_password_until_it_is_idle_too_long(li: Rig) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        browser = browser_signed_in(li)
        traveller.shift(timedelta(hours=2))
        browser.delete_cookie(SESSION_COOKIE)
        assert browser.get("/desk/sign-in?next=/desk/profile").status_code == 303
        assert browser.get("/desk/profile").status_code == 200
        traveller.shift(timedelta(hours=9))
        assert browser.get("/desk/sign-in?next=/desk/profile").status_code == 200


def test_signing_out_ends_the_session(li: Rig) -> None:
    browser = browser_signed_in(li)
    secret = browser.get_cookie(RENEWAL_COOKIE, path="/desk").value
    page = browser.get("/desk/profile").get_data(as_text=True)
    assert browser.post("/desk/sign-out", data={"csrf_token": csrf_of(page)}).status_code == 303
    assert "/desk/sign-in" in browser.get("/desk/profile").headers["Location"]
    assert post(li, f"{SIGN_IN}/renew", {"renewal": secret}).status_code == 401


def test_signing_out_everywhere_is_stated_and_ends_every_token(li: Rig) -> None:
    tokens = [post(li, SIGN_IN, {"login": "li.wei", "password": PASSWORD}).json["token"] for _ in range(2)]
    client = li.app.test_client()
    assert client.delete(SIGN_IN, headers={"Authorization": f"Bearer {tokens[0]}"}).status_code == 204
    for token in tokens:
        assert client.get("/desk/api/v1/people/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert li.facts("kesu.person.revoked.v1")[-1]["login"] == "li.wei"


def test_changing_ones_password_needs_the_old_one_and_ends_every_session(li: Rig) -> None:
    token = post(li, SIGN_IN, {"login": "li.wei", "password": PASSWORD}).json["token"]
    client, bearer = li.app.test_client(), {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    path = "/desk/api/v1/people/me/password"
    assert client.post(path, json={"old": "wrong", "new": "another good one"}, headers=bearer).status_code == 422
    assert client.post(path, json={"old": PASSWORD, "new": "another good one"}, headers=bearer).status_code == 204
    assert client.get("/desk/api/v1/people/me", headers=bearer).status_code == 401
    assert post(li, SIGN_IN, {"login": "li.wei", "password": "another good one"}).status_code == 201


def test_the_first_start_makes_one_administrator_and_only_one(desk: Rig) -> None:
    with desk.runtime.database.transaction() as session:
        password = ensure_admin(session)
        assert password is not None
        assert ensure_admin(session) is None
    assert post(desk, SIGN_IN, {"login": "admin", "password": password}).status_code == 201


def test_no_password_and_no_secret_is_ever_in_the_journal(li: Rig) -> None:
    answer = post(li, SIGN_IN, {"login": "li.wei", "password": PASSWORD})
    with li.runtime.database.engine.connect() as connection:
        text = str(connection.exec_driver_sql("SELECT string_agg(data || changes, '') FROM journal").scalar())
    assert "argon2" not in text
    assert PASSWORD not in text
    assert answer.json["renewal"] not in text

"""From a request's cookie, token or key to its actor, without asking desk."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from werkzeug import Request
from werkzeug.test import EnvironBuilder

from kesu_common import clock
from kesu_common.database import Database
from kesu_common.errors import Unauthenticated
from kesu_common.people.actors import ANONYMOUS, Action, Actor, Grant
from kesu_common.people.authenticate import authenticate, credential_of, forget_cached
from kesu_common.people.copies import learn_key, learn_key_revoked, learn_person, learn_revocation
from kesu_common.people.delegations import learn_delegation
from kesu_common.people.keys import new_key
from kesu_common.people.tokens import issue_service_token, issue_session_token, new_session_keys
from kesu_common.runtime import Runtime
from kesu_common.settings import Settings

PRIVATE, PUBLIC = new_session_keys()
SETTINGS = Settings(service="intake", database_url="", secret_key="s", session_public_key=PUBLIC, service_token_secret="shared")
LI = Actor(id="li.wei", name="李伟", kind="person", grants=frozenset({Grant("sales", "SZ")}), language="zh")
KNOWN: dict[str, Any] = {
    "login": "li.wei",
    "name": "李伟",
    "language": "zh",
    "email": None,
    "active": True,
    "grants": [{"role": "lead", "site": "CD"}],
}


@pytest.fixture
def runtime(common_database: Database) -> Runtime:
    """As much of a runtime as is needed."""
    return cast(Runtime, SimpleNamespace(settings=SETTINGS, database=common_database))


def request(**headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(EnvironBuilder(headers=list(named.items())).get_environ())


def session_cookie(actor: Actor = LI) -> Request:
    return request(Cookie=f"kesu_session={issue_session_token(PRIVATE, actor, sid='s')}")


def test_who_brings_nothing_is_anonymous(runtime: Runtime) -> None:
    assert authenticate(request(), runtime) is ANONYMOUS


def test_a_person_is_believed_by_the_token_until_desk_was_heard(runtime: Runtime) -> None:
    assert authenticate(session_cookie(), runtime) == LI


def test_a_bearer_token_does_as_well_as_a_cookie_and_goes_before_it(runtime: Runtime) -> None:
    bearer = request(Authorization=f"Bearer {issue_session_token(PRIVATE, LI, sid='s')}", Cookie="kesu_session=rubbish")
    assert authenticate(bearer, runtime) == LI
    assert credential_of(bearer) is not None
    assert credential_of(bearer)[0] == "header"  # type: ignore[index]


def test_the_grants_that_desk_stated_last_count_not_those_of_the_token(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        learn_person(session, KNOWN, 4)
    assert authenticate(session_cookie(), runtime).grants == {Grant("lead", "CD")}


def test_a_closed_account_is_refused(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        learn_person(session, {**KNOWN, "active": False}, 4)
    with pytest.raises(Unauthenticated, match="closed"):
        authenticate(session_cookie(), runtime)


def test_sessions_begun_before_a_revocation_are_refused_and_later_ones_are_not(runtime: Runtime) -> None:
    before = session_cookie()
    with runtime.database.transaction() as session:
        learn_revocation(session, "li.wei", clock.now())
    with pytest.raises(Unauthenticated, match="ended"):
        authenticate(before, runtime)
    assert authenticate(session_cookie(), runtime) == LI


def test_a_renewed_token_of_a_revoked_session_is_refused_too(runtime: Runtime) -> None:
    began = clock.now() - timedelta(minutes=5)
    with runtime.database.transaction() as session:
        learn_revocation(session, "li.wei", clock.now())
    renewed = issue_session_token(PRIVATE, LI, sid="s", signed_in_at=began)
    with pytest.raises(Unauthenticated):
        authenticate(request(Authorization=f"Bearer {renewed}"), runtime)


def test_a_process_asks_its_database_again_after_two_seconds_only(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("kesu_common.people.authenticate.time.monotonic", lambda: now[0])
    cookie = session_cookie()
    assert authenticate(cookie, runtime) == LI
    with runtime.database.transaction() as session:
        learn_person(session, {**KNOWN, "active": False}, 4)
    now[0] += 1.9
    assert authenticate(cookie, runtime) == LI
    now[0] += 0.2
    with pytest.raises(Unauthenticated):
        authenticate(cookie, runtime)


def test_the_process_that_made_the_change_need_not_wait(runtime: Runtime) -> None:
    cookie = session_cookie()
    authenticate(cookie, runtime)
    with runtime.database.transaction() as session:
        learn_person(session, {**KNOWN, "active": False}, 4)
    forget_cached(runtime.database)
    with pytest.raises(Unauthenticated):
        authenticate(cookie, runtime)


@pytest.mark.parametrize("header", ["X-Api-Key", "Authorization"])
def test_a_device_is_known_by_its_key_with_its_place_until_it_is_revoked(runtime: Runtime, header: str) -> None:
    made = new_key("device")
    grants = [{"role": "scanner", "site": "SZ"}]
    key = {"prefix": made.prefix, "kind": "device", "name": "Scanner 3", "secret_sha256": made.digest, "grants": grants, "place": "Gate 2"}
    with runtime.database.transaction() as session:
        learn_key(session, key, 1)
    carries = request(**{header: made.text if header == "X-Api-Key" else f"Bearer {made.text}"})
    actor = authenticate(carries, runtime)
    assert (actor.kind, actor.id, actor.place) == ("device", made.prefix, "Gate 2")
    assert actor.grants == {Grant("scanner", "SZ")}
    with pytest.raises(Unauthenticated):
        authenticate(request(X_Api_Key=f"{made.prefix}.{'x' * 32}"), runtime)
    with runtime.database.transaction() as session:
        learn_key_revoked(session, key)
    forget_cached(runtime.database)
    with pytest.raises(Unauthenticated, match="revoked"):
        authenticate(carries, runtime)


def test_another_service_is_known_by_its_token(runtime: Runtime) -> None:
    assert authenticate(request(Authorization=f"Bearer {issue_service_token(SETTINGS)}"), runtime) == Actor.service("intake")


@pytest.mark.parametrize(
    "authorization", ["Basic YTpi", "Bearer", "Bearer ", "Bearer rubbish", "Bearer a.b.c", "Bearer ka_abcdefghjk." + "x" * 32]
)
def test_what_is_given_but_not_good_is_refused(runtime: Runtime, authorization: str) -> None:
    with pytest.raises(Unauthenticated):
        authenticate(request(Authorization=authorization), runtime)


def test_a_service_token_or_a_key_in_the_cookie_is_not_accepted(runtime: Runtime) -> None:
    for text in (issue_service_token(SETTINGS), new_key("api").text):
        with pytest.raises(Unauthenticated):
            authenticate(request(Cookie=f"kesu_session={text}"), runtime)


AWAY: dict[str, Any] = {
    "number": "DG-SZ-2026-000001",
    "giver": "wang.fang",
    "giver_name": "王芳",
    "deputy": "li.wei",
    "role": "lead",
    "site": "SZ",
    "begins_at": clock.now() - timedelta(hours=1),
    "ends_at": clock.now() + timedelta(days=3),
    "ended_at": None,
}
APPROVE = Action("thing.approve", {"lead", "gm"})
SELL = Action("thing.sell", {"sales", "lead"})


def deputy(runtime: Runtime, *, giver_grants: list[dict[str, Any]] | None = None, active: bool = True, **changes: Any) -> Actor:
    """Li Wei of sales, when Wang Fang has delegated something."""
    grants = [{"role": "lead", "site": "SZ"}] if giver_grants is None else giver_grants
    with runtime.database.transaction() as session:
        learn_person(session, {**KNOWN, "grants": [{"role": "sales", "site": "SZ"}]})
        learn_person(session, {**KNOWN, "login": "wang.fang", "name": "王芳", "active": active, "grants": grants})
        learn_delegation(session, {**AWAY, **changes})
    forget_cached(runtime.database)
    return authenticate(session_cookie(), runtime)


def test_a_deputy_holds_the_role_and_what_only_that_allows_is_done_for_its_giver(runtime: Runtime) -> None:
    actor = deputy(runtime)
    actor.require(SELL, "SZ")
    assert actor.as_json() == {"kind": "person", "id": "li.wei", "name": "李伟"}
    actor.require(APPROVE, "SZ")
    assert actor.as_json()["for"] == [{"id": "wang.fang", "name": "王芳"}]
    assert (actor.is_one_of("li.wei"), actor.is_one_of("wang.fang"), actor.is_one_of("zhao", None)) == (True, True, False)
    assert not actor.may(APPROVE, "CD")
    assert authenticate(session_cookie(), runtime).acted_for == []


@pytest.mark.parametrize(
    "why",
    [
        {"begins_at": clock.now() + timedelta(hours=1)},
        {"ends_at": clock.now() - timedelta(minutes=1)},
        {"ended_at": clock.now()},
        {"giver_grants": [{"role": "lead", "site": "CD"}]},
        {"giver_grants": []},
        {"active": False},
        {"deputy": "somebody.else"},
    ],
)
def test_a_delegation_that_does_not_hold_gives_nothing(runtime: Runtime, why: dict[str, Any]) -> None:
    actor = deputy(runtime, **why)
    assert not actor.may(APPROVE)
    assert actor.delegated == ()


def test_a_delegation_ends_by_itself_while_the_process_remembers_it(runtime: Runtime) -> None:
    assert deputy(runtime).may(APPROVE)
    with time_machine.travel(AWAY["ends_at"] - timedelta(seconds=1)):
        cookie = session_cookie()
        assert authenticate(cookie, runtime).may(APPROVE)
        with time_machine.travel(AWAY["ends_at"] + timedelta(seconds=1)):
            assert not authenticate(cookie, runtime).may(APPROVE)


def test_an_end_that_is_heard_before_the_beginning_stays_an_end(runtime: Runtime) -> None:
    deputy(runtime, ended_at=clock.now())
    assert not deputy(runtime).may(APPROVE)


def test_what_one_holds_anyway_is_done_in_ones_own_name_and_what_is_delegated_cannot_be_handed_on(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        learn_delegation(session, {**AWAY, "number": "DG-2", "giver": "li.wei", "giver_name": "李伟", "deputy": "zhao"})
        learn_person(session, {**KNOWN, "login": "zhao", "name": "Zhao", "grants": [{"role": "lead", "site": "*"}]})
    deputy(runtime)
    zhao = authenticate(session_cookie(Actor(id="zhao", name="Zhao", kind="person")), runtime)
    zhao.require(APPROVE, "SZ")
    assert (zhao.delegated, zhao.as_json()) == ((), {"kind": "person", "id": "zhao", "name": "Zhao"})
    with runtime.database.transaction() as session:
        learn_person(session, {**KNOWN, "login": "zhao", "name": "Zhao", "grants": [{"role": "sales", "site": "SZ"}]})
    forget_cached(runtime.database)
    assert not authenticate(session_cookie(Actor(id="zhao", name="Zhao", kind="person")), runtime).may(APPROVE)

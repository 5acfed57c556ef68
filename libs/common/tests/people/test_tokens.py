"""Session, service and link tokens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from kesu_common import clock
from kesu_common.errors import Unauthenticated
from kesu_common.people.actors import Actor, Grant
from kesu_common.people.tokens import (
    issue_service_token,
    issue_session_token,
    new_session_keys,
    read_link,
    read_service_token,
    read_session_token,
    sign_link,
)
from kesu_common.settings import Settings

LI = Actor(id="li.wei", name="李伟", kind="person", grants=frozenset({Grant("sales", "SZ"), Grant("lead", "*")}), language="zh")
PRIVATE, PUBLIC = new_session_keys()
SETTINGS = Settings(
    service="intake",
    database_url="",
    secret_key="s",
    session_public_key=PUBLIC,
    service_token_secret="between the services of one installation",
)


def test_a_session_token_says_who_is_signed_in_and_with_which_grants() -> None:
    signed_in = read_session_token(PUBLIC, issue_session_token(PRIVATE, LI, sid="s1"))
    assert signed_in.actor == LI
    assert signed_in.sid == "s1"
    assert signed_in.expires_at - signed_in.issued_at <= timedelta(minutes=60)


def test_a_session_token_lasts_sixty_minutes_at_most_and_then_no_more_although_it_was_read_before() -> None:
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as traveller:
        token = issue_session_token(PRIVATE, LI, sid="s1", lifetime=timedelta(hours=9))
        traveller.shift(timedelta(minutes=59))
        read_session_token(PUBLIC, token)
        traveller.shift(timedelta(minutes=1))
        with pytest.raises(Unauthenticated):
            read_session_token(PUBLIC, token)


def test_a_renewed_token_keeps_the_time_of_its_sign_in() -> None:
    then = clock.now() - timedelta(hours=3)
    assert read_session_token(PUBLIC, issue_session_token(PRIVATE, LI, sid="s1", signed_in_at=then)).signed_in_at == then


def test_a_token_of_another_installation_is_refused() -> None:
    foreign, _ = new_session_keys()
    with pytest.raises(Unauthenticated):
        read_session_token(PUBLIC, issue_session_token(foreign, LI, sid="s1"))


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "é.é.é", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."])
def test_what_is_no_token_is_refused_not_broken_on(text: str) -> None:
    with pytest.raises(Unauthenticated):
        read_session_token(PUBLIC, text)
    with pytest.raises(Unauthenticated):
        read_service_token(SETTINGS, text)


def test_a_changed_token_is_refused() -> None:
    head, _, signature = issue_session_token(PRIVATE, LI, sid="s1").split(".")
    other = issue_session_token(PRIVATE, replace(LI, id="boss"), sid="s1").split(".")[1]
    with pytest.raises(Unauthenticated):
        read_session_token(PUBLIC, f"{head}.{other}.{signature}")


def test_keys_may_stand_on_one_line_of_the_environment() -> None:
    private, public = (pem.replace("\n", "\\n") for pem in (PRIVATE, PUBLIC))
    assert read_session_token(public, issue_session_token(private, LI, sid="s1")).actor == LI


def test_a_service_token_names_the_service_for_five_minutes() -> None:
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as traveller:
        token = issue_service_token(SETTINGS)
        assert read_service_token(SETTINGS, token) == Actor.service("intake")
        traveller.shift(timedelta(minutes=5))
        with pytest.raises(Unauthenticated):
            read_service_token(SETTINGS, token)


def test_a_service_token_of_another_installation_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        read_service_token(SETTINGS, issue_service_token(replace(SETTINGS, service_token_secret="another")))


def test_a_link_carries_its_payload_for_one_purpose_until_it_expires() -> None:
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as traveller:
        link = sign_link("secret", "confirm", {"number": "KS-SZ-2026-000001"}, clock.now() + timedelta(days=30))
        assert read_link("secret", "confirm", link) == {"number": "KS-SZ-2026-000001"}
        for secret, purpose in (("secret", "survey"), ("other", "confirm")):
            with pytest.raises(Unauthenticated):
                read_link(secret, purpose, link)
        traveller.shift(timedelta(days=31))
        with pytest.raises(Unauthenticated, match="expired"):
            read_link("secret", "confirm", link)


def test_one_link_is_the_same_whenever_it_is_made() -> None:
    ends = clock.now() + timedelta(days=30)
    link = sign_link("secret", "survey", {"number": "SV-1"}, ends)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert sign_link("secret", "survey", {"number": "SV-1"}, ends) == link
        assert sign_link("secret", "survey", {"number": "SV-1"}, ends + timedelta(days=1)) != link

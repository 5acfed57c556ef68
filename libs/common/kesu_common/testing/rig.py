"""One service on a real database, with people who are signed in: what the tests of every service start from."""

from __future__ import annotations

import functools
import itertools
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kesu_common import clock
from kesu_common.events import Event
from kesu_common.journal.model import JournalEntry
from kesu_common.people.actors import Actor, Grant
from kesu_common.people.authenticate import SESSION_COOKIE
from kesu_common.people.copies import learn_site
from kesu_common.people.tokens import issue_session_token, new_session_keys
from kesu_common.runtime import Runtime
from kesu_common.service import Service
from kesu_common.settings import Settings
from kesu_common.web.app import create_app
from kesu_common.worktime import Calendar

SHENZHEN: dict[str, Any] = {
    "code": "SZ",
    "name_zh": "深圳工厂",
    "name_en": "Shenzhen plant",
    "timezone": "Asia/Shanghai",
    "working_language": "zh",
    "calendar": Calendar().to_json(),
    "targets": {},
    "severity_rules": {},
}
"""A site as desk states it."""
_SEQUENCES = itertools.count(1)


@functools.cache
def session_keys() -> tuple[str, str]:
    """(private, public) PEM of this test run."""
    return new_session_keys()


def person(*grants: str, login: str = "anna", name: str = "Anna Li", language: str | None = None) -> Actor:
    """A person with grants written `role@site`."""
    held = frozenset(Grant(*grant.split("@")) for grant in grants)
    return Actor(id=login, name=name, kind="person", grants=held, language=language)


def test_settings(service: str, database_url: str, files_dir: Path, **changes: Any) -> Settings:
    """Settings of a service under test: memory bus, throw-away secrets."""
    private, public = session_keys()
    values: dict[str, Any] = {
        "service": service,
        "database_url": database_url,
        "secret_key": "only for tests",
        "session_private_key": private,
        "session_public_key": public,
        "service_token_secret": "only for tests, shared between the services of a test",
        "files_dir": files_dir,
        **changes,
    }
    return Settings(**values)


test_settings.__test__ = False  # type: ignore[attr-defined]  # pytest, this is no test


class Rig:
    """A service's runtime and web application on the migrated database at `url`."""

    def __init__(self, service: Service, url: str, files_dir: Path, **settings: Any) -> None:
        self.runtime = Runtime(service, test_settings(service.name, url, files_dir, **settings))
        self.app: Flask = create_app(self.runtime)
        self.prefix = f"/{service.name}"

    def program(self, *grants: str, login: str = "anna", language: str | None = None) -> FlaskClient:
        """A client that calls the API with a bearer token."""
        client = self.app.test_client()
        token = self._token(person(*grants, login=login, language=language))
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        client.environ_base["HTTP_ACCEPT"] = "application/json"
        return client

    def browser(self, *grants: str, login: str = "anna", language: str | None = None) -> FlaskClient:
        """A client with the session cookie, as a browser has it; forms need the CSRF token of the page (see `csrf_of`)."""
        client = self.app.test_client()
        if grants:
            client.set_cookie(SESSION_COOKIE, self._token(person(*grants, login=login, language=language)), path="/")
        client.environ_base["HTTP_ACCEPT"] = "text/html"
        return client

    def know_site(self, **changes: Any) -> None:
        """Let the service know the site SZ (Shenzhen, working language Chinese, office hours)."""
        with self.runtime.database.transaction() as session:
            learn_site(session, {**SHENZHEN, **changes})

    def hear(
        self, fact: str, subject: str, *, sequence: int | None = None, site: str = "SZ", at: datetime | None = None, **data: Any
    ) -> None:
        """Another service's fact `kesu.<fact>.v1` of time `at` (now) arrives and is handled; an error of the reaction is raised."""
        kind = f"kesu.{fact}.v1"
        reaction = self.runtime.service.all_reactions[kind]
        number = next(_SEQUENCES) if sequence is None else sequence
        event = Event(
            id=f"{kind}-{number}",
            type=kind,
            source="/kesu/test",
            subject=subject,
            site=site,
            case=None,
            sequence=number,
            time=at or clock.now(),
            actor={"kind": "person", "id": "wang", "name": "Wang Fang"},
            causation=None,
            traceparent=None,
            data=reaction.schema().load(data),
        )
        with self.runtime.database.transaction() as session:
            reaction.function(session, event)

    def facts(self, event_type: str | None = None) -> list[dict[str, Any]]:
        """The data of the facts stated so far, in order, of one type or all."""
        wanted = select(JournalEntry.type, JournalEntry.data).order_by(JournalEntry.position)
        with self.runtime.database.transaction() as session:
            rows = session.execute(wanted).all()
        return [json.loads(data) for kind, data in rows if event_type in (None, kind)]

    def fact_types(self) -> list[str]:
        """The types of the facts stated so far, in order."""
        with self.runtime.database.transaction() as session:
            return list(session.scalars(select(JournalEntry.type).order_by(JournalEntry.position)))

    def open_tasks(self, subject: str) -> set[tuple[str, str]]:
        """(kind, role) of the open tasks about a record."""
        answer = self.program("auditor@*").get(f"{self.prefix}/api/v1/tasks", query_string={"subject": subject})
        assert answer.status_code == 200, answer.text
        return {(task["kind"], task["role"]) for task in answer.json or []}

    def close(self) -> None:
        """Give back every connection."""
        self.runtime.close()

    @staticmethod
    def _token(actor: Actor) -> str:
        return issue_session_token(session_keys()[0], actor, sid="test")


def posted(client: FlaskClient, path: str, data: dict[str, Any], expect: int) -> dict[str, Any]:
    """The answer to a POST that must end with status `expect`."""
    answer = client.post(path, json=data)
    assert answer.status_code == expect, answer.text
    return dict(answer.json or {})


def words_of(html: str) -> str:
    """What a person reads of a page: without tags and what stands in them."""
    return re.sub(r"<[^>]+>", "", html)


def csrf_of(html: str) -> str:
    """The CSRF token that a rendered form carries."""
    marker = 'name="csrf_token" value="'
    start = html.index(marker) + len(marker)
    return html[start : html.index('"', start)]

"""Connecting third parties: who may, what is refused, and a secret that is shown once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig, csrf_of
from kesu_webhooks.app import service
from kesu_webhooks.gauges import gauges
from kesu_webhooks.subscriptions.model import Subscription
from kesu_webhooks.subscriptions.secrets import opened

ERP = {"site": "SZ", "name": "ERP", "url": "https://erp.example.com/kesu", "types": ["complaint.*", "return.closed"]}
BASE = "/webhooks/api/v1/subscriptions"


@pytest.fixture
def hooks(new_database: NewDatabase, tmp_path: Path) -> Iterator[Rig]:
    """Webhooks on a fresh database that knows the site SZ."""
    rig = Rig(service, new_database(service), tmp_path / "files")
    rig.know_site()
    yield rig
    rig.close()


def connect(hooks: Rig, *, expect: int = 201, grant: str = "admin@SZ", **changes: Any) -> dict[str, Any]:
    """The answer to connecting a third party."""
    answer = hooks.program(grant).post(BASE, json={**ERP, **changes})
    assert answer.status_code == expect, answer.text
    return dict(answer.json or {})


def test_the_secret_is_shown_once_and_kept_sealed(hooks: Rig) -> None:
    made = connect(hooks)
    secret = made["secret"]
    assert secret.startswith("whsec_")
    shown = hooks.program("admin@SZ").get(f"{BASE}/{made['number']}")
    assert "secret" not in (shown.json or {})
    with hooks.runtime.database.transaction() as session:
        kept = session.scalars(select(Subscription.secret)).one()
        assert secret not in kept
        assert opened(kept, hooks.runtime.settings.secret_key) == secret
        assert secret not in str(session.execute(text("SELECT array_agg(journal::text) FROM journal")).scalar())
    assert hooks.facts("kesu.subscription.registered.v1")[0]["types"] == ERP["types"]


def test_an_answer_with_a_secret_is_not_kept_under_its_idempotency_key(hooks: Rig) -> None:
    client = hooks.program("admin@SZ")
    answers = [client.post(BASE, json=ERP, headers={"Idempotency-Key": "k1"}) for _ in "12"]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert answers[0].headers["Cache-Control"] == "no-store"
    with hooks.runtime.database.transaction() as session:
        assert session.execute(text("SELECT count(*) FROM idempotency")).scalar() == 0


def test_a_new_secret_replaces_the_old_one(hooks: Rig) -> None:
    made = connect(hooks)
    renewed = hooks.program("admin@SZ").post(f"{BASE}/{made['number']}/renew-secret", json={}).json
    assert renewed is not None
    assert renewed["secret"] != made["secret"]
    assert hooks.facts("kesu.subscription.changed.v1")[0]["number"] == made["number"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://erp.example.com/"},
        {"url": "https://user:word@erp.example.com/"},
        {"url": "https://localhost/x"},
        {"url": "https://127.0.0.1/x"},
        {"url": "https://10.0.0.7/x"},
        {"url": "https://[::1]/x"},
        {"url": "https://kesu.internal/x"},
        {"url": "https:///x"},
        {"types": []},
        {"types": ["complaint"]},
        {"types": ["*.closed"]},
        {"site": "GZ"},
        {"surprise": 1},
    ],
)
def test_what_cannot_be_connected_is_refused(hooks: Rig, wrong: dict[str, Any]) -> None:
    connect(hooks, expect=422, **wrong)


def test_only_the_sites_own_administrator_connects_and_only_to_own_sites(hooks: Rig) -> None:
    for grant in ("sales@SZ", "lead@SZ", "auditor@SZ", "admin@GZ"):
        connect(hooks, expect=403, grant=grant)
    hooks.know_site(code="GZ")
    connect(hooks, expect=403, sites=["SZ", "GZ"])
    assert connect(hooks, grant="admin@*", sites=["SZ", "GZ"])["sites"] == ["SZ", "GZ"]
    assert hooks.program("admin@GZ").get(BASE).json == []


def test_it_is_paused_resumed_and_ended(hooks: Rig) -> None:
    number = connect(hooks)["number"]
    client = hooks.program("admin@SZ")
    states = [client.post(f"{BASE}/{number}/{command}", json={}).json["state"] for command in ("pause", "resume", "end")]  # type: ignore[index]
    assert states == ["paused", "active", "ended"]
    assert client.post(f"{BASE}/{number}/resume", json={}).status_code == 409
    with hooks.runtime.database.transaction() as session:
        assert [(gauge.name, gauge.labels["state"], gauge.value) for gauge in gauges(session)] == [("subscriptions", "ended", 1)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_administrator_does_it_on_pages(hooks: Rig, language: str) -> None:
    browser = hooks.browser("admin@SZ", language=language)
    assert browser.get("/webhooks/subscriptions/").status_code == 200
    page = browser.get("/webhooks/subscriptions/new")
    data = {"csrf_token": csrf_of(page.text), "site": "SZ", "name": "ERP", "url": "http://no", "types": ["complaint.*", ""]}
    refused = browser.post("/webhooks/subscriptions/new", data=data)
    assert (refused.status_code, "http://no" in refused.text) == (422, True)
    made = browser.post("/webhooks/subscriptions/new", data={**data, "url": "https://erp.example.com/"})
    assert "whsec_" in made.text
    number = hooks.facts("kesu.subscription.registered.v1")[0]["number"]
    shown = browser.get(f"/webhooks/subscriptions/{number}")
    assert "whsec_" not in shown.text
    assert "https://erp.example.com/" in browser.get(f"/webhooks/subscriptions/{number}/change").text
    changed = {"csrf_token": csrf_of(shown.text), "url": "https://erp.example.com/2", "types": ["*"], "sites": ["SZ"]}
    assert browser.post(f"/webhooks/subscriptions/{number}/change", data=changed).status_code == 303
    renewed = browser.post(f"/webhooks/subscriptions/{number}/renew-secret", data={"csrf_token": csrf_of(shown.text)})
    assert "whsec_" in renewed.text
    assert browser.get("/webhooks/").status_code == 303
    reader = hooks.browser("auditor@SZ").get(f"/webhooks/subscriptions/{number}")
    assert "renew-secret" not in reader.text

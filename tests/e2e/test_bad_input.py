"""Bad input to the real processes: refused with the right status and words, as a problem document or a page that keeps what was typed.

Nothing is written: the journals are as long as before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3
from tests.installations import PASSWORD, ManyProcesses
from tests.play import wait_until_quiet

from kesu_common.i18n import COMMON, Catalogues
from kesu_onebox.client import Client

GOOD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "intake": ("sales", "complaints", {
        "customer_code": "C001", "channel": "email", "text": "泄漏。", "lot": "L-BAD", "quantity": "1", "claim": "answer",
    }),
    "quality": ("quality", "standards", {
        "site": "SZ", "product": "BAD-1", "title": "Seal", "valid_from": "2026-01-01",
        "characteristics": [{"name_zh": "外径", "name_en": "Diameter", "unit": "mm", "lower": "1", "upper": "2", "method": "Gauge"}],
    }),
    "returns": ("warehouse", "deliveries", {
        "number": "DN-BAD", "site": "SZ", "customer_code": "C001", "product": "GP-200", "lot": "L-BAD", "quantity": "4",
        "delivered_on": "2026-10-01",
    }),
    "capa": ("quality", "capas", {
        "site": "SZ", "title": "Leaks", "severity": "major", "responsible_department": "production", "reason": "by hand",
    }),
    "desk": ("admin", "sites", {
        "code": "BAD", "name_zh": "坏", "name_en": "Bad", "timezone": "Asia/Shanghai", "working_language": "zh",
    }),
}  # fmt: skip
"""Per service: who may make what, where, and a body that would be taken."""
TEXT_FIELD = {"intake": "text", "quality": "title", "returns": "product", "capa": "title", "desk": "name_en"}
HTTP = urllib3.PoolManager(retries=False, timeout=60.0)
WORDS = Catalogues((COMMON,))
"""What a refusal calls the roles, in the language of whoever is refused."""


@pytest.fixture(scope="module")
def people(many_started: ManyProcesses) -> dict[str, Client]:
    """Signed-in people by role, the administrator among them, and one of another site."""
    cast, admin = many_started.cast(), many_started.admin()
    other = {"code": "XM", "name_zh": "厦门工厂", "name_en": "Xiamen plant", "timezone": "Asia/Shanghai", "working_language": "zh"}
    if admin.find("desk", "sites/XM") is None:
        admin.post("desk", "sites", other)
        person = {"login": "he.xm", "name": "何", "language": "zh", "password": PASSWORD, "temporary": False}
        roles = ("sales", "quality", "warehouse", "lead", "gm", "production")
        admin.post("desk", "people", {**person, "grants": [{"role": role, "site": "XM"} for role in roles]})
        customer = {
            "code": "C001", "name": "Hamburg Pumps GmbH", "site": "SZ", "language": "en", "tier": "A", "tier_reason": "main customer",
            "contacts": [{"name": "Quality desk", "email": "quality@example.com"}],
        }  # fmt: skip
        wait_until_quiet(many_started)
        if cast.sales.find("intake", "customers/C001") is None:
            cast.sales.post("intake", "customers", customer)
    return {**vars(cast), "admin": admin, "elsewhere": Client(many_started.bases(), patience=5.0).sign_in("he.xm", PASSWORD)}


@pytest.fixture(autouse=True)
def nothing_written(many: ManyProcesses, people: dict[str, Client]) -> Iterator[None]:
    """Whatever a test here sends: no journal is longer afterwards."""
    assert people
    wait_until_quiet(many)
    before = {name: many.query(name, "SELECT count(*) FROM journal") for name in many.services}
    yield
    assert {name: many.query(name, "SELECT count(*) FROM journal") for name in many.services} == before


@pytest.fixture(params=sorted(GOOD))
def service(request: pytest.FixtureRequest) -> str:
    """Each service in turn."""
    name: str = request.param
    return name


@pytest.mark.parametrize("body", [b'{"text": ', b"\xff\xfe", b"[]", b'"text"', b"null", b"", b"[" * 50_000])
def test_broken_json_is_refused_as_a_problem(people: dict[str, Client], service: str, body: bytes) -> None:
    assert send(people, service, body).status in {400, 422}


def test_wrong_types_are_refused_with_the_places(people: dict[str, Client], service: str) -> None:
    good = GOOD[service][2]
    wrong: list[Any] = [{"a": 1}, [1], True, 10**400, "x" * 100_001, "a\x00b", None]
    for value in wrong:
        body = json.dumps({**good, TEXT_FIELD[service]: value}).encode()
        answer = send(people, service, body)
        assert answer.status == 422, (value, answer.data[:300])
        assert f"#/{TEXT_FIELD[service]}" in [error["pointer"] for error in answer.json()["errors"]]


def test_unknown_fields_are_refused_by_name(people: dict[str, Client], service: str) -> None:
    answer = send(people, service, json.dumps({**GOOD[service][2], "colour": "red"}).encode())
    assert answer.status == 422
    assert "#/colour" in [error["pointer"] for error in answer.json()["errors"]]


def test_a_body_of_twenty_megabytes_is_refused(people: dict[str, Client], service: str) -> None:
    body = json.dumps({**GOOD[service][2], TEXT_FIELD[service]: "x" * 20 * 1024 * 1024}).encode()
    assert send(people, service, body).status == 413


@pytest.mark.parametrize("service", ["quality", "returns", "capa"])
def test_an_unknown_site_is_refused(people: dict[str, Client], service: str) -> None:
    answer = send(people, service, json.dumps({**GOOD[service][2], "site": "NOWHERE"}).encode())
    assert answer.status in {403, 422}


def test_a_wrong_role_is_refused(people: dict[str, Client], service: str) -> None:
    role = "rnd" if service != "quality" else "warehouse"
    answer = send(people, service, json.dumps(GOOD[service][2]).encode(), role=role)
    assert answer.status == 403
    assert WORDS.label(GOOD[service][0], "zh") in answer.json()["detail"]


def test_nobody_is_refused(people: dict[str, Client], service: str) -> None:
    who, things, body = GOOD[service]
    url = f"{people[who].bases[service]}/api/v1/{things}"
    answer = HTTP.request("POST", url, body=json.dumps(body), headers={"Content-Type": "application/json"})
    assert (answer.status, answer.headers["Content-Type"]) == (401, "application/problem+json")


def send(people: dict[str, Client], service: str, body: bytes, *, role: str | None = None) -> urllib3.BaseHTTPResponse:
    """Send a body to where the service makes something new; whatever is refused must be a problem document with words."""
    who, things, _good = GOOD[service]
    client = people[role or who]
    headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json", "Accept": "application/json"}
    answer = HTTP.request("POST", f"{client.bases[service]}/api/v1/{things}", body=body, headers=headers)
    assert answer.headers["Content-Type"] == "application/problem+json", (answer.status, answer.data[:300])
    problem = answer.json()
    assert problem["status"] == answer.status
    assert problem["detail"]
    return answer


class TestRecords:
    """What is wrong about a record that is there already."""

    @pytest.fixture(scope="class")
    def complaint(self, many_started: ManyProcesses, people: dict[str, Client]) -> str:
        """A complaint at SZ."""
        number: str = people["sales"].post("intake", "complaints", GOOD["intake"][2])["number"]
        wait_until_quiet(many_started)
        return number

    @pytest.fixture(autouse=True)
    def made_before(self, complaint: str, nothing_written: None) -> None:
        """The complaint is made before the journals are counted."""

    def test_a_foreign_sites_record_is_not_there(self, people: dict[str, Client], complaint: str) -> None:
        client = people["elsewhere"]
        headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json"}
        for method, path in [("GET", complaint), ("POST", f"{complaint}/withdraw")]:
            body = json.dumps({"reason": "not mine"}) if method == "POST" else None
            answer = HTTP.request(method, f"{client.bases['intake']}/api/v1/complaints/{path}", body=body, headers=headers)
            assert answer.status == 404
        assert complaint not in [one["number"] for one in client.get("intake", "complaints")]

    def test_a_stale_version_is_refused_with_words(self, people: dict[str, Client], complaint: str) -> None:
        client = people["sales"]
        headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json", "If-Match": '"99"'}
        url = f"{client.bases['intake']}/api/v1/complaints/{complaint}/withdraw"
        answer = HTTP.request("POST", url, body=json.dumps({"reason": "old"}), headers=headers)
        assert answer.status == 412
        assert answer.json()["type"].endswith("/stale")

    def test_a_form_without_its_token_is_refused(self, people: dict[str, Client], complaint: str) -> None:
        client = people["sales"]
        headers = {"Cookie": f"kesu_session={client.token}", "Accept": "text/html"}
        url = f"{client.bases['intake']}/complaints/{complaint}/withdraw"
        answer = HTTP.request("POST", url, fields={"reason": "forged"}, encode_multipart=False, headers=headers)
        assert answer.status == 400
        assert b"<html" in answer.data

    def test_a_page_that_refuses_keeps_what_was_typed(self, people: dict[str, Client]) -> None:
        client = people["sales"]
        url = f"{client.bases['intake']}/complaints/new"
        page = HTTP.request("GET", url, headers={"Cookie": f"kesu_session={client.token}", "Accept": "text/html"})
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.data.decode())
        assert token is not None
        cookies = [f"kesu_session={client.token}", *(line.split(";")[0] for line in page.headers.getlist("Set-Cookie"))]
        typed = {"csrf_token": token[1], "customer_code": "NOBODY-9", "channel": "email", "text": "泄漏得厉害。", "quantity": "many"}
        headers = {"Cookie": "; ".join(cookies), "Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
        answer = HTTP.request("POST", url, body=urlencode(typed), headers=headers)
        text = answer.data.decode()
        assert answer.status == 422
        assert all(value in text for value in ("NOBODY-9", "泄漏得厉害。", "many"))

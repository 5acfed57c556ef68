"""The web application of any service: access, problems, transactions, idempotency, versions, paging."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sample_service import Note, SampleBase, service, write_note

from kesu_common import clock
from kesu_common.database import CommonBase, tables
from kesu_common.journal.model import GUARD
from kesu_common.people.actors import Actor
from kesu_common.testing.rig import Rig

assert tables  # completes the metadata


@pytest.fixture
def rig(postgres_url: str, tmp_path: Path) -> Iterator[Rig]:
    """The sample service on a database of its own."""
    name = f"sample_{uuid4().hex[:12]}"
    admin = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    url = sa.make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        CommonBase.metadata.create_all(connection)
        SampleBase.metadata.create_all(connection)
        for statement in GUARD:
            connection.execute(sa.text(statement))
    engine.dispose()
    made = Rig(service, url, tmp_path / "files")
    yield made
    made.close()
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def sales(rig: Rig) -> FlaskClient:
    return rig.program("sales@SZ")


def post(client: FlaskClient, body: Any, **headers: str) -> Any:
    return client.post("/sample/api/v1/notes", json=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


def data_of(answer: Any) -> Any:
    """The JSON that came back."""
    return answer.json


def count(rig: Rig) -> int:
    with rig.runtime.database.transaction() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Note)) or 0


def test_a_created_record_comes_back_with_its_version_and_states_a_fact(rig: Rig, sales: FlaskClient) -> None:
    answer = post(sales, {"site": "SZ", "text": "hello"})
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"v1"'
    assert data_of(answer)["number"].startswith(f"NT-SZ-{clock.now().year}-")
    assert rig.facts("kesu.note.written.v1") == [{"number": data_of(answer)["number"], "text": "hello"}]


class TestAccess:
    def test_without_sign_in_the_answer_is_401_and_says_how(self, rig: Rig) -> None:
        answer = rig.app.test_client().get("/sample/api/v1/notes")
        assert answer.status_code == 401
        assert answer.content_type == "application/problem+json"
        assert "WWW-Authenticate" in answer.headers

    def test_a_wrong_role_gets_403_that_names_the_roles_which_may(self, rig: Rig) -> None:
        answer = post(rig.program("warehouse@SZ"), {"site": "SZ", "text": "x"})
        assert answer.status_code == 403
        assert "Sales" in data_of(answer)["detail"]
        assert count(rig) == 0

    def test_a_role_at_another_site_does_not_help(self, rig: Rig) -> None:
        assert post(rig.program("sales@SH"), {"site": "SZ", "text": "x"}).status_code == 403
        assert count(rig) == 0

    def test_another_sites_record_is_not_there(self, rig: Rig, sales: FlaskClient) -> None:
        number = data_of(post(sales, {"site": "SZ", "text": "x"}))["number"]
        stranger = rig.program("sales@SH")
        assert stranger.get(f"/sample/api/v1/notes/{number}").status_code == 404
        assert data_of(stranger.get("/sample/api/v1/notes")) == []

    def test_a_role_everywhere_sees_every_site(self, rig: Rig, sales: FlaskClient) -> None:
        post(sales, {"site": "SZ", "text": "x"})
        assert len(data_of(rig.program("gm@*").get("/sample/api/v1/notes"))) == 1


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "status", "pointer"),
        [
            ("{broken", 400, None),
            (json.dumps({"site": "SZ"}), 422, "#/text"),
            (json.dumps({"site": 7, "text": ["x"]}), 422, "#/site"),
            (json.dumps({"site": "SZ", "text": "x", "colour": "red"}), 422, "#/colour"),
            (json.dumps({"site": "SZ", "text": "x", "weight": -1}), 422, "#/weight"),
            (json.dumps([1]), 422, "#"),
            (json.dumps({"site": "SZ", "text": "a\0b"}), 422, None),
        ],
    )
    def test_it_gets_a_problem_document_that_points_to_the_field(
        self, rig: Rig, sales: FlaskClient, body: str, status: int, pointer: str | None
    ) -> None:
        answer = sales.post("/sample/api/v1/notes", data=body, content_type="application/json")
        assert answer.status_code == status, answer.text
        assert answer.content_type == "application/problem+json"
        assert data_of(answer)["trace_id"] == answer.headers["X-Trace-Id"]
        if pointer:
            assert pointer in [entry["pointer"] for entry in data_of(answer)["errors"]]
        assert count(rig) == 0
        assert rig.facts() == []

    def test_a_body_that_is_too_large_is_refused_with_the_limit(self, rig: Rig, sales: FlaskClient) -> None:
        answer = sales.post("/sample/api/v1/notes", data=b'{"text":"' + b"x" * 20_000_000 + b'"}', content_type="application/json")
        assert answer.status_code == 413
        assert answer.content_type == "application/problem+json"
        assert "2 MB" in data_of(answer)["detail"]

    def test_another_content_type_is_refused(self, rig: Rig, sales: FlaskClient) -> None:
        answer = sales.post("/sample/api/v1/notes", data="<note/>", content_type="application/xml")
        assert answer.status_code in {415, 422}
        assert count(rig) == 0

    def test_messages_come_in_the_callers_language(self, rig: Rig) -> None:
        answer = post(rig.program("sales@SZ", language="zh"), {"site": "SZ"})
        assert any("一" <= character <= "鿿" for character in data_of(answer)["errors"][0]["detail"])

    def test_an_unknown_address_and_method_are_problems_too(self, sales: FlaskClient) -> None:
        assert sales.get("/sample/api/v1/nothing").content_type == "application/problem+json"
        answer = sales.delete("/sample/api/v1/notes")
        assert answer.status_code == 405
        assert "POST" in answer.headers["Allow"]


class TestTransaction:
    def test_a_defect_leaves_nothing_behind_and_tells_no_secret(self, rig: Rig) -> None:
        rig.app.config["PROPAGATE_EXCEPTIONS"] = False
        answer = rig.program("sales@SZ").get("/sample/broken")
        assert answer.status_code == 500
        assert "RuntimeError" not in answer.text
        assert count(rig) == 0
        assert rig.facts() == []

    def test_of_two_who_change_the_same_version_one_wins_and_one_is_told(self, rig: Rig, sales: FlaskClient) -> None:
        number = data_of(post(sales, {"site": "SZ", "text": "x"}))["number"]
        barrier = threading.Barrier(2)
        statuses: list[int] = []

        def press() -> None:
            client = rig.program("sales@SZ")
            barrier.wait()
            statuses.append(client.post(f"/sample/api/v1/notes/{number}/close").status_code)

        threads = [threading.Thread(target=press) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) in ([200, 409], [200, 412])
        assert rig.fact_types().count("kesu.note.closed.v1") == 1

    def test_a_stale_version_is_refused_with_words(self, rig: Rig, sales: FlaskClient) -> None:
        number = data_of(post(sales, {"site": "SZ", "text": "x"}))["number"]
        answer = sales.post(f"/sample/api/v1/notes/{number}/close", headers={"If-Match": '"v7"'})
        assert answer.status_code == 412
        assert "changed" in data_of(answer)["detail"]

    @pytest.mark.parametrize("given", ["v1", "1", '"1"', "nonsense, v1"])
    def test_a_tag_that_is_none_is_told_with_the_present_one(self, sales: FlaskClient, given: str) -> None:
        number = data_of(post(sales, {"site": "SZ", "text": "x"}))["number"]
        answer = sales.post(f"/sample/api/v1/notes/{number}/close", headers={"If-Match": given, "Accept-Language": "en"})
        assert answer.status_code == 412
        for words in ("If-Match", '"v1"', given):
            assert words in data_of(answer)["detail"]

    @pytest.mark.parametrize("given", ['W/"v1"', '"v9", "v1"', "*"])
    def test_one_of_several_tags_will_do_and_one_that_a_proxy_has_weakened(self, sales: FlaskClient, given: str) -> None:
        number = data_of(post(sales, {"site": "SZ", "text": "x"}))["number"]
        assert sales.post(f"/sample/api/v1/notes/{number}/close", headers={"If-Match": given}).status_code == 200

    def test_a_command_out_of_turn_names_what_is_allowed(self, sales: FlaskClient) -> None:
        number = data_of(post(sales, {"site": "SZ", "text": "x"}))["number"]
        assert sales.post(f"/sample/api/v1/notes/{number}/close").status_code == 200
        answer = sales.post(f"/sample/api/v1/notes/{number}/close")
        assert answer.status_code == 409
        assert data_of(answer)["type"].endswith("/already-done")


class TestIdempotency:
    def test_the_same_request_again_gets_the_first_answer_and_no_second_effect(self, rig: Rig, sales: FlaskClient) -> None:
        first = post(sales, {"site": "SZ", "text": "x"}, Idempotency_Key="k1")
        again = post(sales, {"site": "SZ", "text": "x"}, Idempotency_Key="k1")
        assert (again.status_code, data_of(again), again.headers["ETag"]) == (201, data_of(first), first.headers["ETag"])
        assert again.headers["Idempotent-Replay"] == "true"
        assert count(rig) == 1

    def test_another_body_under_the_same_key_is_refused(self, rig: Rig, sales: FlaskClient) -> None:
        post(sales, {"site": "SZ", "text": "x"}, Idempotency_Key="k1")
        assert post(sales, {"site": "SZ", "text": "y"}, Idempotency_Key="k1").status_code == 422
        assert count(rig) == 1

    def test_a_refused_request_does_not_use_up_its_key(self, rig: Rig, sales: FlaskClient) -> None:
        assert post(sales, {"site": "SZ"}, Idempotency_Key="k1").status_code == 422
        assert post(sales, {"site": "SZ", "text": "x"}, Idempotency_Key="k1").status_code == 201

    def test_ten_at_once_have_one_effect(self, rig: Rig) -> None:
        barrier = threading.Barrier(10)
        statuses: list[int] = []

        def press() -> None:
            client = rig.program("sales@SZ")
            barrier.wait()
            statuses.append(post(client, {"site": "SZ", "text": "x"}, Idempotency_Key="k1").status_code)

        threads = [threading.Thread(target=press) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(statuses) <= {201, 409}
        assert 201 in statuses
        assert count(rig) == 1


class TestForgery:
    def test_a_form_without_the_token_is_refused_and_writes_nothing(self, rig: Rig) -> None:
        answer = rig.browser("sales@SZ").post("/sample/notes/", data={"text": "x"})
        assert answer.status_code == 400
        assert count(rig) == 0

    def test_a_cookie_alone_does_not_carry_an_api_write(self, rig: Rig) -> None:
        answer = rig.browser("sales@SZ").post("/sample/api/v1/notes", json={"site": "SZ", "text": "x"})
        assert answer.status_code == 400
        assert count(rig) == 0

    def test_every_answer_carries_the_headers_that_keep_browsers_safe(self, rig: Rig) -> None:
        headers = rig.app.test_client().get("/sample/livez").headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


class TestPaging:
    def test_following_the_links_meets_every_record_once(self, rig: Rig, sales: FlaskClient) -> None:
        with rig.runtime.database.transaction() as session:
            for i in range(23):
                note = write_note(session, Actor.service("sample"), site="SZ", text=str(i))
                note.created_at = clock.now() - timedelta(seconds=i // 3)  # ties on purpose
        seen: list[str] = []
        url: str | None = "/sample/api/v1/notes?limit=5"
        while url:
            answer = sales.get(url)
            seen += [note["text"] for note in data_of(answer)]
            link = answer.headers.get("Link")
            url = link[link.index("<") + 1 : link.index(">")].removeprefix("http://localhost") if link else None
        assert sorted(seen, key=int) == [str(i) for i in range(23)]

    @pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=WzFd", "sort=colour", "limit=0", "limit=201", "limit=x"])
    def test_a_damaged_page_address_is_refused_with_words(self, sales: FlaskClient, query: str) -> None:
        answer = sales.get(f"/sample/api/v1/notes?{query}")
        assert answer.status_code == 422
        assert data_of(answer)["errors"]


class TestHealth:
    def test_a_draining_process_is_alive_but_not_ready(self, rig: Rig) -> None:
        client = rig.app.test_client()
        assert client.get("/readyz").status_code == 200
        rig.runtime.draining = True
        assert client.get("/livez").status_code == 200
        assert data_of(client.get("/readyz?verbose")) == {"ready": False, "draining": "yes", "database": "ok"}

    def test_metrics_count_requests_by_route_template_not_by_number(self, rig: Rig, sales: FlaskClient) -> None:
        number = data_of(post(sales, {"site": "SZ", "text": "x"}))["number"]
        sales.get(f"/sample/api/v1/notes/{number}")
        text = sales.get("/metrics").text
        assert 'kesu_http_requests_total{method="GET",route="/api/v1/notes/<number>",status="200"} 1.0' in text
        assert number not in text


def test_an_endpoint_that_names_no_action_stops_the_app_from_starting(rig: Rig) -> None:
    from dataclasses import replace

    from flask import Blueprint

    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/open", view_func=lambda: "open to all", endpoint="open")
    with pytest.raises(RuntimeError, match=r"careless\.open"):
        Rig(replace(service, pages=[careless]), rig.runtime.settings.database_url, rig.runtime.settings.files_dir)


def test_the_database_itself_refuses_to_change_the_journal(rig: Rig, sales: FlaskClient) -> None:
    post(sales, {"site": "SZ", "text": "x"})
    for statement in ("UPDATE journal SET data = '{}'", "DELETE FROM journal"):
        with pytest.raises(sa.exc.DatabaseError, match="only ever added to"), rig.runtime.database.transaction() as session:
            session.execute(sa.text(statement))

"""The layout, the error pages, the answers to htmx, the files that are served."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pages_demo as demo
import pytest
from flask.testing import FlaskClient

from kesu_common.web.pages import STATIC

TEMPLATES = STATIC.parent / "templates"


@pytest.fixture
def client() -> FlaskClient:
    app = demo.make_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def test_the_navigation_shows_only_what_one_may_do(client: FlaskClient) -> None:
    page = client.get("/complaints?lang=en").text
    assert 'href="/complaints" aria-current="page"' in page
    assert 'href="/x"' not in page
    assert "李娜" in page


def test_nobody_signed_in_gets_a_way_to_sign_in_and_back() -> None:
    page = demo.make_app(None).test_client().get("/complaints?lang=en").text
    assert "/desk/sign-in?next=/complaints" in page
    assert "kesu-renew" not in page


@pytest.mark.parametrize("path", ["/complaints", "/complaints/new", "/complaints/KS-SZ-2026-000123", "/print", "/sign-in", "/error/412"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_has_inline_code_or_styles(client: FlaskClient, path: str, language: str) -> None:
    page = client.get(f"{path}?lang={language}").text
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|javascript:|hx-on", page)
    assert f'<html lang="{language}"' in page or path == "/print"


def test_htmx_gets_only_the_part_that_it_asks_for(client: FlaskClient) -> None:
    part = client.get("/complaints?fragment=1&lang=en", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert 'id="list"' in part.text
    assert "HX-Request" in part.headers["Vary"]
    whole = client.get("/complaints?fragment=1", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert "<html" in whole.text


def test_after_a_post_the_browser_goes_on_and_htmx_too(client: FlaskClient) -> None:
    form = {"customer": "x", "received_at": "2026-11-23T09:30", "channel": "phone", "severity": "minor", "quantity": "1", "text": "12345"}
    assert client.post("/complaints/new", data=form).status_code == 303
    assert client.post("/complaints/new", data=form, headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/complaints"


def test_a_refused_form_is_kept_and_never_sent_again_blindly(client: FlaskClient) -> None:
    sent = {
        "data": {"customer": "广州宏达", "version": "3", "password": "geheim"},
        "headers": {"Referer": "http://localhost/complaints/new"},
    }
    stale = client.post("/error/412?lang=en", **sent).text
    assert "广州宏达" in stale
    assert "geheim" not in stale
    assert "Send again" not in stale
    assert 'href="http://localhost/complaints/new" data-refill' in stale
    conflict = client.post("/error/409?lang=en", **sent).text
    assert "typed is kept below" in conflict
    button = client.post("/error/409?lang=en", headers=sent["headers"]).text
    assert "typed is kept below" not in button, "a button without a form has nothing typed"
    assert "Send again" in conflict
    assert 'name="version" value="3"' in conflict


def test_a_form_from_elsewhere_is_not_offered_for_sending(client: FlaskClient) -> None:
    page = client.post("/error/409?lang=en", data={"customer": "evil"}, headers={"Referer": "https://evil.example/"}).text
    assert "evil" not in page


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500, 503, 418, 502])
def test_every_refusal_has_words_a_way_on_and_a_number(client: FlaskClient, status: int) -> None:
    page = client.get(f"/error/{status}?lang=zh").text
    assert "我的工作台" in page
    assert re.search(r"<code>[0-9a-f]{32}</code>", page)


def test_shared_files_may_be_kept_for_a_year_under_their_digest(client: FlaskClient) -> None:
    href = re.search(r'href="([^"]+kesu\.css[^"]+)"', client.get("/complaints").text)
    assert href
    answer = client.get(href[1])
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_files_of_others_are_as_they_were_published() -> None:
    listed = dict(re.findall(r"^\| ([\w.]+) \|.*`([0-9a-f]{64})`", (STATIC / "vendor" / "VENDORED.md").read_text("utf-8"), re.MULTILINE))
    found = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in (STATIC / "vendor").iterdir() if f.suffix != ".md"}
    assert listed == found


def test_every_macro_is_shown_by_the_demo() -> None:
    macros = {name for file in (TEMPLATES / "kesu" / "macros").iterdir() for name in re.findall(r"{% macro (\w+)", file.read_text("utf-8"))}
    shared = "".join(f.read_text("utf-8") for f in TEMPLATES.rglob("*.html"))
    shown = "".join(f.read_text("utf-8") for f in (Path(__file__).parent / "templates").rglob("*.html"))
    assert {m for m in macros if f"ui.{m}(" not in shown and not re.search(rf"(?<!macro ){m}\(", shared)} == set()


def test_facts_on_paper_fill_whole_rows(client: FlaskClient) -> None:
    """WeasyPrint lays out tables, not grids on rows: every row has exactly four columns."""
    page = client.get("/print?pdf=1&paper=en").text
    table = page[page.index('<table class="facts">') : page.index("</table>")]
    for row in table.split("<tr>")[1:]:
        assert row.count("<th") + row.count("<td") + (2 if "colspan" in row else 0) == 4
    assert "kesu-print.css" in page
    assert "<script" not in page

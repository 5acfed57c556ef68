"""A posted form becomes what the API's schema takes; a wrong one keeps everything that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pages_demo as demo
import pytest
from flask import Flask, request

from kesu_common.errors import Conflict, Forbidden, Invalid
from kesu_common.people.actors import ANONYMOUS, Action
from kesu_common.web.forms import FormInvalid, FormState, form_version, load_form

GOOD = {
    "customer": " 广州宏达 ",
    "received_at": "2026-11-23T09:30",
    "channel": "phone",
    "severity": "minor",
    "quantity": "１,２４０",
    "email": "",
    "text": "轴承发热",
    "csrf_token": "t",
    "version": "3",
    "idempotency_key": "k",
}


@pytest.fixture(scope="module")
def app() -> Flask:
    return demo.make_app()


@pytest.fixture
def post(app: Flask) -> Iterator[Any]:
    contexts = []

    def posted(**changes: Any) -> None:
        context = app.test_request_context("/?lang=zh", method="POST", data={**GOOD, "text": "轴承发热严重", **changes})
        context.push()
        contexts.append(context)

    yield posted
    for context in reversed(contexts):
        context.pop()


def test_text_is_stripped_wide_digits_are_numbers_and_local_time_gets_its_zone(post: Any) -> None:
    post(**{"lines-0-lot": "L1", "lines-0-quantity": "2", "lines-1-lot": "", "lines-1-quantity": "", "departments": ["quality", "rnd"]})
    loaded = load_form(demo.ComplaintIn(), request)
    assert loaded["customer"] == "广州宏达"
    assert loaded["quantity"] == Decimal(1240)
    assert loaded["received_at"].astimezone(UTC) == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert loaded["lines"] == [{"lot": "L1", "quantity": Decimal(2)}], "an empty row is no row"
    assert loaded["departments"] == ["quality", "rnd"]
    assert loaded["email"] is None, "emptied, where the schema allows null"
    assert "reply_wanted" not in loaded
    assert form_version(request) == 3


def test_a_comma_that_parts_no_thousands_is_refused(post: Any) -> None:
    post(quantity="12,5")
    with pytest.raises(FormInvalid) as refused:
        load_form(demo.ComplaintIn(), request)
    assert list(refused.value.state.errors) == ["quantity"]


def test_an_unticked_box_that_was_shown_is_no(post: Any) -> None:
    post(**{"reply_wanted-shown": "1"})
    assert load_form(demo.ComplaintIn(), request)["reply_wanted"] is False


def test_a_wrong_form_keeps_what_was_typed_and_says_what_is_wrong_in_the_readers_language(post: Any) -> None:
    post(
        quantity="0", channel="pigeon", customer="", **{"lines-0-lot": "L1", "lines-2-lot": "L3", "lines-2-quantity": "x", "surprise": "1"}
    )
    with pytest.raises(FormInvalid) as caught:
        load_form(demo.ComplaintIn(), request)
    form = caught.value.state
    assert form.of_field("quantity") == ["不能小于 1。"]
    assert form.of_field("customer") == ["此项必填。"]
    assert form.of_field("surprise") == ["未知的字段。"]
    assert form.of_field("lines-0-quantity") == ["此项必填。"]
    assert form.value("channel") == "pigeon"
    assert form.value("lines-2-lot") == "L3"
    assert list(form.rows("lines")) == [0, 1, 2]


def test_a_domain_error_is_shown_in_the_form_too(post: Any) -> None:
    post()
    assert FormState.refused(request, Conflict("%(time)s left", time="1")).of_field("") == ["还剩 1"]
    assert FormState.refused(request, Invalid("Unknown field.", field="lot")).of_field("lot") == ["未知的字段。"]
    with pytest.raises(ZeroDivisionError):
        FormState.refused(request, ZeroDivisionError())


def test_a_refusal_names_roles_in_the_reader_s_words(post: Any) -> None:
    post()
    with pytest.raises(Forbidden) as refused:
        ANONYMOUS.require(Action("capa.open", {"quality", "gm"}), "SZ")
    (words,) = FormState.refused(request, refused.value).of_field("")
    assert words.endswith("可申请的角色：总经理, 品质部。")


def test_a_password_is_never_sent_back(post: Any) -> None:
    post(password="geheim")
    assert "password" not in FormState.typed(request).values


def test_a_record_fills_the_form(app: Flask) -> None:
    record = SimpleNamespace(
        name="x", at=datetime(2026, 11, 23, 1, 30, tzinfo=UTC), lines=[SimpleNamespace(lot="L1")], weight=Decimal("1E+3"), version=7
    )
    with app.test_request_context("/"):
        form = FormState.of(record, "name", "at", "lines", "weight")
        assert (form.value("at"), form.value("lines-0-lot"), form.value("weight"), form.version) == ("2026-11-23T09:30", "L1", "1000", 7)
        assert form.value("absent", default="d") == "d"


def test_the_page_comes_back_with_422_the_values_and_the_messages() -> None:
    app = demo.make_app()
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/complaints/new?lang=en", data={**GOOD, "quantity": "0", "text": '<b>"x"'})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Must be greater than or equal to 1." in answer.text
    assert "&lt;b&gt;" in answer.text, "what was typed is shown, not run"
    assert "轴承发热" not in answer.text

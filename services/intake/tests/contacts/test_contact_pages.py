"""The pages of contacts, in Chinese and English."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of, posted
from kesu_intake.contacts.form import inputs_of
from kesu_intake.contacts.model import DETAILS, KINDS
from kesu_intake.contacts.operations import OPERATIONS

LANGUAGES = ("zh", "en")


def recorded(shop: Any, **changes: Any) -> str:
    """The number of a training that sales has written down."""
    body = {"customer_code": "C001", "kind": "training", "topic": "Seals", "channel": "email", "text": "Please train us.", **changes}
    return str(posted(shop.program("sales@SZ"), "/intake/api/v1/contacts", body, 201)["number"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_list_says_what_to_do(intake: Any, language: str) -> None:
    page = intake.browser("sales@SZ", language=language).get("/intake/contacts/").text
    assert {"zh": "还没有客户联系", "en": "No contact yet"}[language] in page


@pytest.mark.clause("4.1.1")
def test_every_kind_shows_its_own_fields_and_no_others(shop: Any) -> None:
    browser = shop.browser("sales@SZ", language="en")
    assert all(f"kind={kind}" in browser.get("/intake/contacts/new").text for kind in KINDS)
    for kind in KINDS:
        page = browser.get(f"/intake/contacts/new?kind={kind}&customer=C001").text
        own = {field.name for field, _ in inputs_of(kind)}
        assert {name for name in DETAILS if f'name="{name}"' in page} == own, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_is_recorded_on_the_page_and_a_refused_form_keeps_what_was_typed(shop: Any, language: str) -> None:
    browser = shop.browser("sales@SZ", language=language)
    path = "/intake/contacts/new?kind=order"
    data = {"csrf_token": csrf_of(browser.get(path).text), "kind": "order", "customer_code": "C001", "channel": "email"}
    refused = browser.post(path, data={**data, "text": "Earlier, please.", "quantity": "１２"})
    assert refused.status_code == 422
    assert "Earlier, please." in refused.text
    answer = browser.post(path, data={**data, "text": "Earlier, please.", "reference": "PO-4711", "reply_wanted": "true"})
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.headers["Location"]).text
    assert "PO-4711" in page
    assert "Earlier, please." in browser.get("/intake/contacts/?q=PO-4711").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operation", [o.path for o in OPERATIONS.all if o.has_form])
def test_every_operation_has_its_form(shop: Any, operation: str, language: str) -> None:
    number = recorded(shop)
    page = shop.browser("sales@SZ", "rnd@SZ", language=language).get(f"/intake/contacts/{number}/{operation}")
    assert page.status_code == 200
    assert 'name="csrf_token"' in page.text


@pytest.mark.clause("4.1.2-b")
def test_the_gate_holds_on_the_page_too(shop: Any) -> None:
    number = recorded(shop, kind="inquiry", topic=None)
    client = shop.program("sales@SZ")
    posted(client, f"/intake/api/v1/contacts/{number}/analyse", {"analysis": "x"}, 200)
    posted(client, f"/intake/api/v1/contacts/{number}/handle", {"outcome": "y"}, 200)
    browser = shop.browser("sales@SZ", language="en")
    page = browser.get(f"/intake/contacts/{number}").text
    assert f"/intake/contacts/{number}/close" not in page
    answer = browser.post(f"/intake/contacts/{number}/close", data={"csrf_token": csrf_of(page)})
    assert answer.status_code == 409
    assert "log the reply" in answer.text


def test_a_department_is_asked_on_the_page_with_the_customers_words(shop: Any) -> None:
    number = recorded(shop)
    browser = shop.browser("sales@SZ", language="en")
    path = f"/intake/contacts/{number}/ask"
    page = browser.get(path).text
    assert "Please train us.</textarea>" in page
    form = {"csrf_token": csrf_of(page), "departments-0-department": "rnd", "departments-0-question": "Who can go?"}
    assert browser.post(path, data=form).status_code == 303
    shown = browser.get(f"/intake/contacts/{number}").text
    assert "Who can go?" in shown
    assert f"/intake/contacts/{number}/answer" in shop.browser("rnd@SZ").get(f"/intake/contacts/{number}").text
    assert f"/intake/contacts/{number}/answer" not in shop.browser("production@SZ").get(f"/intake/contacts/{number}").text

"""Every page of intake, in Chinese and English: rendered, kept input, buttons only for those who may."""

from __future__ import annotations

import io
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of, words_of

LANGUAGES = ("zh", "en")
FORMS = {
    "acknowledge": "registered",
    "amend": "registered",
    "translate": "registered",
    "dispatch": "registered",
    "answer": "dispatched",
    "settle": "answered",
    "reply": "settled",
    "confirm": "replied",
    "dispute": "replied",
    "reopen": "closed",
    "withdraw": "registered",
    "exchanges": "registered",
    "escalate": "registered",
    "follow-up": "registered",
    "goodwill": "answered",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_say_what_to_do_when_they_are_empty(intake: Any, language: str) -> None:
    sales = intake.browser("sales@SZ", language=language)
    for path, words in (
        ("/intake/complaints/", {"zh": "还没有客诉", "en": "No complaint yet"}),
        ("/intake/customers/", {"zh": "还没有客户", "en": "No customer yet"}),
    ):
        page = sales.get(path)
        assert page.status_code == 200
        assert words[language] in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complaint_shows_where_it_stands_and_what_can_be_done_now(shop: Any, language: str) -> None:
    number = shop.answered()
    page = shop.browser("sales@SZ", language=language).get(f"/intake/complaints/{number}").text
    assert {"zh": "商定处理", "en": "Settle"}[language] in page
    assert {"zh": "轴封硬度不足", "en": "轴封硬度不足"}[language] in page
    assert f"/intake/complaints/{number}/settle" in page
    assert f"/intake/complaints/{number}/close" not in page
    assert (
        f"/intake/complaints/{number}/settle"
        not in shop.browser("warehouse@SZ", language=language).get(f"/intake/complaints/{number}").text
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operation", FORMS)
def test_every_operation_has_its_form(shop: Any, operation: str, language: str) -> None:
    number = shop.complaint(text="Seal leaks, 12 pcs.") if operation == "translate" else shop.complaint()
    browser = shop.browser("sales@SZ", "rnd@SZ", "lead@SZ", language=language)
    page = browser.get(f"/intake/complaints/{number}/{operation}")
    assert page.status_code == 200
    assert 'name="csrf_token"' in page.text
    assert "%(" not in words_of(page.text)


@pytest.mark.parametrize(("came", "proposed"), [("email", "email"), ("letter", "letter"), ("survey", "phone")])
def test_an_agreement_is_proposed_on_the_way_that_the_customer_came(shop: Any, came: str, proposed: str) -> None:
    number = shop.complaint(channel=came)
    page = shop.browser("sales@SZ").get(f"/intake/complaints/{number}/settle").text
    assert f'<option value="{proposed}" selected' in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.clause("6-a")
def test_the_complaint_form_prints_in_the_language_of_the_paper(shop: Any, language: str) -> None:
    number = shop.replied()
    page = shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}/print", query_string={"paper": language})
    assert page.status_code == 200
    assert {"zh": "客诉处理单", "en": "Complaint form"}[language] in page.text
    assert number in page.text


@pytest.mark.clause("6-a")
def test_the_complaint_form_is_also_a_pdf(shop: Any) -> None:
    answer = shop.browser("sales@SZ").get(f"/intake/complaints/{shop.complaint()}/form.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


def test_a_complaint_is_registered_on_the_page_with_its_original(shop: Any) -> None:
    browser = shop.browser("sales@SZ", language="en")
    token = csrf_of(browser.get("/intake/complaints/new").text)
    form = {
        "csrf_token": token,
        "customer_code": "C001",
        "channel": "letter",
        "text": "The seal leaks.",
        "quantity": "１２",
        "reply_wanted-shown": "1",
        "files": (io.BytesIO(b"Dear sirs, the seal leaks."), "letter.txt"),
    }
    answer = browser.post("/intake/complaints/new", data=form, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.headers["Location"]).text
    assert "letter.txt" in page
    assert "is registered" in page


@pytest.mark.clause("4.1.3.5-b")
def test_a_refused_form_keeps_what_was_typed_and_says_what_is_missing(shop: Any) -> None:
    browser = shop.browser("sales@SZ", language="en")
    token = csrf_of(browser.get("/intake/complaints/new").text)
    answer = browser.post(
        "/intake/complaints/new", data={"csrf_token": token, "customer_code": "C001", "channel": "phone", "text": "It leaks."}
    )
    assert answer.status_code == 422
    assert "It leaks." in answer.text
    assert "needs the caller" in answer.text


def test_departments_are_asked_on_the_page_by_ticking_them(shop: Any) -> None:
    number = shop.complaint()
    browser = shop.browser("sales@SZ", language="en")
    path = f"/intake/complaints/{number}/dispatch"
    token = csrf_of(browser.get(path).text)
    form = {"csrf_token": token, "departments-1-department": "rnd", "departments-1-question": "Which seal?", "departments-0-question": ""}
    assert browser.post(path, data=form).status_code == 303
    assert [d["department"] for d in shop.get(number)["dispatches"]] == ["rnd"]


def test_a_page_that_was_opened_before_somebody_elses_change_is_refused(shop: Any) -> None:
    number = shop.complaint()
    browser = shop.browser("sales@SZ", language="en")
    path = f"/intake/complaints/{number}/withdraw"
    form = browser.get(path).text
    shop.do(number, "acknowledge", person="Ms Petersen", content="We have it.")
    data = {"csrf_token": csrf_of(form), "version": "1", "reason": "Entered twice."}
    answer = browser.post(path, data=data, headers={"Referer": f"http://localhost{path}"})
    assert answer.status_code == 412
    assert "Somebody else changed this" in answer.text
    assert "Entered twice." in answer.text
    assert shop.get(number)["state"] == "registered"


def test_a_form_without_its_token_writes_nothing(shop: Any) -> None:
    number = shop.complaint()
    answer = shop.browser("sales@SZ").post(f"/intake/complaints/{number}/withdraw", data={"reason": "x"})
    assert answer.status_code == 400
    assert shop.get(number)["state"] == "registered"


@pytest.mark.parametrize("language", LANGUAGES)
def test_customers_are_entered_changed_and_shown(intake: Any, language: str) -> None:
    browser = intake.browser("sales@SZ", language=language)
    token = csrf_of(browser.get("/intake/customers/new").text)
    data = {
        "csrf_token": token,
        "code": "C002",
        "site": "SZ",
        "name": "Rotterdam Valves",
        "tier": "A",
        "tier_reason": "main customer",
        "language": "en",
        "contacts-0-name": "Mr Bakker",
    }
    assert browser.post("/intake/customers/new", data=data).status_code == 303
    page = browser.get("/intake/customers/C002").text
    assert "Mr Bakker" in page
    edit = browser.get("/intake/customers/C002/edit").text
    change = {"csrf_token": csrf_of(edit), "version": "1", "name": "Rotterdam Valves BV", "language": "en", "tier": "B"}
    assert browser.post("/intake/customers/C002/edit", data=change).status_code == 422  # a new tier wants its reason
    assert browser.post("/intake/customers/C002/edit", data={**change, "tier_reason": "fewer orders"}).status_code == 303
    assert "Rotterdam Valves BV" in browser.get("/intake/customers/").text

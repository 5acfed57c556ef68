"""The customer's signed link: the only page of intake that needs no sign-in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from kesu_common.testing.rig import csrf_of


def link_of(shop: Any, number: str) -> str:
    """The path of the link that sales gives to the customer."""
    answer = shop.program("sales@SZ").get(f"/intake/api/v1/complaints/{number}/confirmation-link")
    assert answer.status_code == 200, answer.text
    return str(urlsplit(answer.json["link"]).path)


def send(shop: Any, path: str, **form: str) -> Any:
    """The customer presses a button on the page behind the link."""
    customer = shop.browser(language="en")
    page = customer.get(path)
    assert page.status_code == 200, page.text
    token = csrf_of(page.text) if 'name="answer"' in page.text else ""
    return customer.post(path, data={"csrf_token": token or csrf_of_any(customer), **form})


def csrf_of_any(customer: Any) -> str:
    """A token from the meta element, for pages without a form."""
    text = customer.get("/intake/complaints/").text
    marker = 'name="csrf-token" content="'
    start = text.index(marker) + len(marker)
    return str(text[start : text.index('"', start)])


@pytest.mark.clause("4.1.3.1-c")
def test_a_customer_confirms_over_the_link(shop: Any) -> None:
    number = shop.replied()
    answer = send(shop, link_of(shop, number), answer="confirm", who="Ms Petersen")
    assert answer.status_code == 200
    assert "Thank you" in answer.text
    complaint = shop.get(number)
    assert (complaint["state"], complaint["confirmed_how"]) == ("confirmed", "link")
    assert complaint["confirmations"][0]["who"] == "Ms Petersen"
    assert shop.facts("kesu.complaint.confirmed.v1")[0]["how"] == "link"


@pytest.mark.clause("4.1.3.1-c")
def test_a_customer_who_disagrees_sends_it_back_to_analysis(shop: Any) -> None:
    number = shop.replied()
    path = link_of(shop, number)
    assert send(shop, path, answer="dispute", who="Ms Petersen").status_code == 422  # without words nobody knows what is missing
    assert send(shop, path, answer="dispute", who="Ms Petersen", words="Still leaking.").status_code == 200
    complaint = shop.get(number)
    assert (complaint["state"], complaint["round"]) == ("dispatched", 2)
    assert shop.facts("kesu.complaint.disputed.v1")[0]["reason"] == "Still leaking."
    assert ("complaint.dispatch", "sales") in shop.open_tasks(number)


def test_a_link_works_once_and_not_for_another_round(shop: Any) -> None:
    number = shop.replied()
    path = link_of(shop, number)
    send(shop, path, answer="dispute", who="Ms Petersen", words="Still leaking.")
    shop.dispatch(number)
    shop.verdict(number, fact="verdict.revised")
    shop.do(number, "settle", kind="answer", terms="New seal.", agreed_with="Ms Petersen")
    shop.do(number, "reply", channel="email", to="Ms Petersen", text="Second reply.")
    page = shop.browser(language="en").get(path)
    assert "nothing to confirm" in page.text
    assert shop.get(number)["state"] == "replied"
    assert send(shop, link_of(shop, number), answer="confirm", who="Ms Petersen").status_code == 200
    assert shop.get(number)["state"] == "confirmed"


def test_a_changed_link_shows_nothing(shop: Any) -> None:
    path = link_of(shop, shop.replied())
    answer = shop.browser(language="en").get(path[:-3] + "abc")
    assert answer.status_code == 401
    assert "Hamburg" not in answer.text


def test_a_link_that_is_followed_before_the_reply_says_that_it_comes(shop: Any) -> None:
    page = shop.browser(language="en").get(link_of(shop, shop.answered()))
    assert page.status_code == 200
    assert "as soon as it is sent" in page.text
    assert "Our reply</" not in page.text

"""The complaint form: the customer from one field, severity explained while typing, nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of


def typed(shop: Any, **form: str) -> str:
    """What the page shows beside a form that is filled in so far."""
    browser = shop.browser("sales@SZ", language="en")
    token = csrf_of(browser.get("/intake/complaints/new").text)
    answer = browser.post("/intake/complaints/assess", data={"csrf_token": token, **form})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def send(shop: Any, **form: str) -> Any:
    """Send the form."""
    browser = shop.browser("sales@SZ", language="en")
    token = csrf_of(browser.get("/intake/complaints/new").text)
    return browser.post("/intake/complaints/new", data={"csrf_token": token, "channel": "email", "text": "密封漏水。", **form})


def test_customers_are_offered_by_code_and_by_name(shop: Any) -> None:
    shop.customer(code="C002", name="深圳水泵")
    browser = shop.browser("sales@SZ")
    for words, code in (("c00", "C001"), ("hamb", "C001"), ("水泵", "C002"), ("C002", "C002")):
        page = browser.get("/intake/complaints/customer-suggestions", query_string={"customer_code": words}).text
        assert f'value="{code}"' in page, words
    assert "option" not in browser.get("/intake/complaints/customer-suggestions", query_string={"customer_code": "100%"}).text
    elsewhere = shop.browser("sales@XM").get("/intake/complaints/customer-suggestions", query_string={"customer_code": "C00"})
    assert "option" not in elsewhere.text


@pytest.mark.parametrize("words", ["C001", "c001", "Hamburg Pumps GmbH", "hamburg"])
@pytest.mark.clause("4.1.3.1-a")
def test_code_or_name_names_the_customer(shop: Any, words: str) -> None:
    shop.customer(code="C002", name="Rotterdam Valves")
    answer = send(shop, customer_code=words)
    assert answer.status_code == 303, answer.text
    assert shop.get(answer.headers["Location"].rsplit("/", 1)[-1])["customer_code"] == "C001"


def test_words_that_mean_several_or_none_name_the_remedy_and_write_nothing(shop: Any) -> None:
    shop.customer(code="C002", name="Hamburg Valves")
    several = send(shop, customer_code="Hamburg")
    assert several.status_code == 422
    assert "C001 Hamburg Pumps GmbH, C002 Hamburg Valves" in several.text
    none = send(shop, customer_code="Nobody Ltd")
    assert none.status_code == 422
    assert "Enter the customer first" in none.text
    assert "密封漏水。" in none.text
    assert 'value="Nobody Ltd"' in none.text
    assert shop.program("sales@SZ").get("/intake/api/v1/complaints").json == []


@pytest.mark.clause("4.1.3.5")
def test_severity_is_explained_while_typing(shop: Any) -> None:
    assert "No rule makes it more severe" in typed(shop, text="It leaks.")
    page = typed(shop, customer_code="C001", channel="phone", text="The pump caught fire.", quantity="120", safety="true")
    for words in (
        "Critical",
        "People were hurt or in danger",
        "“caught fire”",
        "120, limit 100",
        "Hamburg Pumps GmbH",
        "caller, taker",
        "translated",
    ):
        assert words in page, words
    for half in ("", "1e", "NaN", "十二"):
        assert "limit" not in typed(shop, text="It leaks.", quantity=half)
    assert shop.fact_types().count("kesu.complaint.registered.v1") == 0


def test_the_rules_are_those_of_the_customers_site(shop: Any) -> None:
    shop.know_site(severity_rules={"words": {"major": ["drip"]}})
    assert "“drip”" in typed(shop, customer_code="C001", text="Drip, drip: drip.".lower())
    assert "“drip”" not in typed(shop, text="drip")


def test_the_further_circumstances_unfold_where_something_stands_in_them(shop: Any) -> None:
    folded = 'k-fold-card"><summary>'
    assert folded in shop.browser("sales@SZ", language="en").get("/intake/complaints/new").text
    assert folded not in send(shop, customer_code="Nobody Ltd", found_where="on the line").text


def test_an_assessment_is_for_those_who_may_register(shop: Any) -> None:
    assert shop.program("quality@SZ").post("/intake/complaints/assess", data={"text": "x"}).status_code == 403


def test_a_time_means_the_same_when_the_browser_tells_its_zone_only_later(shop: Any) -> None:
    browser = shop.browser("sales@SZ", language="en")
    page = browser.get("/intake/complaints/new").text
    shown = page.split('name="received_at"')[0].rsplit('value="', 1)[1].split('"')[0]
    browser.set_cookie("kesu_tz", "UTC", path="/")
    form = {"csrf_token": csrf_of(page), "customer_code": "C001", "channel": "email", "text": "密封漏水。", "received_at": shown}
    assert browser.post("/intake/complaints/new", data=form).status_code == 303

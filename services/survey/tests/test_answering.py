"""Customers answer: over the personal link without sign-in, on paper, in parts, twice, too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kesu_common import clock
from kesu_common.testing.rig import csrf_of

Survey = Any  # the class in conftest.py
GOOD: dict[str, Any] = {"product_quality": 5, "packaging": 5, "delivery": 5, "service": 5, "price": 5}


@pytest.mark.clause("4.2.1.4")
def test_the_link_is_shown_to_those_who_may_send_it_only(market: Survey) -> None:
    number = market.campaign()
    assert all(one["link"] for one in market.get(f"invitations?campaign={number}"))
    assert not any(one["link"] for one in market.get(f"invitations?campaign={number}", role="quality"))
    page = market.browser("quality@SZ").get(f"/survey/campaigns/{number}").text
    assert "/survey/answer/" not in page
    assert "/survey/answer/" in market.browser("sales@SZ").get(f"/survey/campaigns/{number}").text


def test_a_link_that_was_changed_or_is_over_opens_nothing(market: Survey) -> None:
    token = market.tokens(market.campaign())["C001"]
    anybody = market.app.test_client()
    changed = token[:-3] + ("aaa" if token[-3:] != "aaa" else "bbb")
    assert anybody.get(f"/survey/api/v1/answers/{changed}").status_code == 401
    market.answer("nonsense", GOOD, expect=401)
    told = market.browser().get(f"/survey/answer/{changed}?lang=en")
    assert told.status_code == 401
    assert "ask whoever sent it to you for a new one" in told.text
    assert "sign-in" not in told.text, "customers have no account"
    with time_machine.travel(clock.now() + timedelta(days=22), tick=True):
        market.answer(token, GOOD, expect=409)
        assert anybody.get(f"/survey/api/v1/answers/{token}").json["over"]
        assert "This survey is finished" in market.browser().get(f"/survey/answer/{token}?lang=en").text
    assert anybody.get(f"/survey/api/v1/answers/{token}").status_code == 200


@pytest.mark.clause("4.2.3.1")
def test_a_second_form_is_kept_as_a_duplicate_and_shows_the_first(market: Survey) -> None:
    number = market.campaign()
    token = market.tokens(number)["C002"]
    first = market.answer(token, GOOD)
    assert (first["state"], first["duplicate"]) == ("completed", False)
    second = market.answer(token, dict.fromkeys(GOOD, 1))
    assert second["duplicate"]
    assert {answer["score"] for answer in second["answers"]} == {5}
    assert market.item(number, "delivery")["mean"] == 5
    figures = market.get(f"campaigns/{number}/figures")
    assert (figures["response"]["hits"], figures["duplicates"]) == (1, 1)
    assert len(market.facts("kesu.answer.received.v1")) == len(market.facts("kesu.answer.repeated.v1")) == 1


@pytest.mark.clause("4.2.3.1")
def test_a_form_after_the_closing_is_marked_late_and_not_counted(market: Survey) -> None:
    number = market.campaign()
    tokens = market.tokens(number)
    market.answer(tokens["C002"], GOOD)
    market.post(f"campaigns/{number}/close")
    market.answer(tokens["C003"], dict.fromkeys(GOOD, 1))
    figures = market.get(f"campaigns/{number}/figures")
    assert (figures["response"]["hits"], figures["late"], market.item(number, "price")["mean"]) == (1, 1, 5)
    assert [form["late"] for form in market.get(f"campaigns/{number}/forms")] == [False, True]


@pytest.mark.clause("4.2.3.1")
def test_paper_and_link_are_one_count(market: Survey) -> None:
    number = market.campaign()
    invitations = {one["customer_code"]: one["number"] for one in market.get(f"invitations?campaign={number}")}
    market.answer(market.tokens(number)["C001"], GOOD)
    answers = [{"item": item, "score": 3} for item in GOOD]
    today = clock.now().date()
    future = (today + timedelta(days=3)).isoformat()
    market.post(f"invitations/{invitations['C002']}/key-in", {"answers": answers, "received_on": future}, expect=422)
    market.post(f"invitations/{invitations['C002']}/key-in", {"answers": answers}, role="quality", expect=403)
    keyed = market.post(f"invitations/{invitations['C002']}/key-in", {"answers": answers, "received_on": today.isoformat()})
    assert keyed["state"] == "keyed_in"
    figures = market.get(f"campaigns/{number}/figures")
    assert (figures["via"], figures["items"][0]["mean"]) == ({"link": 1, "paper": 1}, 4)


@pytest.mark.clause("4.2.1.5")
def test_no_opinion_is_kept_apart_and_is_an_answer(market: Survey) -> None:
    number = market.campaign()
    market.answer(market.tokens(number)["C002"], {**GOOD, "packaging": "no_opinion"})
    item = market.item(number, "packaging")
    assert (item["n"], item["no_opinion"], item["mean"], item["met"]) == (0, 1, None, None)


@pytest.mark.parametrize(
    ("scores", "pointer"),
    [
        ({**GOOD, "delivery": 6}, "#/answers/2/score"),
        ({**GOOD, "delivery": 0}, "#/answers/2/score"),
        ({**GOOD, "delivery": 3.5}, "#/answers/2/score"),
        ({**GOOD, "delivery": None}, "#/answers/2/score"),
        ({**GOOD, "weather": 3}, "#/answers/5/item"),
        ({**GOOD, "suggestions": 3}, "#/answers/5/score"),
        ({"delivery": 4}, "#/answers/1/score"),
    ],
)
def test_what_is_no_answer_is_refused_at_its_place_and_nothing_is_kept(market: Survey, scores: dict[str, Any], pointer: str) -> None:
    number = market.campaign()
    refused = market.answer(market.tokens(number)["C001"], scores, expect=422)
    assert pointer in [error["pointer"] for error in refused["errors"]]
    assert market.get(f"campaigns/{number}/forms") == []


@pytest.mark.clause("4.2.3.7")
def test_a_dissatisfied_key_customer_is_stated_and_another_is_not(market: Survey) -> None:
    number = market.campaign(sample_rule=[{"tier": "A", "share": 100}, {"tier": "B", "share": 100}])
    tokens = market.tokens(number)
    market.answer(tokens["C001"], {**GOOD, "service": 2})
    market.answer(tokens["C002"], {**GOOD, "service": 3})
    market.answer(tokens["C004"], {**GOOD, "service": 1})
    assert market.facts("kesu.customer.dissatisfied.v1") == [
        {
            "campaign": number,
            "customer_code": "C001",
            "tier": "A",
            "items": [{"item": "service", "item_zh": "服务", "item_en": "Service", "score": 2}],
        }
    ]


def test_what_was_typed_is_kept_until_it_is_sent(market: Survey) -> None:
    number = market.campaign()
    token = market.tokens(number)["C001"]
    market.answer(token, {"delivery": 4}, keep=True)
    assert market.get(f"invitations?campaign={number}&customer=C001")[0]["state"] == "partly"
    again = market.app.test_client().get(f"/survey/api/v1/answers/{token}").json
    assert again["kept"] == [{"item": "delivery", "score": 4, "choices": [], "text": None}]
    assert market.get(f"campaigns/{number}/figures")["response"]["hits"] == 0
    assert market.answer(token, GOOD)["kept"] == []


def test_who_declines_is_not_asked_any_more_but_a_paper_form_is_still_taken(market: Survey) -> None:
    number = market.campaign()
    token = market.tokens(number)["C001"]
    invitation = market.get(f"invitations?campaign={number}&customer=C001")[0]["number"]
    market.post(f"invitations/{invitation}/send", {"how": "email"})
    assert market.post(f"invitations/{invitation}/send", {"how": "phone"})["times_sent"] == 2
    market.post(f"invitations/{invitation}/decline", {"reason": "No time."})
    assert market.get(f"invitations/{invitation}")["link"] is None
    market.answer(token, GOOD, expect=409)
    market.post(f"invitations/{invitation}/key-in", {"answers": [{"item": item, "score": 3} for item in GOOD]})


@pytest.mark.clause("4.2.2.1")
@pytest.mark.parametrize(
    ("language", "word", "thanks"), [("zh", "交货期", "您的答卷已收到"), ("en", "Delivery", "your answers have arrived")]
)
def test_a_customer_answers_on_the_page_without_sign_in(market: Survey, language: str, word: str, thanks: str) -> None:
    number = market.campaign()
    path = f"/survey/answer/{market.tokens(number)['C001']}?lang={language}"
    browser = market.browser()
    page = browser.get(path)
    assert (page.status_code, word in page.text) == (200, True)
    form = {"csrf_token": csrf_of(page.text)}
    for n, item in enumerate([*GOOD, "suggestions"]):
        form[f"answers-{n}-item"] = item
    kept = browser.post(path, data={**form, "answers-0-score": "2", "keep": "true"})
    assert kept.status_code == 303
    assert 'value="2" checked' in browser.get(path).text
    refused = browser.post(path, data={**form, "answers-0-score": "4", "answers-5-text": "Thanks & bye"})
    assert refused.status_code == 422
    assert "Thanks &amp; bye" in refused.text
    assert 'value="4" checked' in refused.text
    complete = {f"answers-{n}-score": "no_opinion" if n == 4 else "5" for n in range(5)}
    assert thanks in browser.post(path, data={**form, **complete}, follow_redirects=True).text
    assert thanks in browser.post(path, data={**form, **complete}, follow_redirects=True).text, "a double click says the same"
    assert market.get(f"campaigns/{number}/figures")["duplicates"] == 0
    assert len(market.facts("kesu.answer.received.v1")) == 1
    assert market.item(number, "price")["no_opinion"] == 1


def test_looking_is_stated_once(market: Survey) -> None:
    number = market.campaign()
    token = market.tokens(number)["C001"]
    for _ in range(3):
        market.app.test_client().get(f"/survey/api/v1/answers/{token}")
    assert len(market.facts("kesu.invitation.opened.v1")) == 1


def test_somebody_who_tries_links_is_slowed_down(market: Survey) -> None:
    anybody = market.app.test_client()
    seen = {anybody.get("/survey/api/v1/answers/guess", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code for _ in range(70)}
    assert seen == {401, 429}

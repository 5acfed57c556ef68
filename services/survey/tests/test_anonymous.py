"""An anonymous survey: nothing that is kept, stated or shown joins an answer to the customer, and small groups stay hidden."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text

from kesu_common import clock

Survey = Any  # the class in conftest.py
GOOD: dict[str, Any] = dict.fromkeys(("product_quality", "packaging", "delivery", "service", "price"), 5)
ALL = [{"tier": tier, "share": 100} for tier in "ABC"]


def anonymous(market: Survey, **start: Any) -> str:
    """A campaign of five customers, three of tier A and two of B, whose groups have at least three forms."""
    return str(market.campaign({"anonymous": True, "min_group": 3, **start}, sample_rule=ALL))


def rows(market: Survey, statement: str) -> list[dict[str, Any]]:
    """What stands in the database."""
    with market.runtime.database.transaction() as session:
        return [dict(row) for row in session.execute(text(statement)).mappings()]


def test_nothing_joins_an_answer_to_the_customer(market: Survey) -> None:
    number = anonymous(market)
    tokens = market.tokens(number)
    with time_machine.travel(clock.now() + timedelta(hours=3), tick=True):
        market.app.test_client().post(
            f"/survey/api/v1/answers/{tokens['C001']}/items", json={"answers": [{"item": "delivery", "score": 1, "text": "SECRET-C001"}]}
        )
        market.answer(tokens["C001"], {**GOOD, "delivery": 1}, "SECRET-C001", respondent="Ms Petersen")
        market.answer(tokens["C004"], GOOD, "SECRET-C004")
    forms = rows(market, "SELECT * FROM returned_form ORDER BY tier")
    assert [(form["invitation"], form["customer_code"], form["customer_name"], form["respondent"]) for form in forms] == [(None,) * 4] * 2
    assert [form["tier"] for form in forms] == ["-", "-"], "two customers of tier B would be told apart, also by who is not of tier A"
    assert [form["language"] for form in forms] == ["", ""], "only one customer is asked in Chinese"
    started = rows(market, "SELECT created_at FROM campaign")[0]["created_at"]
    assert {form["received_at"] for form in forms} == {started}, "no time tells who it was"
    assert {form["id"].version for form in forms} == {4}, "nor does the id"
    journal = json.dumps(market.facts()) + json.dumps(rows(market, "SELECT changes::text FROM journal"), default=str)
    assert "SECRET" not in journal
    assert "kesu.answer.received.v1" not in market.fact_types()
    assert market.fact_types().count("kesu.invitation.answered.v1") == 2
    assert "kesu.customer.dissatisfied.v1" not in market.fact_types()
    assert rows(market, "SELECT kept FROM invitation WHERE kept <> '[]'") == []
    again = market.app.test_client().get(f"/survey/api/v1/answers/{tokens['C001']}").json
    assert (again["state"], again["answers"]) == ("completed", [])
    assert "SECRET" not in market.browser().get(f"/survey/answer/{tokens['C001']}").text


@pytest.mark.clause("4.2.1.5")
def test_tier_and_language_are_kept_of_groups_that_are_large_enough_and_everybody_who_answered_is_counted(market: Survey) -> None:
    for code in ("C011", "C012", "C013"):
        market.customer(code, language="zh")  # tier A: three in English, three in Chinese
    number = anonymous(market)
    for token in market.tokens(number).values():
        market.answer(token, GOOD)
    forms = rows(market, "SELECT tier, language, count(*) AS n FROM returned_form GROUP BY 1, 2 ORDER BY 1, 2")
    told = [(form["tier"], form["language"], form["n"]) for form in forms]
    assert told == [("-", "en", 4), ("-", "zh", 4)], "two of tier B would be told apart by all others"
    report = market.get(f"reports/{number}")
    assert {tier: (one["hits"], one["n"]) for tier, one in report["response"].items()} == {"": (8, 8), "A": (6, 6), "B": (2, 2)}
    page = market.browser("sales@SZ", language="en").get(f"/survey/campaigns/{number}/report").text
    assert "Tier and language are told only of groups that are large enough." in page
    assert "By tier" not in page
    for code in ("C014", "C015", "C016"):
        market.customer(code, "B", language="zh")
    number = anonymous(market, min_group=3)
    for token in market.tokens(number).values():
        market.answer(token, GOOD)
    cut = market.get(f"reports/{number}")["slices"]
    assert {one["value"]: one["forms"] for one in cut["tier"]} == {"A": 6, "B": 5}
    assert {one["value"]: one["forms"] for one in cut["language"]} == {"zh": 3, "en": 3, "": 5}


def test_figures_of_too_few_forms_are_hidden_and_no_target_is_judged_by_them(market: Survey) -> None:
    number = anonymous(market)
    tokens = market.tokens(number)
    for code in ("C001", "C002"):
        market.answer(tokens[code], {**GOOD, "delivery": 1}, "Please hurry")
    assert market.item(number, "delivery")["n"] == 0
    assert market.get(f"campaigns/{number}/forms") == []
    assert market.get(f"campaigns/{number}/figures")["suggestions"] == []
    page = market.browser("sales@SZ", language="en").get(f"/survey/campaigns/{number}").text
    assert "Please hurry" not in page
    assert "No figure of fewer than 3 forms is shown" in page
    market.answer(tokens["C003"], {**GOOD, "delivery": 1})
    assert market.item(number, "delivery")["n"] == 3
    shown = market.get(f"campaigns/{number}/forms")
    assert [form["customer_code"] for form in shown] == [None] * 3
    market.post(f"campaigns/{number}/close")
    assert [fact["item"] for fact in market.facts("kesu.target.missed.v1")] == ["delivery"]


def test_closing_with_too_few_forms_judges_nothing(market: Survey) -> None:
    number = anonymous(market)
    market.answer(market.tokens(number)["C001"], dict.fromkeys(GOOD, 1))
    market.post(f"campaigns/{number}/close")
    assert market.facts("kesu.target.missed.v1") == []


def test_the_order_of_the_rows_tells_nothing_once_it_is_closed(market: Survey) -> None:
    number = anonymous(market)
    for token in market.tokens(number).values():
        market.answer(token, GOOD)
    before = rows(market, "SELECT DISTINCT xmin::text AS x FROM returned_form")
    market.post(f"campaigns/{number}/close")
    after = rows(market, "SELECT DISTINCT xmin::text AS x FROM returned_form UNION SELECT xmin::text FROM answer")
    assert (len(before), len(after)) == (5, 1), "all were written in one transaction"


@pytest.mark.clause("4.2.3.1")
def test_a_second_form_is_a_duplicate_in_an_anonymous_survey_too(market: Survey) -> None:
    number = anonymous(market)
    token = market.tokens(number)["C001"]
    assert not market.answer(token, GOOD)["duplicate"]
    assert market.answer(token, GOOD)["duplicate"]
    figures = market.get(f"campaigns/{number}/figures")
    assert (figures["response"]["hits"], figures["duplicates"]) == (1, 1)


def test_paper_is_anonymous_as_well_once_it_counts(market: Survey) -> None:
    number = anonymous(market, double_key=True)
    invitation = market.get(f"invitations?campaign={number}&customer=C001")[0]["number"]
    form = {"answers": [{"item": item, "score": score} for item, score in GOOD.items()]}
    market.post(f"invitations/{invitation}/key-in", {**form, "respondent": "Ms Petersen"})
    market.post(f"invitations/{invitation}/key-in-again", form, login="chen")
    [kept] = rows(market, "SELECT customer_code, respondent, entered_by, via FROM returned_form")
    assert kept == {"customer_code": None, "respondent": None, "entered_by": None, "via": "paper"}
    assert rows(market, "SELECT * FROM paper_entry") == []


@pytest.mark.parametrize(("language", "words"), [("zh", "答卷不记名保存"), ("en", "kept without your name")])
def test_the_customer_is_told_and_not_asked_for_a_name(market: Survey, language: str, words: str) -> None:
    token = market.tokens(anonymous(market))["C001"]
    page = market.browser().get(f"/survey/answer/{token}?lang={language}").text
    assert words in page
    assert 'name="respondent"' not in page

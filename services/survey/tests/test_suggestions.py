"""Suggestions are proposed a code, coded by a person, summed up, and passed to departments that say what comes of them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from kesu_common.importing import run_import
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.spreadsheets import open_table
from kesu_common.testing.rig import csrf_of
from kesu_survey.suggestions.model import SuggestionCode
from kesu_survey.suggestions.proposals import Proposer

Survey = Any  # the class in conftest.py
OPERATOR = Actor(id="op", name="op", kind="program", grants=frozenset({Grant(ALL_SITES, ALL_SITES)}))
ITEMS = ("product_quality", "packaging", "delivery", "service", "price")
CODES = (
    {"code": "D1", "section": "Delivery", "text_zh": "按约定日期交货", "text_en": "Deliver on the agreed day", "department": "production"},
    {
        "code": "P1",
        "section": "Packaging",
        "text_zh": "包装要防潮",
        "text_en": "Packaging must keep moisture out",
        "department": "warehouse",
    },
    {"code": "X", "text_zh": "没有意见", "text_en": "Nothing to suggest"},
)
TEXTS = {"C001": "请按约定的日期交货", "C002": "The packaging lets moisture in", "C003": "交货日期总是推迟"}


@pytest.fixture
def told(market: Survey) -> str:
    """A campaign with three suggestions, and the site's list of codes."""
    number = str(market.campaign())
    tokens = market.tokens(number)
    for code, words in TEXTS.items():
        market.answer(tokens[code], dict.fromkeys(ITEMS, 4), words)
    for one in CODES:
        market.post("suggestions/codes/SZ", one)
    return number


def waiting(market: Survey, number: str) -> list[dict[str, Any]]:
    """The texts that wait to be coded."""
    return list(market.get(f"suggestions/of/{number}")["waiting"])


def code(market: Survey, number: str, told: dict[str, Any], *codes: str, expect: int = 200) -> Any:
    """Give a text these codes."""
    return market.post(f"suggestions/of/{number}/coding", {"form": told["form"], "item": told["item"], "codes": list(codes)}, expect=expect)


@pytest.mark.clause("4.2.3.4")
def test_codes_are_proposed_by_likeness_in_both_languages(market: Survey, told: str) -> None:
    first, second, third = waiting(market, told)
    assert [one["proposals"][0]["code"] for one in (first, second, third)] == ["D1", "P1", "D1"]
    code(market, told, first, "D1")
    after = {one["text"]: one["proposals"][0] for one in waiting(market, told)}
    assert after[TEXTS["C003"]]["code"] == "D1"


def test_a_text_that_people_coded_speaks_for_the_code_of_one_like_it() -> None:
    codes = [
        SuggestionCode(site="SZ", code=code_, section="", text_zh=words, text_en=words) for code_, words in (("A", "价格"), ("B", "其他"))
    ]
    proposer = Proposer(codes, [("希望提供更多的付款方式", "A")])
    (best, *_) = proposer.propose("希望有更多的付款方式")
    assert (best.code.code, best.because) == ("A", "希望提供更多的付款方式")
    assert proposer.propose("hello") == []


@pytest.mark.clause("4.2.3.4")
def test_suggestions_are_coded_summed_up_taken_back_and_passed_on(market: Survey, told: str) -> None:
    one, two, three = waiting(market, told)
    code(market, told, one, "D1")
    code(market, told, two, "P1", "D1")
    code(market, told, three, "X")
    found = market.get(f"suggestions/of/{told}")
    assert (found["coded"], found["texts"]) == (3, 3)
    assert [(p["code"], p["number"], p["cumulated"]) for p in found["points"]] == [("D1", 2, 0.5), ("P1", 1, 0.75), ("X", 1, 1.0)]
    code(market, told, three)  # taken back
    assert [one["text"] for one in waiting(market, told)] == [TEXTS["C003"]]
    assert [fact["codes"] for fact in market.facts("kesu.suggestion.coded.v1")] == [["D1"], ["P1", "D1"], ["X"]]
    assert len(market.facts("kesu.suggestion.uncoded.v1")) == 1

    passed = market.post(f"suggestions/of/{told}/pass", {"code": "D1"}, expect=201)
    assert (passed["department"], passed["respondents"], passed["state"]) == ("production", 2, "passed")
    assert market.facts("kesu.suggestion.passed.v1")[0]["department"] == "production"
    task = next(task for task in market.facts("kesu.task.opened.v1") if task["kind"] == "suggestion.answer")
    assert (task["role"], task["subject"]) == ("production", passed["number"])
    market.post(f"suggestions/of/{told}/pass", {"code": "D1"}, expect=409)
    answer = {"outcome": "taken_up", "answer": "A calendar from November on."}
    market.post(f"suggestions/{passed['number']}/answer", answer, role="warehouse", expect=409)
    done = market.post(f"suggestions/{passed['number']}/answer", answer, role="production")
    assert (done["state"], done["outcome"]) == ("answered", "taken_up")
    assert market.facts("kesu.suggestion.answered.v1")[0]["answer"] == answer["answer"]
    assert market.get(f"reports/{told}")["passed"][0]["number"] == passed["number"]


@pytest.mark.clause("4.2.3.7")
def test_what_departments_have_taken_up_is_proposed_to_be_told_in_the_next_survey(market: Survey, told: str) -> None:
    for text_, point, outcome in zip(waiting(market, told)[:2], ("D1", "P1"), ("taken_up", "not_taken_up"), strict=True):
        code(market, told, text_, point)
        passed = market.post(f"suggestions/of/{told}/pass", {"code": point}, expect=201)
        answer = {"outcome": outcome, "answer": f"Answer to {point}."}
        market.post(f"suggestions/{passed['number']}/answer", answer, role=passed["department"])
    form = market.browser("sales@SZ").get(f"/survey/campaigns/{market.campaign(year=2027)}/tell").text
    assert "按约定日期交货" in form
    assert "Answer to D1." in form
    assert "Answer to P1." not in form


@pytest.mark.parametrize(("wanted", "status"), [({"code": "NONE"}, 422), ({"code": "X"}, 422), ({"code": "P1", "department": "moon"}, 422)])
def test_what_cannot_be_passed_on_is_refused(market: Survey, told: str, wanted: dict[str, str], status: int) -> None:
    market.post(f"suggestions/of/{told}/pass", wanted, expect=status)
    assert market.facts("kesu.suggestion.passed.v1") == []


def test_codes_that_are_not_on_the_list_and_foreign_forms_are_refused(market: Survey, told: str) -> None:
    (one, *_) = waiting(market, told)
    code(market, told, one, "NONE", expect=422)
    code(market, told, {**one, "form": "0192f0c4-6f3e-7a3e-9f5e-0c8f5a1b2c3d"}, "D1", expect=404)
    assert len(waiting(market, told)) == 3


@pytest.mark.clause("4.2.3.4")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_person_codes_and_passes_on_on_pages(market: Survey, told: str, language: str) -> None:
    browser = market.browser("sales@SZ", language=language)
    address = f"/survey/campaigns/{told}/coding"

    def send(to: str, at: str, expect: int = 303, **fields: Any) -> Any:
        answer = browser.post(to, data={**fields, "csrf_token": csrf_of(browser.get(at).text)})
        assert answer.status_code == expect, answer.text
        return answer

    for _ in TEXTS:
        page = browser.get(address).text
        assert 'data-shortcut="1"' in page
        (one, *_) = waiting(market, told)
        send(address, address, form=one["form"], item=one["item"], codes=["D1", "P1"])
    assert 'data-shortcut="u"' in browser.get(address).text
    send(f"{address}/undo", address, form=one["form"], item=one["item"])
    assert len(waiting(market, told)) == 1
    send(address, address, expect=422, form=one["form"], item=one["item"], codes=["NONE"])
    report = f"/survey/campaigns/{told}/report"
    send(f"/survey/campaigns/{told}/pass", report, code="D1", department="production")
    send(f"/survey/campaigns/{told}/pass", report, code="D1", department="production")  # says why not, on the report
    number = market.get("suggestions")[0]["number"]
    assert number in browser.get(report).text
    assert number in browser.get("/survey/passed/").text
    production = market.browser("production@SZ", login="zhao", language=language)
    shown = f"/survey/passed/{number}"
    assert f"{shown}/answer" in production.get(shown).text
    assert f"{shown}/answer" not in market.browser("auditor@SZ").get(shown).text
    answer = production.post(
        f"{shown}/answer",
        data={"outcome": "not_taken_up", "answer": "Too dear.", "csrf_token": csrf_of(production.get(f"{shown}/answer").text)},
    )
    assert answer.status_code == 303
    assert "Too dear." in browser.get(shown).text
    codes = "/survey/suggestion-codes/SZ"
    send(codes, codes, code="N1", text_zh="新", department="rnd")
    send(codes, codes, expect=422, code="N2")
    assert "N1" in browser.get(codes).text


def test_codes_and_coded_texts_come_from_files(market: Survey, told: str) -> None:
    def take(kind: str, words: str, **defaults: str) -> Any:
        spec = next(spec for spec in market.runtime.service.imports if spec.name == kind)
        table, factory = open_table(io.BytesIO(words.encode()), name="x.csv"), market.runtime.database.transaction
        return run_import(spec, table, session_factory=factory, actor=OPERATOR, defaults={"site": "SZ", **defaults})

    listed = "code,section,text\n1,,Fine\n2,Shops,More shops\n"
    assert take("suggestion-codes", listed).created == 2
    assert take("suggestion-codes", listed).unchanged == 2
    assert take("suggestion-codes", "code,section,text\n2,Shops,Other shops\n").updated == 1
    refused = take("coded-suggestions", "respnum,field,code\n7,Q8COM1,1\n", survey="Airport", year="2017")
    assert refused.refused_rows == 1

"""Every way in which an item can be asked and answered, the order of items, and what the customer sees before anybody is asked."""

from __future__ import annotations

from typing import Any

import pytest

Survey = Any  # the class in conftest.py
OPTIONS = [{"text_zh": "电话", "text_en": "Telephone"}, {"text_zh": "邮件", "text_en": "Mail"}, {"text_zh": "拜访", "text_en": "Visit"}]


def item(code: str, scale: str, **more: Any) -> dict[str, Any]:
    """An item as the API takes it."""
    return {"code": code, "text_zh": f"问题 {code}", "text_en": f"About {code}", "scale": scale, "department": "sales", **more}


ITEMS = [
    item("five", "1-5", required=True),
    item("ten", "1-10"),
    item("recommend", "nps", required=True, target="8"),
    item("channel", "single", required=True, options=OPTIONS),
    item("products", "multiple", required=True, options=OPTIONS),
    item("strict", "1-5", no_opinion=False),
    item("words", "text", required=True),
]
FULL: list[dict[str, Any]] = [
    {"item": "five", "score": 4}, {"item": "ten", "score": 10}, {"item": "recommend", "score": 0}, {"item": "channel", "choices": ["b"]},
    {"item": "products", "choices": ["c", "a"]}, {"item": "words", "text": "All is well."},
]  # fmt: skip


def drawn_up(survey: Survey, items: list[dict[str, Any]] = ITEMS) -> str:
    """The number of a questionnaire with one item of each kind."""
    data = {"site": "SZ", "title_zh": "专项调查", "title_en": "Special survey", "items": items}
    return str(survey.post("questionnaires", data, expect=201)["number"])


def asked(market: Survey) -> tuple[str, str]:
    """(campaign, token of C001) of a survey with it."""
    questionnaire = drawn_up(market)
    market.post(f"questionnaires/{questionnaire}/release")
    number = market.campaign(questionnaire=questionnaire)
    return number, market.tokens(number)["C001"]


def send(market: Survey, token: str, answers: list[dict[str, Any]], expect: int = 201) -> Any:
    """A customer sends these answers."""
    sent = market.app.test_client().post(f"/survey/api/v1/answers/{token}", json={"answers": answers})
    assert sent.status_code == expect, sent.text
    return sent.json


@pytest.mark.clause("4.2.2.3")
def test_every_kind_is_answered_and_kept_as_it_was_given(market: Survey) -> None:
    _, token = asked(market)
    kept = {answer["item"]: answer for answer in send(market, token, FULL)["answers"]}
    assert kept["products"]["choices"] == ["a", "c"], "in the order of the options"
    assert (kept["channel"]["choices"], kept["recommend"]["score"], kept["words"]["text"]) == (["b"], 0, "All is well.")
    assert "strict" not in kept
    fact = market.facts("kesu.answer.received.v1")[0]["answers"]
    assert [answer["choices"] for answer in fact if answer["item"] == "channel"] == [["b"]]
    page = market.browser().get(f"/survey/answer/{token}?lang=en").text
    assert "Telephone · Visit" in page


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"item": "channel", "choices": ["a", "b"]}, "#/answers/3/choices"),
        ({"item": "channel", "choices": ["z"]}, "#/answers/3/choices"),
        ({"item": "channel", "score": 3}, "#/answers/3/score"),
        ({"item": "channel"}, "#/answers/3/choices"),
        ({"item": "products", "choices": ["a", "no_opinion"]}, "#/answers/4/choices"),
        ({"item": "products", "choices": []}, "#/answers/4/choices"),
        ({"item": "words", "choices": ["a"]}, "#/answers/5/choices"),
        ({"item": "words", "score": "no_opinion", "text": "x"}, "#/answers/5/score"),
        ({"item": "words"}, "#/answers/5/text"),
        ({"item": "ten", "score": 0}, "#/answers/1/score"),
        ({"item": "ten", "score": 11}, "#/answers/1/score"),
        ({"item": "five", "text": "a remark is no answer"}, "#/answers/0/score"),
        ({"item": "strict", "score": "no_opinion"}, "#/answers/6/score"),
    ],
)
def test_what_is_no_answer_to_its_kind_is_refused_at_its_place(market: Survey, changed: dict[str, Any], pointer: str) -> None:
    number, token = asked(market)
    places = [row["item"] for row in FULL]
    answers = [changed if row["item"] == changed["item"] else row for row in FULL]
    answers += [changed] if changed["item"] not in places else []
    refused = send(market, token, answers, 422)
    assert [error["pointer"] for error in refused["errors"]] == [pointer]
    assert market.get(f"campaigns/{number}/forms") == []


def test_no_opinion_answers_a_choice_too(market: Survey) -> None:
    _, token = asked(market)
    answers = [{**row, "choices": ["no_opinion"]} if row["item"] in {"channel", "products"} else row for row in FULL]
    kept = {answer["item"]: answer for answer in send(market, token, answers)["answers"]}
    assert [(kept[code]["no_opinion"], kept[code]["choices"]) for code in ("channel", "products")] == [(True, []), (True, [])]


@pytest.mark.clause("4.2.3.7")
def test_a_detractor_among_key_customers_is_talked_to(market: Survey) -> None:
    _, token = asked(market)
    send(market, token, [{**row, "score": 6} if row["item"] == "recommend" else row for row in FULL])
    assert [one["item"] for one in market.facts("kesu.customer.dissatisfied.v1")[0]["items"]] == ["recommend"]


@pytest.mark.parametrize(
    "wrong",
    [
        item("x", "single"),
        item("x", "single", options=OPTIONS[:1]),
        item("x", "1-5", options=OPTIONS),
        item("x", "multiple", options=[{**OPTIONS[0], "code": "a"}, {**OPTIONS[1], "code": "a"}]),
        item("x", "multiple", options=[{**OPTIONS[0], "code": "no_opinion"}, OPTIONS[1]]),
        item("x", "single", options=OPTIONS, target="1"),
        item("x", "1-10", target="0.5"),
    ],
)
def test_a_choice_that_cannot_be_asked_is_refused(survey: Survey, wrong: dict[str, Any]) -> None:
    data = {"site": "SZ", "title_zh": "专项", "title_en": "Special", "items": [ITEMS[0], wrong]}
    assert survey.post("questionnaires", data, expect=422)["errors"][0]["pointer"] == "#/items"


@pytest.mark.clause("4.2.2.3")
def test_items_of_a_draft_move_up_and_down_and_a_released_version_stays(survey: Survey) -> None:
    number = drawn_up(survey)
    path = f"questionnaires/{number}"

    def order() -> list[str]:
        return [one["code"] for one in survey.get(path)["items"]]

    begin = order()
    survey.post(f"{path}/move", {"item": "ten", "direction": "up"})
    assert order() == ["ten", "five", *begin[2:]]
    survey.post(f"{path}/move", {"item": "ten", "direction": "up"})
    survey.post(f"{path}/move", {"item": "five", "direction": "down"})
    assert order() == ["ten", "recommend", "five", *begin[3:]]
    survey.post(f"{path}/move", {"item": "nothing", "direction": "up"}, expect=404)
    assert survey.browser("sales@SZ").get(f"/survey/{path}").text.count('name="direction"') == 14
    survey.post(f"{path}/release")
    survey.post(f"{path}/move", {"item": "ten", "direction": "down"}, expect=409)
    assert 'name="direction"' not in survey.browser("sales@SZ").get(f"/survey/{path}").text


def test_the_next_version_keeps_options_with_their_codes(survey: Survey) -> None:
    number = drawn_up(survey)
    survey.post(f"questionnaires/{number}/release")
    survey.post(f"questionnaires/{number}/revise")
    after = survey.get(f"questionnaires/{number.removesuffix('1')}2")["items"]
    assert after == survey.get(f"questionnaires/{number}")["items"]
    form = survey.browser("sales@SZ").get(f"/survey/questionnaires/{number.removesuffix('1')}2/change").text
    assert 'name="items-3-options-1-code" value="b"' in form


@pytest.mark.parametrize(("language", "words"), [("zh", "问题 channel"), ("en", "About channel")])
def test_the_preview_is_what_the_customer_sees_and_sends_nothing(survey: Survey, language: str, words: str) -> None:
    number = drawn_up(survey)
    page = survey.browser("quality@SZ", language=language).get(f"/survey/questionnaires/{number}/preview").text
    assert words in page
    assert 'type="checkbox" name="answers-4-choices"' in page
    assert 'method="post"' not in page.split("<main", 1)[1]

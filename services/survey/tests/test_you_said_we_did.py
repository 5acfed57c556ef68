"""The next form opens with what came of the last one; corrective actions and talks are linked both ways (clauses 4.2.3.5, 4.2.3.7)."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of

Survey = Any  # the class in conftest.py
GOOD: dict[str, Any] = dict.fromkeys(("product_quality", "packaging", "delivery", "service", "price"), 5)
WORDS = {
    "said_zh": "交货期不稳", "said_en": "Delivery dates were not kept",
    "did_zh": "新增一条装配线", "did_en": "We added an assembly line",
}  # fmt: skip


def last_year(market: Survey) -> str:
    """A survey whose missed target led to a corrective action."""
    number = str(market.campaign())
    market.answer(market.tokens(number)["C001"], {**GOOD, "delivery": 1})
    market.post(f"campaigns/{number}/close")
    capa = {"campaign": number, "item": "delivery", "state": "opened", "responsible_department": "production"}
    market.hear("capa.opened", "CA-SZ-2026-000004", sequence=5, **capa)
    market.hear("capa.closed", "CA-SZ-2026-000004", sequence=6, **{**capa, "state": "closed"})
    return number


@pytest.mark.clause("4.2.3.5")
@pytest.mark.clause("4.2.3.7")
@pytest.mark.parametrize(("language", "heading"), [("zh", "您的意见，我们的改进"), ("en", "You said, we did")])
def test_what_came_of_the_last_survey_is_proposed_written_and_read_first(market: Survey, language: str, heading: str) -> None:
    last_year(market)
    number = market.campaign(year=2027)
    sales = market.browser("sales@SZ", language=language)
    form = sales.get(f"/survey/campaigns/{number}/tell").text
    assert "交货期</textarea>" in form
    assert 'value="CA-SZ-2026-000004"' in form
    given = {f"measures-0-{name}": words for name, words in {**WORDS, "capa": "CA-SZ-2026-000004"}.items()}
    answer = sales.post(f"/survey/campaigns/{number}/tell", data={**given, "csrf_token": csrf_of(form)})
    assert answer.status_code == 303, answer.text
    page = market.browser().get(f"/survey/answer/{market.tokens(number)['C001']}?lang={language}").text
    assert heading in page
    assert WORDS[f"did_{language}"] in page
    assert page.index(heading) < page.index('name="answers-0-item"')
    assert "CA-SZ" not in page, "the number is ours alone"
    told = market.facts("kesu.campaign.told.v1")[0]["measures"]
    assert told == [{**WORDS, "capa": "CA-SZ-2026-000004"}]
    shown = sales.get(f"/survey/campaigns/{number}").text
    assert "CA-SZ-2026-000004" in shown
    asked = market.app.test_client().get(f"/survey/api/v1/answers/{market.tokens(number)['C002']}").json
    assert asked["measures"] == [WORDS]


def test_measures_are_replaced_and_taken_away(market: Survey) -> None:
    number = market.campaign()
    market.post(f"campaigns/{number}/tell", {"measures": [WORDS, {**WORDS, "said_en": "Second"}]})
    market.post(f"campaigns/{number}/tell", {"measures": [WORDS]})
    token = market.tokens(number)["C001"]
    assert len(market.app.test_client().get(f"/survey/api/v1/answers/{token}").json["measures"]) == 1
    market.post(f"campaigns/{number}/tell", {"measures": []})
    assert market.app.test_client().get(f"/survey/api/v1/answers/{token}").json["measures"] == []
    market.post(f"campaigns/{number}/tell", {"measures": [{**WORDS, "did_zh": ""}]}, expect=422)


@pytest.mark.clause("4.2.3.5")
def test_the_page_shows_the_corrective_action_as_it_stands(market: Survey) -> None:
    number = last_year(market)
    page = market.browser("production@SZ", language="en").get(f"/survey/campaigns/{number}").text
    row = page[page.index("CA-SZ-2026-000004") :][:400]
    assert "Closed" in row


@pytest.mark.clause("4.2.3.7")
def test_the_page_shows_how_far_the_talk_with_a_dissatisfied_customer_has_come(market: Survey) -> None:
    number = last_year(market)
    talk = {"campaign": number, "customer_code": "C001"}
    market.hear("talk.told", "TK-1", sequence=9, state="told", **talk)
    market.hear("talk.found", "TK-1", sequence=8, state="found", **talk)
    page = market.browser("sales@SZ", language="en").get(f"/survey/campaigns/{number}").text
    assert "customer told of the measure" in page

"""Safety behind the link: only one's own answers, guessing is hopeless and limited, and nothing is lost or counted twice on the way."""

from __future__ import annotations

import base64
import json
import threading
from collections import Counter
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of

Survey = Any  # the class in conftest.py
GOOD: dict[str, Any] = dict.fromkeys(("product_quality", "packaging", "delivery", "service", "price"), 5)
API = "/survey/api/v1/answers"


def items(**scores: Any) -> dict[str, Any]:
    """Single answers, as the page sends them."""
    return {"answers": [{"item": item, "score": score} for item, score in scores.items()]}


def test_every_answer_is_kept_when_it_is_given_and_is_there_on_another_device(market: Survey) -> None:
    number = market.campaign()
    token = market.tokens(number)["C001"]
    phone, desk = market.app.test_client(), market.browser()
    assert phone.post(f"{API}/{token}/items", json=items(delivery=4)).json == {"kept": 1}
    assert desk.post(f"{API}/{token}/items", json=items(service="no_opinion")).json == {"kept": 2}
    assert phone.post(f"{API}/{token}/items", json=items(delivery=2)).json == {"kept": 2}, "the last one counts"
    page = desk.get(f"/survey/answer/{token}?lang=zh").text
    assert 'name="answers-2-score" value="2" checked' in page
    assert 'name="answers-3-score" value="no_opinion" checked' in page
    assert phone.post(f"{API}/{token}/items", json={"answers": [{"item": "delivery"}]}).json == {"kept": 1}, "an answer can be taken back"
    assert phone.post(f"{API}/{token}/items", json=items(weather=3)).status_code == 422
    assert phone.post(f"{API}/{token}/items", json=items(delivery=6)).status_code == 422
    assert market.get(f"campaigns/{number}/figures")["response"]["hits"] == 0
    market.answer(token, GOOD)
    late = phone.post(f"{API}/{token}/items", json=items(delivery=1))
    assert late.status_code == 409
    assert market.item(number, "delivery")["mean"] == 5


def test_a_link_never_shows_anothers_answers(market: Survey) -> None:
    number = market.campaign(sample_rule=[{"tier": "A", "share": 100}, {"tier": "B", "share": 100}])
    tokens = market.tokens(number)
    for code, token in tokens.items():
        market.app.test_client().post(f"{API}/{token}/items", json={"answers": [{"item": "suggestions", "text": f"SECRET {code}"}]})
    for code, token in list(tokens.items())[:3]:
        market.answer(token, GOOD, f"SECRET {code}")
    for code, token in tokens.items():
        browser = market.browser()
        seen = browser.get(f"/survey/answer/{token}").text + browser.get(f"{API}/{token}").text
        seen += browser.get(f"/survey/answer/{token}/thanks", follow_redirects=True).text + browser.get(f"/survey/answer/{token}/stop").text
        assert f"SECRET {code}" in seen
        assert [other for other in tokens if other != code and (f"SECRET {other}" in seen or f"{other} GmbH" in seen)] == []
        assert browser.get(f"/survey/answer/{token}").headers["Cache-Control"] == "private, no-store"


def test_nobody_makes_up_a_link(market: Survey) -> None:
    """Whoever has a link can read what it says, and can still make none of it for another customer."""
    tokens = market.tokens(market.campaign())
    mine, other = tokens["C001"].split("."), tokens["C002"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(mine[1] + "=="))
    theirs = json.loads(base64.urlsafe_b64decode(other[1] + "=="))["payload"]
    forged = base64.urlsafe_b64encode(json.dumps({**claims, "payload": theirs}).encode()).rstrip(b"=").decode()
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    made_up = [f"{mine[0]}.{forged}.{mine[2]}", f"{unsigned}.{other[1]}.", f"{mine[0]}.{other[1]}.{mine[2]}"]
    for token in (*made_up, other[1], theirs["invitation"], "..", "%00"):
        assert market.app.test_client().get(f"{API}/{token}").status_code in {401, 404}
        assert market.app.test_client().post(f"{API}/{token}", json=items(delivery=1)).status_code in {401, 404, 422}
    assert len(base64.urlsafe_b64decode(mine[2] + "==")) * 8 >= 256, "bits to guess"


def test_guessing_is_slowed_down_and_those_with_a_link_are_not(market: Survey) -> None:
    tokens = market.tokens(market.campaign())
    office, thief = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.9"}
    anybody = market.app.test_client()
    for path in (f"{API}/guess", "/survey/answer/guess", "/survey/answer/guess/stop"):
        seen = Counter(anybody.get(path, environ_base=thief).status_code for _ in range(30))
        assert set(seen) == {401, 429}
        assert seen[401] <= 20
    for token in tokens.values():
        for _ in range(30):
            assert anybody.get(f"{API}/{token}", environ_base=office).status_code == 200


def test_one_link_cannot_be_used_to_flood_us(market: Survey) -> None:
    token = market.tokens(market.campaign())["C001"]
    seen = Counter(market.app.test_client().post(f"{API}/{token}/items", json=items(delivery=3)).status_code for _ in range(260))
    assert seen == {200: 240, 429: 20}


@pytest.mark.clause("4.2.3.1")
def test_the_back_button_and_a_second_device_neither_lose_nor_double_anything(market: Survey) -> None:
    number = market.campaign()
    path = f"/survey/answer/{market.tokens(number)['C001']}?lang=en"
    first, second = market.browser(), market.browser()
    pages = [browser.get(path).text for browser in (first, second)]
    form = {
        f"answers-{n}-{key}": value for n, (item, score) in enumerate(GOOD.items()) for key, value in (("item", item), ("score", score))
    }
    for _ in range(2):  # sent, and sent again after going back
        sent = first.post(path, data={**form, "csrf_token": csrf_of(pages[0])})
        assert (sent.status_code, "/thanks" in sent.headers["Location"]) == (303, True)
    other = second.post(path, data={**form, "answers-2-score": "1", "csrf_token": csrf_of(pages[1])}, follow_redirects=True).text
    assert "the first answers count" in other
    figures = market.get(f"campaigns/{number}/figures")
    assert (figures["response"]["hits"], figures["duplicates"], market.item(number, "delivery")["mean"]) == (1, 1, 5)


@pytest.mark.clause("4.2.3.1")
def test_a_link_that_is_used_after_the_end_says_so_and_keeps_what_came_late(market: Survey) -> None:
    number = market.campaign()
    tokens = market.tokens(number)
    market.answer(tokens["C002"], GOOD)
    market.post(f"campaigns/{number}/close")
    market.answer(tokens["C001"], GOOD)
    assert [form["late"] for form in market.get(f"campaigns/{number}/forms")] == [False, True]
    market.post(f"campaigns/{number}/analyse", {"conclusions": "Fine."})
    page = market.browser().get(f"/survey/answer/{tokens['C003']}?lang=en").text
    assert "This survey is finished" in page
    assert 'name="answers-0' not in page
    assert market.app.test_client().post(f"{API}/{tokens['C003']}/items", json=items(delivery=3)).status_code == 409


def test_two_clicks_at_the_same_moment_are_one_form(market: Survey) -> None:
    number = market.campaign()
    token = market.tokens(number)["C001"]
    start, seen = threading.Barrier(8), []

    def click() -> None:
        client = market.app.test_client()
        start.wait()
        answers = [{"item": item, "score": score} for item, score in GOOD.items()]
        seen.append(client.post(f"{API}/{token}", json={"answers": answers}).status_code)

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [201] * 8
    assert len(market.get(f"campaigns/{number}/forms")) == 1
    assert len(market.facts("kesu.answer.received.v1")) == 1

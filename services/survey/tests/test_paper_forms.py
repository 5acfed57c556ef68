"""Paper: typed in by two people who do not see each other's reading, printed blank and filled, and letters with a QR code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kesu_common.testing.rig import csrf_of

Survey = Any  # the class in conftest.py
GOOD: dict[str, Any] = dict.fromkeys(("product_quality", "packaging", "delivery", "service", "price"), 5)


def rows(**changes: Any) -> dict[str, Any]:
    """A paper form."""
    return {"answers": [{"item": item, "score": score} for item, score in {**GOOD, **changes}.items()]}


def asked(market: Survey) -> tuple[str, str]:
    """(campaign, the invitation of C001) of a survey whose paper forms are typed in twice."""
    number = market.campaign({"double_key": True})
    return number, market.get(f"invitations?campaign={number}&customer=C001")[0]["number"]


@pytest.mark.clause("4.2.3.1")
def test_a_form_counts_once_two_people_have_read_the_same(market: Survey) -> None:
    number, invitation = asked(market)
    assert market.post(f"invitations/{invitation}/key-in", rows())["state"] == "keyed_once"
    assert ("invitation.key_again", "sales") in market.open_tasks(invitation)
    assert market.get(f"campaigns/{number}/forms") == []
    everybody = market.get(f"campaigns/{number}/response")[-1]
    assert (everybody["answered"], everybody["checked"]) == (0, 1), "what is not counted yet is not called an answer"
    refused = market.post(f"invitations/{invitation}/key-in-again", rows(), expect=403)
    assert "Somebody else than Anna Li" in refused["detail"]
    assert "invitation.key" not in market.browser("sales@SZ", login="li").get(f"/survey/campaigns/{number}").text
    assert market.post(f"invitations/{invitation}/key-in-again", rows(), login="chen")["state"] == "keyed_in"
    assert [form["via"] for form in market.get(f"campaigns/{number}/forms")] == ["paper"]
    assert market.open_tasks(invitation) == set()
    market.post(f"invitations/{invitation}/key-in-again", rows(), login="chen", expect=409)


@pytest.mark.clause("4.2.3.1")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_two_people_read_differently_is_shown_and_settled(market: Survey, language: str) -> None:
    number, invitation = asked(market)
    market.post(f"invitations/{invitation}/key-in", rows(delivery=2, price="no_opinion"))
    second = market.browser("sales@SZ", login="chen", language=language)
    page = second.get(f"/survey/invitations/{invitation}/key-in-again").text
    assert "checked" not in page, "the first reading is not shown"
    post(second, f"/survey/invitations/{invitation}/key-in-again", typed(delivery=3, price="no_opinion"))
    assert market.get(f"invitations/{invitation}")["state"] == "differing"
    assert "wait for their second person" in market.post(f"campaigns/{number}/close", expect=409)["detail"]
    market.post(f"invitations/{invitation}/settle", {"answers": []}, expect=422)
    page = second.get(f"/survey/invitations/{invitation}/settle").text
    assert ("交货期" if language == "zh" else "Delivery") in page
    assert page.count('-item" value=') == 1, "only what differs is asked"
    post(second, f"/survey/invitations/{invitation}/settle", {"answers-0-item": "delivery", "answers-0-score": "3"})
    [form] = market.get(f"campaigns/{number}/forms")
    assert {answer["item"]: answer["score"] for answer in form["answers"]} == {**GOOD, "delivery": 3, "price": None}
    assert [fact["differences"] for fact in market.facts("kesu.invitation.keyed.v1")] == [0, 1]


def test_a_form_of_the_wrong_customer_is_taken_back(market: Survey) -> None:
    number, invitation = asked(market)
    market.post(f"invitations/{invitation}/key-in", rows())
    market.post(f"invitations/{invitation}/discard", {"reason": "It was C002's."})
    assert market.get(f"invitations/{invitation}")["state"] == "partly"
    market.answer(market.tokens(number)["C001"], GOOD)
    market.post(f"campaigns/{number}/close")


def test_a_customer_who_answers_while_the_paper_is_typed_in_answers_twice(market: Survey) -> None:
    number, invitation = asked(market)
    token = market.tokens(number)["C001"]
    market.post(f"invitations/{invitation}/key-in", rows())
    assert market.answer(token, {**GOOD, "delivery": 1})["duplicate"]
    market.post(f"invitations/{invitation}/key-in-again", rows(), login="chen")
    assert [form["duplicate"] for form in market.get(f"campaigns/{number}/forms")] == [True, False]
    assert market.item(number, "delivery")["mean"] == 5


def typed(**changes: Any) -> dict[str, Any]:
    """The fields of the page's form."""
    return {
        f"answers-{n}-{key}": value
        for n, (item, score) in enumerate({**GOOD, **changes}.items())
        for key, value in (("item", item), ("score", score))
    }


def post(browser: Any, path: str, data: Mapping[str, Any]) -> None:
    """Fill in the form that stands at `path`, and send it."""
    page = browser.get(path)
    assert page.status_code == 200, page.text
    answer = browser.post(path, data={**data, "csrf_token": csrf_of(page.text)})
    assert answer.status_code == 303, answer.text


@pytest.mark.clause("6-b")
@pytest.mark.parametrize("paper", ["zh", "en", "both"])
def test_the_questionnaire_prints_blank_and_filled(market: Survey, paper: str) -> None:
    number = market.campaign()
    market.answer(market.tokens(number)["C001"], {**GOOD, "delivery": 2}, "Please <deliver> on the agreed day.")
    browser = market.browser("quality@SZ")
    blank = browser.get(f"/survey/questionnaires/SQ-SZ-DEFAULT-v1/paper?paper={paper}").text
    assert ("交货期" in blank) == (paper != "en")
    assert ("Delivery" in blank) == (paper != "zh")
    assert "■" not in blank
    form = market.get(f"campaigns/{number}/forms")[0]["id"]
    filled = browser.get(f"/survey/campaigns/{number}/forms/{form}/paper?paper={paper}").text
    assert filled.count("■") == 5
    assert "Please &lt;deliver&gt;" in filled
    pdf = browser.get(f"/survey/campaigns/{number}/forms/{form}/paper.pdf?paper={paper}")
    assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")


@pytest.mark.clause("4.2.1.4")
def test_letters_carry_the_personal_link_as_a_code_that_a_telephone_reads(market: Survey) -> None:
    number = market.campaign()
    market.post(f"campaigns/{number}/tell", {"measures": [dict.fromkeys(("said_zh", "said_en", "did_zh", "did_en"), "New line")]})
    sales = market.browser("sales@SZ")
    page = sales.get(f"/survey/campaigns/{number}/letters").text
    found = {read(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)}
    links = {one["link"] for one in market.get(f"invitations?campaign={number}")}
    assert found == links
    assert len(links) == 4
    assert "New line" in page
    assert sales.get(f"/survey/campaigns/{number}/letters.pdf").data[:5] == b"%PDF-"
    assert market.browser("quality@SZ").get(f"/survey/campaigns/{number}/letters").status_code == 403
    for one in market.get(f"invitations?campaign={number}"):
        market.post(f"invitations/{one['number']}/send", {"how": "letter"})
    assert sales.get(f"/survey/campaigns/{number}/letters").status_code == 404
    assert sales.get(f"/survey/invitations/{one['number']}/letter").status_code == 200


def read(svg: str) -> str:
    """What a telephone reads from the drawing."""
    box = re.search(r'viewBox="(-?\d+) (-?\d+) (\d+) (\d+)"', svg)
    assert box is not None
    left, top, width, height = map(int, box.groups())
    picture = Image.new("L", (width * 4, height * 4), 255)
    for x, y, wide, high in (map(int, bar) for bar in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", svg)):
        place = ((x - left) * 4, (y - top) * 4, (x - left + wide) * 4 - 1, (y - top + high) * 4 - 1)
        ImageDraw.Draw(picture).rectangle(place, fill=0)
    [code] = zxingcpp.read_barcodes(picture)
    return code.text

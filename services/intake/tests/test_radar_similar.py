"""What resembles a new complaint is shown before it is registered: the same marks first, then the same words, in either language."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.likeness import Compared, dice, likeness
from kesu_common.testing.rig import csrf_of, posted
from kesu_intake.radar.rare import BUDGET, FEWEST, Frequencies, rare_words

SIMILAR = "/intake/api/v1/complaints/similar"
LEAK = "水泵运行三天后轴封处开始漏油，地面有油迹，请尽快处理。"


def similar(intake: Any, role: str = "sales@SZ", **new: Any) -> list[dict[str, Any]]:
    """What the API finds for a new complaint."""
    answer = intake.program(role).post(SIMILAR, json=new)
    assert answer.status_code == 200, answer.text
    return list(answer.json)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("night", "night", 1.0),
        ("轴封漏油", "轴封漏油", 1.0),
        ("轴封漏油", "漏油轴封", 2 * 2 / 6),  # by hand: 轴封 封漏 漏油 | 漏油 油轴 轴封, two of three in common
        ("the pump leaks oil", "pump leaks oil", 2 * 2 / 5),  # the pump, pump leaks, leaks oil | pump leaks, leaks oil
        ("GP-200 漏油", "GP-200 漏油了", 2 * 2 / 5),  # gp-200, 漏油 | gp-200, 漏油, 油了
        ("oil", "oil", 1.0),
        ("轴封", "电机", 0.0),
        ("", "", 0.0),
    ],
)
def test_dice_is_twice_the_common_pairs_over_all(one: str, other: str, share: float) -> None:
    assert dice(Compared.of(one).pairs, Compared.of(other).pairs) == pytest.approx(share)


def test_a_reordered_text_is_more_alike_than_another_of_the_same_words_in_part() -> None:
    new = Compared.of(LEAK)
    reordered = Compared.of("请尽快处理：地面有油迹，水泵运行三天后轴封处开始漏油。")
    other = Compared.of("水泵运行正常，请尽快寄来发票。")
    assert likeness(new, reordered) > 0.6 > 0.4 > likeness(new, other)
    assert likeness(new, new) == 1.0
    assert likeness(Compared.of(""), Compared.of("")) == 0.0


def test_the_rarest_words_are_looked_for_and_only_as_many_as_the_budget_allows() -> None:
    common = {"pump": 0.5, "leaks": 0.4}
    known = Frequencies(common, rarest=0.01, complaints=10_000)
    assert rare_words(known, "the pump leaks at flange F-77")[:2] == ["flange", "f-77"]
    assert "pump" not in rare_words(
        Frequencies({**common, **{f"w{i:03}": 0.001 for i in range(30)}}, 0.01, 1e6), "pump w001 w002 w003 w004 w005"
    )
    assert len(rare_words(known, " ".join(f"word{i}" for i in range(50)))) == max(FEWEST, BUDGET // 100)
    assert rare_words(known, "a I 水") == ["水"]
    assert rare_words(known, "") == []


@pytest.mark.clause("4.1.3.1-a")
def test_the_same_serial_number_comes_before_the_same_words_and_the_reason_is_told(shop: Any) -> None:
    by_words = shop.complaint(text=LEAK, serial=None, lot=None)
    by_serial = shop.complaint(text="包装破损。", serial="SN-4711", lot=None)
    shop.complaint(text="电机不转。", serial="SN-0815", lot=None)
    found = similar(shop, text=LEAK.replace("三天", "五天"), serial="SN-4711", customer_code="C001")
    assert [one["number"] for one in found] == [by_serial, by_words]
    assert found[0]["why"][0] == {"message": "The same serial number %(value)s", "params": {"value": "SN-4711"}}
    assert found[1]["why"][0]["message"] == "The texts agree by %(percent)s %%"
    assert 0.8 < found[1]["likeness"] < 1
    assert [why["message"] for why in found[1]["why"]][-1] == "The same customer"


@pytest.mark.clause("4.1.3.1-a")
def test_the_translation_is_compared_as_well(shop: Any) -> None:
    number = shop.complaint(text="Oil leaks from the shaft seal after three days.", lot=None)
    assert similar(shop, text=LEAK) == []
    shop.do(number, "translate", text=LEAK, translator="Li Wei", acknowledged=True)
    assert [one["number"] for one in similar(shop, text=LEAK)] == [number]


def test_what_has_nothing_in_common_is_not_proposed_and_other_sites_are_not_seen(shop: Any) -> None:
    shop.complaint(text=LEAK)
    assert similar(shop, text="发票金额与合同不符，请更正。") == []
    assert similar(shop, role="sales@CD", text=LEAK) == []
    assert similar(shop) == []
    posted(shop.program("sales@SZ"), SIMILAR, {"colour": "red"}, 422)
    assert shop.program("nobody@SZ").post(SIMILAR, json={"text": LEAK}).status_code == 403


@pytest.mark.clause("4.1.3.1-a")
@pytest.mark.parametrize(("language", "words"), [("zh", "可能是同一件客诉"), ("en", "Perhaps the same complaint")])
def test_the_form_shows_it_while_somebody_types_and_stores_nothing(shop: Any, language: str, words: str) -> None:
    number = shop.complaint(text=LEAK)
    sales = shop.browser("sales@SZ", language=language)
    form = sales.get("/intake/complaints/new").text
    assert 'hx-post="/intake/complaints/similar"' in form
    typed = {"csrf_token": csrf_of(form), "text": LEAK + "<b>", "customer_code": "C0", "quantity": "not a number", "lot": ""}
    piece = sales.post("/intake/complaints/similar", data=typed, headers={"HX-Request": "true"}).text
    assert words in piece
    assert number in piece
    assert "<html" not in piece
    typed["text"] = "与此无关的一句话而已"
    assert number not in sales.post("/intake/complaints/similar", data=typed, headers={"HX-Request": "true"}).text
    assert len(shop.program("sales@SZ").get("/intake/api/v1/complaints").json) == 1


@pytest.mark.clause("4.1.3.1-a")
def test_a_complaint_shows_what_resembles_it_but_not_itself(shop: Any) -> None:
    first, second = shop.complaint(text=LEAK), shop.complaint(text=LEAK)
    page = shop.browser("quality@SZ").get(f"/intake/complaints/{second}/similar").text
    assert first in page
    assert second not in page
    answer = shop.program("quality@SZ").get(f"/intake/api/v1/complaints/{second}/similar")
    assert [(one["number"], one["likeness"]) for one in answer.json] == [(first, 1.0)]

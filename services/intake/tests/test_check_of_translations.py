"""The check of numbers, units, lots and codes, tried with everything that people write (clause 4.1.3.5-a2)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu_intake.working_texts.check import UNITS, differences, read
from kesu_intake.working_texts.terms import proposals

pytestmark = pytest.mark.clause("4.1.3.5-a2")

NUMBERS = st.decimals(min_value=0, max_value=999_999, places=2).map(lambda d: d.normalize())
CODES = st.from_regex(r"[A-Z]{1,3}[0-9]{2,6}(-[0-9]{1,4})?", fullmatch=True)
UNIT_NAMES = st.sampled_from(sorted(UNITS))
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared_and_a_text_agrees_with_itself(one: str, other: str) -> None:
    assert differences(one, one) == []
    kinds = {(d["kind"], d["what"]) for d in differences(one, other)}
    mirrored = {(d["kind"], d["what"]) for d in differences(other, one)}
    for what in ("code", "number"):  # what is missing in one is added in the other
        assert (("missing", what) in kinds) == (("added", what) in mirrored)


@settings(deadline=None)
@given(NUMBERS)
def test_a_number_is_the_same_however_it_is_written(number: Decimal) -> None:
    plain = f"{number:f}"
    for written in (plain, f"{number:,f}", plain.translate(WIDE), f" {plain} "):
        assert differences(f"about {plain} pieces", f"约{written}件") == [], written


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_a_changed_number_is_always_found(number: Decimal, other: Decimal) -> None:
    found = differences(f"about {number:f} pieces", f"约 {other:f} 件")
    assert bool(found) == (number != other)


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_ten_thousands_are_numbers_too(number: int) -> None:
    assert differences(f"{number * 10_000:,} pcs", f"{number}万件") == []
    assert differences(f"{number * 10_000} pcs", f"{number} 件") != []


@settings(deadline=None)
@given(NUMBERS, UNIT_NAMES, st.data())
def test_a_unit_may_be_spelled_in_either_language_but_not_become_another(number: Decimal, unit: str, data: st.DataObject) -> None:
    spellings = UNITS[unit]
    one, other = data.draw(st.sampled_from(spellings)), data.draw(st.sampled_from(spellings))
    original = f"it is {number:f} {one} wide"
    assert differences(original, f"宽 {number:f} {other}。") == []
    wrong = data.draw(st.sampled_from(sorted(set(UNITS) - {unit})))
    assert [d["what"] for d in differences(original, f"宽 {number:f} {UNITS[wrong][0]}。")] == ["unit"]


@settings(deadline=None)
@given(CODES, CODES)
def test_codes_are_compared_letter_by_letter(code: str, other: str) -> None:
    said = read(f"lot {code} leaks")
    if not said.codes:  # “M12” could be read as a unit; then it stands among the numbers
        return
    assert differences(f"lot {code} leaks", f"批号{code.lower()}泄漏") == []
    assert bool(differences(f"lot {code} leaks", f"批号 {other} 泄漏")) == (code != other)


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("ON JULY 2, 2014 AT 65 MPH THE ENGINE STALLED.", "2014 年 7 月 2 日，车速 65 英里/小时时发动机熄火。"),
        ("The failure mileage was 96,000 miles.", "故障里程为 9.6万英里。"),
        ("NHTSA campaign number 14V-047 (Electrical System).", "NHTSA 召回编号 14V-047（电气系统）。"),
        ("Tolerance is ±0.05 mm at 20 °C; measured 0.12 mm.", "公差为 ±0.05 毫米（20 ℃），实测 0.12 毫米。"),
        ("Model GP-200, S/N 00123456, torque 25 Nm.", "型号 GP-200，序列号 00123456，扭矩 25 牛米。"),
        ("5% of 1,200 pcs", "1200件中的5％"),
        ("the 2nd and 3rd gear", "2 档和 3 档"),
        ("手机充电到 80% 就停了，充了 3 次，型号 X30Pro。", "It stops charging at 80 percent, tried 3 times, model X30Pro."),
        ("温度达到85℃后漏水，12件。", "Leaks at 85 °C, 12 pcs."),
    ],
)
def test_good_translations_agree(original: str, translation: str) -> None:
    assert differences(original, translation) == []


@pytest.mark.parametrize(
    ("original", "translation", "what"),
    [
        ("at 65 MPH", "车速 56 英里/小时", "65"),
        ("96,000 miles", "9600英里", "96000"),
        ("campaign 14V-047", "召回编号 14V-074", "14V-047"),
        ("0.12 mm", "0.12 厘米", "0.12 mm"),
        ("lot L2026-1107", "批号 L2026-1170", "L2026-1107"),
        ("12 pcs of GP-200", "GP-200", "12"),
    ],
)
def test_slips_are_found(original: str, translation: str, what: str) -> None:
    assert what in {d["params"]["what"] for d in differences(original, translation)}


@settings(deadline=None)
@given(st.lists(st.sampled_from(["seal", "shaft seal", "leak", "the", "pump", "crack"]), max_size=12))
def test_a_term_inside_a_longer_one_is_not_proposed_for_it(words: list[str]) -> None:
    class Term:
        def __init__(self, en: str, zh: str) -> None:
            self.en, self.zh = en, zh

    glossary = [Term("seal", "密封"), Term("shaft seal", "轴封"), Term("crack", "裂纹")]
    found = [p.source for p in proposals("; ".join(words), "", glossary, "zh")]
    assert set(found) == {"seal", "shaft seal", "crack"} & set(words)
    assert found == sorted(found, key=words.index)


def test_terms_are_found_from_chinese_too_and_with_an_s() -> None:
    class Term:
        en, zh = "shaft seal", "轴封"

    assert proposals("轴封漏水", "Shaft seals leak", [Term()], "en")[0].used
    assert proposals("two Shaft\nSeals", "两个轴封", [Term()], "zh")[0].used
    assert proposals("the marshalling yard, sealing", "", [Term()], "zh") == []

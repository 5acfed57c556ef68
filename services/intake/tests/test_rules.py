"""Rules without a database: language, severity, the comparison of texts, the drafted reply."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from kesu_common.i18n import register
from kesu_intake.complaints.language import language_of
from kesu_intake.complaints.severity import assess
from kesu_intake.events import EVENTS
from kesu_intake.replies.proposal import propose_reply
from kesu_intake.working_texts.check import differences

TEXTS = {
    "轴封泄漏，请尽快换货。": "zh",
    "GP-200 型号 seal 泄漏, lot L2026-1107": "zh",
    "The seal leaks after two hours.": "en",
    "Our contact 张伟 says that the seal leaks after two hours of use.": "en",
    "シールが漏れています。交換してください。": "ja",
    "씰이 새고 있습니다.": "ko",
    "Уплотнение течёт.": "ru",
    "12345": "en",
}


@pytest.mark.parametrize(("text", "language"), TEXTS.items())
def test_a_texts_language_is_told_by_its_script(text: str, language: str) -> None:
    assert language_of(text) == language


def test_severity_names_its_reasons() -> None:
    found = assess({}, text="Two seals caught fire.", safety=False, quantity=Decimal(120))
    assert found.severity == "critical"
    assert [r["params"] for r in found.why] == [{"word": "caught fire"}, {"quantity": "120", "limit": "100"}]
    assert assess({}, text="It leaks.", safety=False).severity == "minor"


def test_a_site_has_its_own_rules_and_a_person_can_raise_but_not_lower() -> None:
    rules: dict[str, Any] = {"quantity": {"critical": 10}, "words": {}}
    assert assess(rules, text="caught fire", safety=False, quantity=Decimal(12), stated="minor").severity == "critical"
    assert assess(rules, text="caught fire", safety=False, stated="major").severity == "major"
    assert assess({"safety": "major"}, text="", safety=True).severity == "major"


SAME = {
    "units by meaning": ("12 mm at 80 °C, 65,000 miles", "80 摄氏度时 12 毫米，6.5万英里"),
    "full-width digits": ("12 pcs of lot L2026-1107", "批号 L2026-1107 共１２件"),
    "dates with month names": ("on January 31, 2023", "2023年1月31日"),
    "ordinals": ("the 2nd pump of 3", "3 台泵中的第 2 台"),
    "attached units": ("a 12V, 5.0L pump", "12伏、5.0升的泵"),
}


@pytest.mark.parametrize(("original", "translation"), SAME.values(), ids=SAME)
def test_the_same_said_in_the_other_language_is_no_difference(original: str, translation: str) -> None:
    assert differences(original, translation) == []


DIFFERENT = {
    "a lost number": ("12 of 40 leak", "12 件泄漏", {"40"}),
    "turned digits of a lot": ("lot L2026-1107", "批号 L2026-1170", {"L2026-1107", "L2026-1170"}),
    "another unit": ("12 mm", "12 厘米", {"12 mm"}),
    "an added number": ("it leaks", "3 件泄漏", {"3"}),
}


@pytest.mark.parametrize(("original", "translation", "named"), DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_is_named(original: str, translation: str, named: set[str]) -> None:
    assert {d["params"]["what"] for d in differences(original, translation)} == named


def test_a_lot_without_digits_must_stand_too() -> None:
    assert [d["what"] for d in differences("lot ABC leaks", "批号泄漏", ["ABC", None])] == ["term"]


@pytest.mark.clause("4.1.3.1-c")
def test_the_reply_is_drafted_in_the_customers_language() -> None:
    register("kesu_intake")  # as the service does when it starts
    complaint: Any = SimpleNamespace(customer_name="Hamburg Pumps", product="GP-200", lot="L1", number="KS-1", round=1)
    case: Any = SimpleNamespace(verdict="ours", defect_zh="密封偏软", defect_en="Seal too soft", summary="Shore A 62")
    agreed: Any = [SimpleNamespace(kind="exchange", terms="by 10 December")]
    english = propose_reply(complaint, case, None, agreed, "en")
    assert "Seal too soft: Shore A 62" in english
    assert "by 10 December" in english
    assert "经检测确认" in propose_reply(complaint, case, None, agreed, "zh")


@pytest.mark.clause("4.1.3.3")
def test_the_reply_tells_cause_and_advice_once() -> None:
    complaint: Any = SimpleNamespace(customer_name="Hamburg Pumps", product="GP-200", lot="L1", number="KS-1")
    found: Any = SimpleNamespace(cause="Silicone grease", advice="Use the right grease")
    draft = propose_reply(complaint, None, found, [], "en")
    assert (draft.count("Silicone grease"), draft.count("Use the right grease")) == (1, 1)
    explained: Any = [SimpleNamespace(kind="explain", terms="Use the right grease, type B")]
    assert propose_reply(complaint, None, found, explained, "en").count("Use the right grease") == 1


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_every_fact_fits_its_frozen_example(event: Any) -> None:
    assert event.schema().validate(event.example) == {}

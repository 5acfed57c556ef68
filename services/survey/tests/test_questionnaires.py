"""Questionnaires: the usual one, versions that never change once released."""

from __future__ import annotations

from typing import Any

import pytest

Survey = Any  # the class in conftest.py
ITEM = {
    "code": "speed",
    "text_zh": "响应速度",
    "text_en": "Speed of answers",
    "scale": "0-10",
    "department": "sales",
    "weight": "2",
    "target": "8",
}
NEW = {"site": "SZ", "title_zh": "专项调查", "title_en": "Special survey", "items": [ITEM]}


@pytest.mark.clause("4.2.2.1")
def test_every_site_begins_with_the_items_of_the_procedure_in_both_languages(survey: Survey) -> None:
    usual = survey.get("questionnaires/SQ-SZ-DEFAULT-v1")
    assert usual["state"] == "released"
    assert [(item["text_zh"], item["text_en"]) for item in usual["items"]] == [
        ("产品质量", "Product quality"), ("产品包装", "Packaging"), ("交货期", "Delivery"), ("服务", "Service"), ("价格", "Price"),
        ("意见和建议", "Opinions and suggestions"),
    ]  # fmt: skip
    assert [item["required"] for item in usual["items"]] == [True, True, True, True, False, False]
    survey.hear("site.changed", "SZ", **_site())
    assert len(survey.get("questionnaires")) == 1


@pytest.mark.clause("4.2.2.3")
def test_one_is_drawn_up_for_the_occasion_and_a_released_version_never_changes(survey: Survey) -> None:
    number = survey.post("questionnaires", NEW, expect=201)["number"]
    survey.post(f"questionnaires/{number}/change", {"items": [{**ITEM, "target": "9"}, {**ITEM, "code": "depth"}]})
    survey.post(f"questionnaires/{number}/release")
    refused = survey.post(f"questionnaires/{number}/change", {"title_en": "Other"}, expect=409)
    assert "already" in refused["detail"]
    survey.post(f"questionnaires/{number}/revise")
    following = number.removesuffix("1") + "2"
    survey.post(f"questionnaires/{following}/change", {"title_en": "Better", "items": [ITEM]})
    assert survey.get(f"questionnaires/{number}")["title_en"] == "Special survey"
    assert [item["code"] for item in survey.get(f"questionnaires/{number}")["items"]] == ["speed", "depth"]
    assert [item["code"] for item in survey.get(f"questionnaires/{following}")["items"]] == ["speed"]


@pytest.mark.parametrize(
    "items",
    [
        [],
        [ITEM, ITEM],
        [{**ITEM, "scale": "text", "target": None}],
        [{**ITEM, "target": "11"}],
        [{**ITEM, "scale": "1-5", "target": "6"}],
        [{**ITEM, "scale": "1-7"}],
        [{**ITEM, "code": "Not Good"}],
        [{**ITEM, "department": "kitchen"}],
    ],
)
def test_what_cannot_be_asked_is_refused(survey: Survey, items: list[dict[str, Any]]) -> None:
    survey.post("questionnaires", {**NEW, "items": items}, expect=422)


def test_a_retired_version_is_used_no_more(survey: Survey) -> None:
    survey.post("questionnaires/SQ-SZ-DEFAULT-v1/retire")
    refused = survey.post("plans", {"site": "SZ", "year": 2026, "quarter": 4, "questionnaire": "SQ-SZ-DEFAULT-v1"}, expect=409)
    assert "not released" in refused["detail"]


def _site() -> dict[str, Any]:
    from kesu_common.testing.rig import SHENZHEN

    return SHENZHEN

"""A survey in a real browser: sales sends the links, the customer answers on a telephone, and every answer is kept as it is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.browser.conftest import Plant
from tests.browser.looking import barriers, sideways, wrong_language
from tests.installations import OneProcess

from kesu_onebox.cast import SITE, Cast

Screen = Callable[[str | None], Page]
PHONE: ViewportSize = {"width": 390, "height": 844}
OPTIONS = [{"text_zh": "电话", "text_en": "Telephone"}, {"text_zh": "邮件", "text_en": "Mail"}]
ITEMS: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("delivery", "1-5", "交货期", "Delivery", {"required": True}),
    ("recommend", "nps", "您向同行推荐我们的可能性有多大", "How likely are you to recommend us", {"target": "8"}),
    ("channel", "single", "您希望如何联系", "How you want to be contacted", {"options": OPTIONS}),
    ("topics", "multiple", "关注的方面", "What matters to you", {"options": OPTIONS}),
    ("words", "text", "意见和建议", "Opinions and suggestions", {}),
]


@pytest.fixture(scope="module")
def campaign(plant: Plant, one_started: OneProcess) -> tuple[str, str]:
    """(number, link of C001 without its language) of a survey with one item of each kind that opens with a measure."""
    cast: Cast = one_started.cast()
    items = [{"code": c, "scale": s, "text_zh": zh, "text_en": en, "department": "sales", **more} for c, s, zh, en, more in ITEMS]
    titles = {
        "title_zh": "满意度调查", "title_en": "Satisfaction survey",
        "intro_zh": "感谢您的支持。", "intro_en": "Thank you for working with us.",
    }  # fmt: skip
    made = cast.sales.post("survey", "questionnaires", {"site": SITE["code"], **titles, "items": items})["number"]
    cast.sales.post("survey", f"questionnaires/{made}/release")
    plan = cast.sales.post("survey", "plans", {"site": SITE["code"], "year": 2031, "quarter": 4, "questionnaire": made})["number"]
    cast.sales.post("survey", f"plans/{plan}/submit")
    cast.lead.post("survey", f"plans/{plan}/approve")
    ends_on = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011  # some day in the future
    number = cast.sales.post("survey", "campaigns", {"plan": plan, "ends_on": ends_on})["number"]
    told = {
        "said_zh": "交货期不稳", "said_en": "Delivery dates were not kept",
        "did_zh": "新增一条装配线", "did_en": "We added an assembly line",
    }  # fmt: skip
    cast.sales.post("survey", f"campaigns/{number}/tell", {"measures": [told]})
    link = cast.sales.first("survey", f"invitations?campaign={number}&customer=C001")["link"]
    return number, plant.base + "/survey/" + link.split("?")[0].split("/survey/", 1)[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_customers_pages_speak_one_language_fit_a_telephone_and_shut_nobody_out(
    plant: Plant, screen: Screen, campaign: tuple[str, str], language: str
) -> None:
    page = screen(None)
    page.set_viewport_size(PHONE)
    for path in ("/stop", ""):
        page.goto(f"{campaign[1]}{path}?lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        assert wrong_language(page, language) == []
        assert sideways(page) == 0
        assert barriers(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", ["", "/tell", "/addresses", "/close"])
def test_the_pages_of_sales_do_so_too(plant: Plant, screen: Screen, campaign: tuple[str, str], part: str, language: str) -> None:
    page = screen("li.na")
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(plant.at(f"/survey/campaigns/{campaign[0]}{part}", language))
    assert wrong_language(page, language) == []
    assert sideways(page) == 0
    assert barriers(page) == []
    page.set_viewport_size(PHONE)
    assert sideways(page) == 0


@pytest.mark.clause("4.2.1.4")
def test_every_answer_is_kept_as_it_is_given_and_is_there_on_another_device(screen: Screen, campaign: tuple[str, str]) -> None:
    phone = screen(None)
    phone.set_viewport_size(PHONE)
    phone.goto(f"{campaign[1]}?lang=en")
    phone.locator("input[name='answers-0-score'][value='2']").check(force=True)
    expect(phone.locator(".s-saved")).to_contain_text("Every answer is saved")
    phone.locator("input[name='answers-3-choices'][value='b']").check(force=True)
    phone.get_by_label("Opinions and suggestions").fill("Please hurry.")
    phone.get_by_label("Opinions and suggestions").blur()
    expect(phone.locator(".s-saved")).to_contain_text("Every answer is saved")
    phone.wait_for_load_state("networkidle")
    desk = screen(None)
    desk.goto(f"{campaign[1]}?lang=zh")
    expect(desk.locator("input[name='answers-0-score'][value='2']")).to_be_checked()
    expect(desk.locator("input[name='answers-3-choices'][value='b']")).to_be_checked()
    expect(desk.locator("textarea")).to_have_value("Please hurry.")


@pytest.mark.clause("4.2.1.4")
def test_it_works_without_scripts_and_by_keyboard(plant: Plant, campaign: tuple[str, str]) -> None:
    context = plant.browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{campaign[1]}?lang=en")
    page.locator("input[name='answers-0-score']:checked").focus()
    page.keyboard.press("ArrowRight")  # from 2 to 3
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("You have answered already, thank you.")).to_be_visible()
    context.close()

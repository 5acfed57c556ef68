"""The pages in a real browser: in both languages, on a desk and on a phone, for eyes and for keyboards."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from tests.browser.conftest import Plant
from tests.browser.looking import barriers, fallen_out, sideways, wrong_language

Screen = Callable[[str | None], Page]
PAGES = [
    ("sign-in", None, "/desk/sign-in"),
    ("my work", "li.na", "/desk/"),
    ("complaint form", "li.na", "/intake/complaints/new"),
    ("complaints", "li.na", "/intake/complaints/"),
    ("complaint", "li.na", "/intake/complaints/{complaint}"),
    ("originals", "li.na", "/intake/complaints/{complaint}/originals"),
    ("follow-ups", "li.na", "/intake/followups/"),
    ("customers", "li.na", "/intake/customers/"),
    ("customer", "li.na", "/intake/customers/C001"),
    ("customer form", "li.na", "/intake/customers/new"),
    ("service file", "li.na", "/intake/customers/C001/service-file"),
    ("contacts", "li.na", "/intake/contacts/"),
    ("contact form", "li.na", "/intake/contacts/new"),
    ("visits", "li.na", "/intake/visits/"),
    ("visit form", "li.na", "/intake/visits/new?customer=C001"),
    ("agreements", "li.na", "/intake/agreements/"),
    ("agreement form", "li.na", "/intake/agreements/new?customer=C001"),
    ("drafts", "li.na", "/intake/drafts/"),
    ("draft form", "li.na", "/intake/drafts/new"),
    ("glossary", "li.na", "/intake/glossary/"),
    ("rises", "zhang.min", "/intake/rises/"),
    ("radar", "zhang.min", "/intake/radar/SZ"),
    ("tiers", "wang.fang", "/intake/tiers/"),
    ("case file", "li.na", "/desk/cases/{complaint}"),
    ("QA case", "zhang.min", "/quality/cases/?q={complaint}"),
    ("QA bench", "zhang.min", "/quality/"),
    ("QA case form", "zhang.min", "/quality/cases/new"),
    ("defects", "zhang.min", "/quality/defects/"),
    ("figures", "zhang.min", "/quality/figures/"),
    ("goods", "zhang.min", "/quality/goods/"),
    ("instruments", "zhang.min", "/quality/instruments/"),
    ("reviews", "zhang.min", "/quality/reviews/"),
    ("sampling", "zhang.min", "/quality/sampling/"),
    ("standards", "zhang.min", "/quality/standards/"),
    ("standard form", "zhang.min", "/quality/standards/new"),
    ("deliveries", "sun.lei", "/returns/deliveries/"),
    ("costs of returns", "li.na", "/returns/costs/"),
    ("on-site jobs", "sun.lei", "/returns/onsite/"),
    ("on-site form", "li.na", "/returns/onsite/new?complaint={complaint}"),
    ("return form", "li.na", "/returns/returns/new"),
    ("scans", "sun.lei", "/returns/scans/"),
    ("return", "sun.lei", "/returns/returns/?q={complaint}"),
    ("scan page", "sun.lei", "/returns/scan"),
    ("stock", "sun.lei", "/returns/stock"),
    ("places", "sun.lei", "/returns/places/"),
    ("CAPA", "zhang.min", "/capa/capas/?q={complaint}"),
    ("CAPA report's causes", "zhang.min", "/capa/capas/?q={complaint}"),
    ("CAPA in work", "zhang.min", "/capa/capas/{working}"),
    ("CAPA causes in work", "zhang.min", "/capa/capas/{working}/causes"),
    ("CAPA cause form", "zhang.min", "/capa/capas/{working}/add-cause"),
    ("CAPA why form", "zhang.min", "/capa/capas/{working}/add-cause?below=3"),
    ("CAPA cause confirmed form", "zhang.min", "/capa/capas/{working}/confirm-cause?cause=3"),
    ("CAPA cause ruled out form", "zhang.min", "/capa/capas/{working}/rule-out-cause?cause=3"),
    ("CAPA cause changed form", "zhang.min", "/capa/capas/{working}/change-cause?cause=3"),
    ("CAPA cause removed form", "zhang.min", "/capa/capas/{working}/remove-cause?cause=3"),
    ("CAPA proposal form", "zhang.min", "/capa/capas/{working}/propose"),
    ("CAPA criterion form", "zhang.min", "/capa/capas/{working}/criterion"),
    ("read-across form", "zhang.min", "/capa/capas/{working}/spread"),
    ("read-across", "zhang.min", "/capa/read-across/"),
    ("read-across entry", "chen.yu", "/capa/read-across/{across}"),
    ("read-across done form", "chen.yu", "/capa/read-across/{across}/finish"),
    ("read-across declined form", "chen.yu", "/capa/read-across/{across}/decline"),
    ("CAPA form", "zhang.min", "/capa/capas/new"),
    ("CAPA board", "zhang.min", "/capa/board/"),
    ("CAPA my actions", "zhang.min", "/capa/mine/"),
    ("CAPA rates", "zhang.min", "/capa/figures/"),
    ("CAPA causes", "zhang.min", "/capa/figures/causes?by=product"),
    ("CAPA workload", "zhang.min", "/capa/figures/workload"),
    ("CAPA exchange", "zhang.min", "/capa/exchange/"),
    ("CAPA customers' forms", "zhang.min", "/capa/customer-forms/"),
    ("survey", "li.na", "/survey/"),
    ("campaigns", "li.na", "/survey/campaigns/"),
    ("survey plans", "li.na", "/survey/plans/"),
    ("questionnaires", "li.na", "/survey/questionnaires/"),
    ("questionnaire form", "li.na", "/survey/questionnaires/new"),
    ("questionnaire version", "li.na", "/survey/questionnaires/SQ-SZ-DEFAULT-v1"),
    ("questionnaire preview", "li.na", "/survey/questionnaires/SQ-SZ-DEFAULT-v1/preview"),
    ("survey plan form", "li.na", "/survey/plans/new"),
    ("talks", "li.na", "/intake/talks/"),
    ("survey report", "li.na", "/survey/campaigns/{survey}/report"),
    ("survey report alone", "li.na", "/survey/campaigns/{survey}/report?daily=off"),
    ("past survey", "li.na", "/survey/campaigns/{survey}"),
    ("survey coding", "li.na", "/survey/campaigns/{survey}/coding"),
    ("suggestion codes", "li.na", "/survey/suggestion-codes/SZ"),
    ("points to improve", "li.na", "/survey/passed/"),
    ("point to improve", "zhao.qiang", "/survey/passed/SS-SZ-2025-000001"),
    ("point answer", "zhao.qiang", "/survey/passed/SS-SZ-2025-000001/answer"),
    ("daily weights", "li.na", "/survey/daily/SZ"),
    ("overview", "wu.min", "/desk/overview"),
    ("search", "li.na", "/desk/search?q=GP-200"),
    ("team", "wang.fang", "/desk/team"),
    ("profile", "li.na", "/desk/profile"),
    ("delegations", "wang.fang", "/desk/delegations"),
    ("delegation form", "wang.fang", "/desk/delegations/new"),
]
SHOWN_IN_A_LIST = {"QA case": "", "return": "", "CAPA": "", "CAPA report's causes": "/causes"}
"""What is reached by a list: name → what comes after the address of the first that the list shows."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "login", "path"), PAGES, ids=[name for name, _, _ in PAGES])
def test_a_page_speaks_one_language_fits_the_screen_and_shuts_nobody_out(
    plant: Plant, screen: Screen, name: str, login: str | None, path: str, language: str
) -> None:
    page = screen(login)
    page.set_viewport_size({"width": 1360, "height": 900})
    answer = page.goto(plant.at(path.format(**plant.numbers), language))
    if name in SHOWN_IN_A_LIST:
        answer = page.goto(plant.base + (page.locator("#list a.k-row-link").first.get_attribute("href") or "") + SHOWN_IN_A_LIST[name])
    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    assert wrong_language(page, language) == []
    assert sideways(page) == 0
    assert fallen_out(page) == []
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert sideways(page) == 0


def test_whoever_follows_a_link_signs_in_and_comes_to_it(plant: Plant, screen: Screen) -> None:
    page = screen(None)
    page.goto(f"{plant.base}/desk/cases/{plant.complaint}")
    expect(page.locator("input[name=login]")).to_be_focused()
    page.keyboard.type("li.na")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=login]")).to_have_value("li.na")
    expect(page.get_by_role("alert")).to_be_visible()


@pytest.mark.clause("4.1.3.1-a")
def test_a_complaint_is_registered_by_keyboard_and_what_was_typed_and_chosen_survives_a_refusal(plant: Plant, screen: Screen) -> None:
    page = screen("li.na")
    page.goto(plant.at("/intake/complaints/new", "en"))
    customer = page.locator("input[name=customer_code]")
    expect(customer).to_be_focused()
    page.keyboard.type("NOBODY")
    page.get_by_label("What the customer says").focus()
    page.keyboard.type("The seal leaks at 2 bar.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".is-invalid")).not_to_have_count(0)
    page.wait_for_load_state()  # before, nobody listens to the keys yet
    expect(page.get_by_label("What the customer says")).to_have_value("The seal leaks at 2 bar.")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"PASSENGER DOOR LEAKS"}
    )
    page.keyboard.press("Control+Enter")  # refused once more, now with a file
    expect(page.locator(".k-errors")).to_be_focused()
    expect(page.locator(".k-previews li")).to_contain_text("letter.txt")
    expect(page.locator(".k-files-lost")).to_have_count(0)
    customer.fill("C001")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/intake/complaints/KS-SZ-*")
    expect(page.get_by_text("letter.txt")).not_to_have_count(0)
    expect(page.get_by_text("The seal leaks at 2 bar.")).not_to_have_count(0)


@pytest.mark.clause("4.1.3.7-b")
def test_the_scan_page_answers_a_code_and_enter_in_its_colour(plant: Plant, screen: Screen) -> None:
    page = screen("sun.lei")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(plant.at("/returns/scan", "zh"))
    expect(page.locator("input[data-scan]")).to_be_focused()
    page.keyboard.type("UNKNOWN-LOT-77")
    page.keyboard.press("Enter")
    expect(page.locator(".k-scan-unmatched")).to_be_visible()
    expect(page.locator("input[data-scan]")).to_be_focused()
    expect(page.locator("input[data-scan]")).to_have_value("")


@pytest.mark.clause("6-d")
def test_the_case_file_fits_on_few_screens_with_open_tasks_first(plant: Plant, screen: Screen) -> None:
    page = screen("li.na")
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(plant.at(f"/desk/cases/{plant.complaint}", "en"))
    assert page.evaluate("document.documentElement.scrollHeight") < 3600
    expect(page.locator(".k-day")).not_to_have_count(0)
    expect(page.locator("details.k-fold")).not_to_have_attribute("open", "")
    page.locator("details.k-fold summary").click()
    expect(page.locator("details.k-fold li").first).to_be_visible()


def test_an_address_that_does_not_exist_is_refused_in_the_language_of_the_reader(plant: Plant, screen: Screen) -> None:
    page = screen("li.na")
    page.goto(plant.at("/desk/no-such-page", "zh"))
    expect(page.get_by_text("此地址没有内容。")).to_be_visible()
    assert wrong_language(page, "zh") == []


@pytest.mark.clause("4.1.3.7-b")
@pytest.mark.parametrize(("login", "things"), [("sun.lei", "/returns/returns/"), ("zhang.min", "/quality/goods/")])
def test_a_scanner_reads_the_label_of_what_is_on_the_screen(plant: Plant, screen: Screen, login: str, things: str) -> None:
    page = screen(login)
    page.goto(plant.at(f"{things}?q={plant.complaint}", "en"))
    page.locator("#list a.k-row-link").first.click()
    page.get_by_role("link", name="Label").click()
    number = page.locator("h1").inner_text()
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())))
    assert (code.format, code.text) == (zxingcpp.BarcodeFormat.DataMatrix, number)

"""What the scripts do, in a real browser under the real policy."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pages_demo as demo
import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, demo.make_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose console must stay free of violations and errors."""
    context = browser.new_context(base_url=address, locale="en", timezone_id="Europe/Vilnius")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" and "the server responded with" not in m.text else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("path", ["/complaints", "/complaints/new", "/complaints/KS-SZ-2026-000123", "/print", "/sign-in", "/error/500"])
@pytest.mark.parametrize("width", [1360, 390])
def test_every_page_keeps_the_policy_and_never_scrolls_sideways(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_files_are_dropped_shown_and_taken_away_again(page: Page) -> None:
    page.goto("/complaints/new")
    page.evaluate("""() => {
        const box = new DataTransfer();
        box.items.add(new File(["x".repeat(2000)], "photo.png", {type: "image/png"}));
        box.items.add(new File(["y"], "letter.pdf", {type: "application/pdf"}));
        document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", {dataTransfer: box, bubbles: true, cancelable: true}));
    }""")
    expect(page.locator(".k-previews li")).to_have_count(2)
    page.get_by_label("Remove: photo.png").click()
    expect(page.locator(".k-previews li")).to_have_text([re.compile("letter.pdf")])
    assert page.evaluate("document.querySelector('#f-files').files.length") == 1


def test_a_dangerous_button_asks_first(page: Page) -> None:
    posted: list[str] = []
    page.on("request", lambda r: posted.append(r.url) if r.method == "POST" else None)
    page.goto("/complaints/KS-SZ-2026-000123")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="No, back").click()
    expect(page.locator("#k-confirm")).not_to_be_visible()
    assert posted == []
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Yes, go on").click()
    page.wait_for_url("**/withdraw")
    assert len(posted) == 1


def test_a_form_is_sent_once_however_often_one_clicks(page: Page) -> None:
    posted: list[str] = []
    page.on("request", lambda r: posted.append(r.url) if r.method == "POST" else None)
    page.goto("/complaints/new")
    page.evaluate("document.querySelector('form.k-form').noValidate = true")
    page.evaluate("() => { const b = document.querySelector('.k-buttons .btn-primary'); b.click(); b.click(); b.click(); }")
    page.wait_for_selector(".k-errors")
    assert len(posted) == 1
    expect(page.locator(".k-errors")).to_be_focused()  # the reader is led to what is wrong
    expect(page.locator(".k-errors li").first).to_contain_text("Customer")


def test_a_refused_entry_is_filled_in_again_on_the_record_as_it_is_now(page: Page) -> None:
    page.goto("/complaints/new")
    page.evaluate("document.querySelector('form.k-form').noValidate = true")
    page.fill("#f-text", "what I typed")
    page.check("input[name=severity][value=critical]")
    page.evaluate("document.querySelector('form.k-form').action = '/error/412'")
    page.click(".k-buttons .btn-primary")
    page.get_by_role("link", name="Open it as it is now").wait_for()
    page.evaluate("document.querySelector('[data-kept]').dataset.keptAction = '/complaints/new'")
    page.get_by_role("link", name="Open it as it is now").click()
    expect(page.locator("#f-text")).to_have_value("what I typed")
    expect(page.locator("input[name=severity][value=critical]")).to_be_checked()
    expect(page.locator(".k-toast")).to_contain_text("Your entry was put back")


def test_keys_lead_to_search_to_a_new_record_and_to_the_list_of_keys(page: Page) -> None:
    page.goto("/complaints")
    page.keyboard.press("?")
    expect(page.locator("#k-keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    page.wait_for_url("**/complaints/new")


def test_a_filter_changes_the_list_and_the_address_without_loading_the_page(page: Page) -> None:
    page.goto("/complaints")
    page.evaluate("window.stayed = true")
    page.locator(".k-filters input[type=search]").press_sequentially("Nordic")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.wait_for_url("**/complaints?*q=Nordic*")
    assert page.evaluate("window.stayed")
    assert page.locator("#list td").nth(1).get_attribute("data-label") == "Customer"


def test_leaving_with_something_typed_is_asked_about(page: Page) -> None:
    page.goto("/complaints/new")
    page.locator("#f-customer").press_sequentially("x")
    with page.expect_event("dialog") as asked:
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/complaints")
    assert asked.value.type == "beforeunload"


def test_deadlines_count_on(page: Page) -> None:
    page.clock.install()
    page.goto("/complaints")
    soon = page.locator(".k-due-soon time").first
    expect(soon).to_contain_text("59 min left")
    page.clock.fast_forward(7200_000)
    expect(page.locator("#list tbody tr").nth(1).locator(".k-due-late")).to_contain_text("overdue")

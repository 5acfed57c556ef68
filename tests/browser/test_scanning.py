"""The scan page in a real browser: without a network nothing is lost, and the camera reads a label."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Plant

WIDTH, HEIGHT = 640, 480


@pytest.mark.clause("4.1.3.7-b")
def test_what_is_scanned_without_a_network_is_kept_and_sent_later(plant: Plant) -> None:
    page = plant.page_of("sun.lei")
    page.goto(plant.at("/returns/scan", "en"))
    page.context.set_offline(True)
    try:
        for code in ("OFFLINE-1", "OFFLINE-2", "OFFLINE-3"):
            page.keyboard.type(code)
            page.keyboard.press("Enter")
        expect(page.locator(".k-scan-count")).to_contain_text("Waiting to be sent: 3")
        page.close()  # the handheld falls into the water; what it holds is in the browser's storage
    finally:
        plant.contexts["sun.lei"].set_offline(False)
    page = plant.page_of("sun.lei")
    page.goto(plant.at("/returns/scan", "en"))
    expect(page.locator(".k-scan-count")).to_contain_text("Sent: 3")
    expect(page.locator(".k-scan-count")).not_to_contain_text("Waiting")
    page.goto(plant.at("/returns/scans/?q=OFFLINE", "en"))
    for code in ("OFFLINE-1", "OFFLINE-2", "OFFLINE-3"):
        expect(page.get_by_text(code, exact=True)).to_have_count(1)
    page.close()


def test_the_label_of_a_place_says_where_the_goods_lie(plant: Plant) -> None:
    page = plant.page_of("sun.lei")
    page.goto(plant.at("/returns/places/", "en"))
    page.get_by_label("Code").fill("DOCK-7")
    page.get_by_label("Kind").select_option("dock")
    page.get_by_label("Name").fill("七号收货口")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Label").nth(3)).to_be_visible()
    page.goto(plant.at("/returns/scan", "en"))
    page.keyboard.type("DOCK-7")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Place")).to_have_value("DOCK-7")
    expect(page.locator(".k-scan-count")).to_contain_text("Sent: 0")
    page.keyboard.type("L2026-NOBODY")
    page.keyboard.press("Enter")
    expect(page.locator(".k-scan-unmatched .k-scan-number")).to_contain_text("× 1 → Quarantine area")
    expect(page.get_by_text("This place is not on the site's list")).to_have_count(0)
    page.get_by_label("Place").fill("DOKC-7")
    page.locator("[data-scan]").focus()
    page.keyboard.type("L2026-NOBODY")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This place is not on the site's list")).to_be_visible()
    page.close()


def typed(page: Page, field: str, words: str) -> None:
    """Type into a field, as a wedge does, and Enter."""
    page.get_by_label(field, exact=True).focus()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_what_the_server_refuses_is_corrected_or_thrown_away(plant: Plant) -> None:
    page = plant.page_of("sun.lei")
    page.goto(plant.at("/returns/scan", "en"))
    page.evaluate("""() => {
        const form = document.querySelector("#station form");
        const key = `kesu-scan:${form.elements.device.value}:901`;
        const scan = { device: form.elements.device.value, sequence: 901, code: "L2026-WRONG", action: "arrive", quantity: "1.23456",
            scanned_at: new Date().toISOString() };
        localStorage.setItem(key, JSON.stringify({ site: "SZ", scan }));
        window.dispatchEvent(new Event("online"));
    }""")
    refused = page.locator("[data-refused] li")
    expect(refused).to_contain_text("L2026-WRONG · × 1.23456")
    page.reload()
    expect(refused).to_have_count(1)
    page.get_by_role("button", name="Correct").click()
    expect(page.locator("[data-scan]")).to_have_value("L2026-WRONG")
    expect(refused).to_have_count(0)
    page.get_by_label("Quantity").fill("2")
    page.locator("[data-scan]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".k-scan-unmatched")).to_contain_text("× 2 → Quarantine area")
    page.close()


def test_a_code_in_the_wrong_field_is_told(plant: Plant) -> None:
    page = plant.page_of("sun.lei")
    page.goto(plant.at("/returns/scan", "en"))
    for field, fits in (("Quantity", "12"), ("Place", "SCRAP"), ("Return being unpacked", "RT-SZ-2026-000001")):
        typed(page, field, fits)
        expect(page.locator("[data-scan]")).to_be_focused()
        expect(page.get_by_label(field, exact=True)).to_have_value(fits)
        page.get_by_label(field, exact=True).fill("")
        typed(page, field, "(01)09501101020917(10)L1")
        expect(page.locator(".k-scan-refused")).to_contain_text("The cursor stood in another field")
        expect(page.get_by_label(field, exact=True)).to_have_value("")
    expect(page.locator(".k-scan-count")).to_contain_text("Sent: 0")
    page.close()


def test_who_signs_in_again_in_another_window_goes_on_scanning(plant: Plant) -> None:
    page = plant.page_of("sun.lei")
    page.goto(plant.at("/returns/scan", "en"))
    page.context.clear_cookies()
    page.keyboard.type("L2026-LATER")
    page.keyboard.press("Enter")
    expect(page.locator(".k-scan-refused")).to_contain_text("Sign in again in another window")
    plant.sign_in(page.context, "sun.lei")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".k-scan-unmatched .k-scan-code")).to_contain_text("L2026-LATER")
    page.close()


@pytest.fixture
def camera(browser: Browser, plant: Plant, tmp_path: Path) -> Iterator[Page]:
    """The scan page in a browser whose camera looks at a label with the code L2026-CAMERA."""
    film = tmp_path / "label.y4m"
    filmed(zxingcpp.create_barcode("L2026-CAMERA", zxingcpp.BarcodeFormat.DataMatrix, force_square=True), film)
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    seeing = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", *flags])
    context = seeing.new_context(storage_state=plant.page_of("sun.lei").context.storage_state(), permissions=["camera"])
    yield context.new_page()
    seeing.close()


def test_the_camera_reads_a_label(plant: Plant, camera: Page) -> None:
    camera.goto(plant.at("/returns/scan", "en"))
    camera.get_by_role("button", name="Camera").click()
    expect(camera.locator(".k-scan-result")).to_have_class(re.compile("k-scan-unmatched"), timeout=30_000)
    expect(camera.locator(".k-scan-code")).to_contain_text("L2026-CAMERA")


def filmed(code: zxingcpp.Barcode, path: Path) -> None:
    """A film of a second in which the code lies in the middle of white paper (YUV4MPEG2, as Chromium's fake camera plays it)."""
    drawn: Any = code.to_image(scale=12)
    picture: Any = memoryview(drawn)
    rows, columns = picture.shape
    top, left = (HEIGHT - rows) // 2, (WIDTH - columns) // 2
    grey = [bytearray(b"\xeb" * WIDTH) for _ in range(HEIGHT)]
    for row in range(rows):
        grey[top + row][left : left + columns] = bytes(235 if picture[row, column] else 16 for column in range(columns))
    frame = b"FRAME\n" + b"".join(bytes(row) for row in grey) + b"\x80" * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 10)

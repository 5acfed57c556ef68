"""Times are those of the site, in lists and forms as on the record's own page, wherever the browser stands."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.testing.rig import posted

COMPLAINT = {"customer_code": "C001", "channel": "email", "text": "轴封泄漏。", "received_at": "2026-01-05T06:30:00Z"}


@pytest.mark.parametrize(
    ("grant", "shown"),
    [("sales@SZ", "14:30"), ("sales@*", "01:30")],  # Shenzhen is UTC+8; somebody of several sites sees the browser's own, New York
)
def test_a_list_shows_the_site_s_time_to_people_of_one_site(shop: Any, grant: str, shown: str) -> None:
    number = posted(shop.program("sales@SZ"), "/intake/api/v1/complaints", COMPLAINT, 201)["number"]
    browser = shop.browser(grant)
    browser.set_cookie("kesu_tz", "America/New_York", path="/")
    assert f" {shown}</time>" in browser.get("/intake/complaints/").text
    assert " 14:30</time>" in browser.get(f"/intake/complaints/{number}").text


def test_a_form_is_read_in_the_zone_that_it_was_shown_in_whatever_the_browser_says_later(shop: Any) -> None:
    browser = shop.browser("sales@*")
    page = browser.get("/intake/complaints/new").text  # the browser has not told its zone yet: China's
    token, zone = (page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf_token", "shown_zone"))
    assert zone == "Asia/Shanghai"
    browser.set_cookie("kesu_tz", "America/New_York", path="/")
    sent = {"csrf_token": token, "shown_zone": zone, **COMPLAINT, "received_at": "2026-01-05T14:30"}
    assert browser.post("/intake/complaints/new", data=sent).status_code == 303
    (made,) = shop.program("sales@SZ").get("/intake/api/v1/complaints").json
    assert made["received_at"].startswith("2026-01-05T06:30:00")


def test_the_registration_form_reads_and_shows_the_site_s_time(shop: Any) -> None:
    browser = shop.browser("sales@SZ")
    browser.set_cookie("kesu_tz", "America/New_York", path="/")
    page = browser.get("/intake/complaints/new").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, **COMPLAINT, "received_at": "2026-01-05T14:30"}
    assert browser.post("/intake/complaints/new", data=sent).status_code == 303
    (made,) = shop.program("sales@SZ").get("/intake/api/v1/complaints").json
    assert made["received_at"].startswith("2026-01-05T06:30:00")

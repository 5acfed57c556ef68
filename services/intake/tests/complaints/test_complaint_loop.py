"""A complaint from the first e-mail to the confirmed, closed end, as intake sees it."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.clause("4.1.3.1-a", "4.1.3.1-b", "4.1.3.1-c", "4.1.3.4", "3.3", "4.1.3.9")
def test_a_complaint_on_our_fault_travels_to_its_confirmed_end(shop: Any) -> None:
    number = shop.complaint()
    assert number.startswith("KS-SZ-")
    assert shop.open_tasks(number) == {("complaint.acknowledge", "sales")}

    shop.do(number, "acknowledge", person="Ms Petersen", content="We have it.")
    assert shop.open_tasks(number) == {("complaint.dispatch", "sales")}

    shop.dispatch(number, "quality", "rnd")
    assert shop.get(number)["state"] == "dispatched"
    assert shop.open_tasks(number) == {("complaint.answer", "rnd"), ("complaint.reply", "sales")}

    shop.do(number, "answer", "rnd", answer="密封件适用于 80 °C。")
    assert shop.get(number)["state"] == "dispatched"
    shop.hear("case.opened", "QC-SZ-2026-000001", complaint=number)
    shop.verdict(number, severity="major", defect_en="Seal too soft", defect_zh="密封偏软")
    assert shop.get(number)["state"] == "answered"
    assert shop.facts("kesu.complaint.escalated.v1")[0]["to"] == "quality"

    shop.do(number, "settle", kind="exchange", quantity="12", terms="Exchange by 10 December.", agreed_with="Ms Petersen")
    assert shop.facts("kesu.complaint.settled.v1")[0]["quantity"] == "12"
    shop.hear("return.requested", "RT-SZ-2026-000001", number="RT-SZ-2026-000001", complaint=number)
    shop.do(number, "reply", channel="email", to="Ms Petersen", text="We exchange the goods.")
    shop.do(number, "confirm", who="Ms Petersen", words="e-mail of 1 December")
    refused = shop.do(number, "close", expect=409)
    assert "RT-SZ-2026-000001" in refused["detail"]
    page = shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}").text
    assert "still open: RT-SZ-2026-000001" in page, "what will be refused is not offered, and the page says what it waits for"
    assert f"/intake/complaints/{number}/close" not in page

    shop.hear("return.settled", "RT-SZ-2026-000001", number="RT-SZ-2026-000001", complaint=number)
    page = shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}").text
    assert f"/intake/complaints/{number}/close" in page
    assert shop.do(number, "close")["state"] == "closed"
    assert shop.open_tasks(number) == set()

    shop.hear("capa.closed", "CA-SZ-2026-000001", number="CA-SZ-2026-000001", complaints=[number])
    assert shop.open_tasks(number) == {("complaint.follow_up", "sales")}
    shop.do(number, "follow-up", effective=False, who="Ms Petersen", words="It leaks again.")
    assert shop.facts("kesu.followup.recorded.v1")[0] == {
        "capa": "CA-SZ-2026-000001",
        "complaint": number,
        "customer_code": "C001",
        "effective": False,
        "words": "It leaks again.",
    }
    assert shop.open_tasks(number) == set()

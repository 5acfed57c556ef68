"""Deliveries: told by the ERP with serials, GTIN and carrier; a page each, with what came back of customer and lot."""

from __future__ import annotations

from typing import Any

import pytest

URL = "/returns/api/v1/deliveries"


def test_serials_gtin_and_carrier_come_over_the_api_and_are_corrected_by_the_same_number(returns: Any) -> None:
    made = returns.deliver(number="DN-9", serials=["S1", "S2"], carrier="DHL", waybill="JD01", quantity="2")
    assert (made["serials"], made["gtin"], made["carrier"], made["waybill"]) == (["S1", "S2"], "09501101020917", "DHL", "JD01")
    wanted = {name: value for name, value in made.items() if name != "version"}
    client = returns.program("integration@SZ")
    again = client.post(URL, json={**wanted, "serials": ["S1", "S3"]})
    assert (again.status_code, again.json["serials"]) == (200, ["S1", "S3"])
    assert client.get(f"{URL}?waybill=JD01").json[0]["number"] == "DN-9"
    assert client.post(URL, json={**wanted, "gtin": "095011010209181"}).status_code == 422


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_delivery_has_a_page_with_what_came_back_of_customer_and_lot(returns: Any, language: str) -> None:
    number = returns.received()
    browser = returns.browser("sales@SZ", language=language)
    assert "/returns/deliveries/SZ/DN-1/1" in browser.get("/returns/deliveries/").text
    page = browser.get("/returns/deliveries/SZ/DN-1/1")
    assert page.status_code == 200, page.text[-2000:]
    assert number in page.text
    assert ("退回数量多于已发货数量" if language == "zh" else "More came back than was delivered") not in page.text
    assert browser.get("/returns/deliveries/SZ/DN-404").status_code == 404
    assert returns.browser("sales@XX").get("/returns/deliveries/SZ/DN-1/1").status_code == 404


def test_more_returned_than_delivered_is_marked(returns: Any) -> None:
    returns.received()
    returns.program("integration@SZ").post(URL, json={**returns.delivery, "quantity": "4"})
    page = returns.browser("sales@SZ", language="en").get("/returns/deliveries/SZ/DN-1/1").text
    assert page.count("More came back than was delivered so far") == 2

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


@pytest.mark.parametrize(
    ("gtin", "kept"),
    [
        ("9501101020917", "09501101020917"),
        ("036000291452", "00036000291452"),
        ("96385074", "00000096385074"),
        ("09501101020917", "09501101020917"),
    ],
)
def test_a_gtin_is_kept_as_the_scanner_reads_it(returns: Any, gtin: str, kept: str) -> None:
    assert returns.deliver(number="DN-10", gtin=gtin, lot="L-GTIN")["gtin"] == kept
    found = returns.program("sales@SZ").get(f"{URL}?gtin={gtin}")
    assert [one["number"] for one in found.json if one["lot"] == "L-GTIN"] == ["DN-10"]


@pytest.mark.parametrize(
    ("gtin", "words"), [("9501101020918", "last digit"), ("950110102", "8, 12, 13 or 14"), ("95011010209l7", "8, 12, 13 or 14")]
)
def test_a_gtin_that_cannot_be_is_refused_with_its_reason(returns: Any, gtin: str, words: str) -> None:
    refused = returns.program("integration@SZ").post(URL, json={**returns.delivery, "number": "DN-11", "gtin": gtin})
    assert refused.status_code == 422
    assert words in str(refused.json["errors"])
    assert "gtin" in str(refused.json["errors"])


def test_goods_that_come_unannounced_are_known_by_their_serial_number(returns: Any) -> None:
    returns.deliver(number="DN-12", serials=["SN-1", "SN-2"], customer_code="C009", customer_name="Oslo Pumper", lot="L-SN", gtin=None)
    returns.deliver(number="DN-13", serials=["SN-1"], lot="L-OTHER", gtin="00036000291452")
    for code in ("(01)09501101020917(21)SN-2", "SN-2"):
        number = returns.scan(code)[0]["return_number"]
        thing = returns.get(number)
        assert (thing["customer_code"], thing["lines"][0]["lot"], thing["lines"][0]["product"]) == ("C009", "L-SN", "GP-200"), code
        page = returns.browser("sales@SZ", language="en").get(f"/returns/returns/{number}").text
        assert "delivered with this serial number" in page.lower()
        assert "DN-12" in page


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

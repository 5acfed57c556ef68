"""The carrier's own page about a waybill, as the site names it."""

from __future__ import annotations

import re
from typing import Any

import pytest

PAGES = {
    "tracking.SF": {"link": "https://track.example.com/?lang=zh&no={waybill}"},
    "tracking.Old": {"link": "http://track.example.com/{waybill}"},
    "tracking.Odd": {"days": 2},
}


def links(returns: Any, path: str) -> list[str]:
    page = returns.browser("sales@SZ", language="en").get(f"/returns/{path}").text
    return re.findall(r'href="(https?://[^"]*)" target="_blank" rel="noopener noreferrer"', page)


@pytest.mark.clause("4.1.3.7-a")
def test_a_waybill_on_a_return_and_on_its_replacement_leads_to_the_carrier(returns: Any) -> None:
    returns.know_site(targets=PAGES)
    number = returns.authorised()
    returns.do(number, "ship", carrier="sf ", waybill='SF 1/2&x="><b>')
    assert links(returns, f"returns/{number}") == ["https://track.example.com/?lang=zh&amp;no=SF%201%2F2%26x%3D%22%3E%3Cb%3E"]
    returns.scan(number, quantity="10")
    returns.review(number, ours="10")
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "4"}], carrier="SF", waybill="SF-2")
    assert links(returns, f"returns/{number}")[0].endswith("no=SF-2")


def test_a_delivery_leads_to_the_carrier_as_well(returns: Any) -> None:
    returns.know_site(targets=PAGES)
    returns.deliver(number="DN-2", carrier="SF", waybill="SF-3")
    assert links(returns, "deliveries/SZ/DN-2") == ["https://track.example.com/?lang=zh&amp;no=SF-3"]
    assert "查询" in returns.browser("sales@SZ", language="zh").get("/returns/deliveries/SZ/DN-2").text


@pytest.mark.parametrize("carrier", ["Old", "Odd", "another", None])
def test_without_an_https_page_of_the_carrier_there_is_no_link(returns: Any, carrier: str | None) -> None:
    returns.know_site(targets=PAGES)
    returns.deliver(number="DN-2", carrier=carrier, waybill="SF-3")
    assert links(returns, "deliveries/SZ/DN-2") == []
    assert "SF-3" in returns.browser("sales@SZ").get("/returns/deliveries/SZ/DN-2").text

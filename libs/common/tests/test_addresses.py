"""Addresses with a place: only such as lead where the administrator meant, whatever the value is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from kesu_common.addresses import filled, is_template

GOOD = "https://track.example.com/find/{waybill}?lang=zh#{waybill}"


@pytest.mark.parametrize("template", [GOOD, "https://t.example.com:8443/?no={waybill}&x=%20", "HTTPS://t.example.com/{waybill}"])
def test_an_https_address_with_the_place_is_one(template: str) -> None:
    assert is_template(template, "waybill")


@pytest.mark.parametrize(
    "template",
    [
        "http://track.example.com/{waybill}",
        "javascript:alert('{waybill}')",
        "data:text/html,{waybill}",
        "//track.example.com/{waybill}",
        "track.example.com/{waybill}",
        "https:///{waybill}",
        "https://{waybill}.example.com/",
        "https://{waybill}.example.com/{waybill}",
        "https://user:secret@track.example.com/{waybill}",
        "https://track.example.com:99999/{waybill}",
        "https://[::1/{waybill}",
        "https://track.example.com/",
        "https://track.example.com/{number}",
        "https://track.example.com/{waybill}{0}",
        "https://track.example.com/{waybill.__class__}",
        'https://track.example.com/{waybill}"onclick="x',
        "https://track.example.com\\@evil.example/{waybill}",
        "https://track.example.com/{waybill} x",
        "https://track.example.com/\n{waybill}",
        "https://trаck.example.com/{waybill}",
        f"https://track.example.com/{'x' * 500}{{waybill}}",
        None,
        {"link": GOOD},
    ],
)
def test_anything_else_is_none_and_is_never_filled(template: object) -> None:
    assert not is_template(template, "waybill")
    assert filled(template, "waybill", "SF-1") is None


def test_the_value_is_escaped() -> None:
    assert filled(GOOD, "waybill", " SF 1/2&a=b?#顺 ") == (
        "https://track.example.com/find/SF%201%2F2%26a%3Db%3F%23%E9%A1%BA?lang=zh#SF%201%2F2%26a%3Db%3F%23%E9%A1%BA"
    )


@given(st.text(st.characters(codec="utf-8"), max_size=64))
def test_no_value_changes_where_the_address_leads_or_ends_an_attribute(value: str) -> None:
    address = filled("https://track.example.com/?no={waybill}", "waybill", value) or ""
    assert address.startswith("https://track.example.com/?no=")
    assert not set("\"'<>& \\/?#") & set(address.removeprefix("https://track.example.com/?no="))
    assert str(escape(address)) == address

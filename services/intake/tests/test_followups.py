"""Whom to ask whether a corrective action has helped, and what they said (clause 4.1.3.9)."""

from __future__ import annotations

from typing import Any

import pytest


def waiting(shop: Any, capa: str = "CA-SZ-2026-000007", **changes: Any) -> str:
    """A complaint whose customer is to be asked about a corrective action."""
    number = str(shop.complaint(**changes))
    shop.hear("capa.closed", capa, number=capa, complaint=number)
    return number


@pytest.mark.clause("4.1.3.9")
def test_the_list_says_whom_to_ask_and_what_they_said(shop: Any) -> None:
    shop.customer(code="C002", name="Lyon Pompes SA")
    asked, other = waiting(shop), waiting(shop, customer_code="C002")
    shop.do(asked, "follow-up", effective=False, who="Ms Petersen", words="It still leaks.")

    def listed(**args: str) -> list[dict[str, Any]]:
        answer = shop.program("sales@SZ").get("/intake/api/v1/followups", query_string=args)
        assert answer.status_code == 200, answer.text
        return list(answer.json)

    assert {(x["complaint"], x["state"]) for x in listed()} == {(asked, "recorded"), (other, "open")}
    assert [x["complaint"] for x in listed(state="open")] == [other]
    assert [(x["complaint"], x["words"]) for x in listed(effective="false")] == [(asked, "It still leaks.")]
    assert listed(effective="true") == []
    assert [x["customer_name"] for x in listed(customer="C002")] == ["Lyon Pompes SA"]
    assert shop.program("sales@SH").get("/intake/api/v1/followups").json == []


@pytest.mark.parametrize(("language", "empty"), [("zh", "目前没有需要回访的客户"), ("en", "Nobody to ask yet")])
def test_the_page_shows_them_in_both_languages(shop: Any, language: str, empty: str) -> None:
    sales = shop.browser("sales@SZ", language=language)
    assert empty in sales.get("/intake/followups/").text
    number = waiting(shop)
    page = sales.get("/intake/followups/").text
    assert number in page
    assert "CA-SZ-2026-000007" in page

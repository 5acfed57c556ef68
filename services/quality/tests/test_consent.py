"""The customer's consent to a concession, at sites that ask for it."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.clause("4.1.3.4-b")
def test_a_concession_waits_for_the_customers_consent_where_the_site_asks_for_it(quality: Any) -> None:
    quality.know_site(targets={"goods.consent": {"days": 1}})
    goods = quality.reviewed("120", "0", "0")
    quality.dispose(goods, ("concession", "40"), role="lead", expect=409)
    quality.post(f"goods/{goods}/ask-consent", question="40 pieces with a bore of 20.03 mm?")
    assert ("goods.consent", "sales") in quality.open_tasks(goods)
    quality.post(f"goods/{goods}/consent", "warehouse", expect=403, agreed=True, evidence="…")
    quality.post(f"goods/{goods}/consent", "sales", agreed=False, evidence="E-mail of 24 November")
    assert ("goods.consent", "sales") not in quality.open_tasks(goods)
    problem = quality.dispose(goods, ("concession", "40"), role="lead", expect=409)
    assert "did not agree" in problem["detail"]
    quality.post(f"goods/{goods}/ask-consent", question="And at a price of 80 %?")
    assert quality.get(f"goods/{goods}")["consent"] is None
    quality.post(f"goods/{goods}/consent", "sales", agreed=True, evidence="Signed by Mr Brandt")
    assert quality.dispose(goods, ("concession", "40"), role="lead")["conceded"] == "40"
    assert [fact["agreed"] for fact in quality.facts("kesu.consent.recorded.v1")] == [False, True]


def test_other_sites_need_no_consent(quality: Any) -> None:
    goods = quality.reviewed("120", "0", "0")
    assert quality.dispose(goods, ("concession", "120"), role="lead")["conceded"] == "120"

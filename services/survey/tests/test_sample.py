"""Who is asked, and who is left out and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest

from kesu_survey.campaigns.sample import draw


@dataclass
class Customer:
    """A customer as far as the draw looks."""

    number: str
    tier: str
    state: str = "active"
    name: str = "x"


MARKET = [*(Customer(f"A{n}", "A") for n in range(3)), *(Customer(f"B{n:02}", "B") for n in range(11)), Customer("C1", "C")]
RULE = [{"tier": "A", "share": 100}, {"tier": "B", "share": 50}]


@pytest.mark.clause("4.2.1.3")
def test_each_tier_gives_its_share_rounded_up_and_everybody_has_a_reason() -> None:
    drawn = draw(MARKET, RULE, [{"customer_code": "A1", "reason": "in court with us"}], "SC-1")
    assert Counter(one.customer.tier for one in drawn if one.asked) == {"A": 2, "B": 6}
    whys = {one.customer.number: one.why for one in drawn}
    assert (whys["A0"], whys["A1"], whys["C1"]) == ("drawn", "excluded", "tier_not_asked")
    assert Counter(whys.values())["not_drawn"] == 5
    assert next(one.reason for one in drawn if one.customer.number == "A1") == "in court with us"


def test_a_customer_who_is_not_active_is_neither_asked_nor_counted() -> None:
    market = [Customer("B1", "B", "inactive"), Customer("B2", "B"), Customer("B3", "B")]
    drawn = draw(market, RULE, [], "SC-1")
    assert [one.why for one in drawn if one.customer.number == "B1"] == ["inactive"]
    assert sum(one.asked for one in drawn) == 1


def test_the_same_seed_draws_the_same_whatever_the_order_and_another_seed_another() -> None:
    first, again = draw(MARKET, RULE, [], "SC-1"), draw(list(reversed(MARKET)), RULE, [], "SC-1")
    assert first == again
    assert any([one.asked for one in first] != [one.asked for one in draw(MARKET, RULE, [], f"SC-{n}")] for n in range(2, 9))

"""Drawing the sample from the tiers by the plan's rule (clause 4.2.1.3). The same seed draws the same, so that a draw can be checked."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kesu_common.i18n import N_

DRAWN, INACTIVE, EXCLUDED, TIER_NOT_ASKED, NOT_DRAWN = "drawn", "inactive", "excluded", "tier_not_asked", "not_drawn"
WHYS = {
    DRAWN: N_("drawn by the tier's rule"),
    INACTIVE: N_("not an active customer"),
    EXCLUDED: N_("left out by the plan"),
    TIER_NOT_ASKED: N_("the plan does not ask this tier"),
    NOT_DRAWN: N_("not drawn: the plan asks only a part of this tier"),
}
"""Why a customer is asked or is not."""


class Customer(Protocol):
    """What the draw looks at."""

    number: Any
    name: Any
    tier: Any
    state: Any


@dataclass(frozen=True)
class Drawn:
    """The outcome for one customer."""

    customer: Customer
    why: str
    reason: str | None = None

    @property
    def asked(self) -> bool:
        """Whether the customer gets an invitation."""
        return self.why == DRAWN


def draw(customers: Iterable[Customer], rule: Sequence[Mapping[str, Any]], excluded: Sequence[Mapping[str, Any]], seed: str) -> list[Drawn]:
    """What becomes of each customer, by code. A tier's share is taken of its active customers who are not excluded, rounded up."""
    shares = {line["tier"]: int(line["share"]) for line in rule}
    reasons = {line["customer_code"]: str(line["reason"]) for line in excluded}
    ordered = sorted(customers, key=lambda customer: str(customer.number))
    candidates: dict[str, list[str]] = {}
    for customer in ordered:
        if customer.state == "active" and customer.number not in reasons:
            candidates.setdefault(customer.tier, []).append(customer.number)
    chance = random.Random(seed)  # noqa: S311  (a draw that can be repeated, no secret)
    chosen: set[str] = set()
    for tier in sorted(candidates):
        wanted = -(-len(candidates[tier]) * shares.get(tier, 0) // 100)
        chosen.update(chance.sample(candidates[tier], wanted))
    return [_outcome(customer, shares, reasons, chosen) for customer in ordered]


def _outcome(customer: Customer, shares: Mapping[str, int], reasons: Mapping[str, str], chosen: set[str]) -> Drawn:
    if customer.number in chosen:
        return Drawn(customer, DRAWN)
    if customer.state != "active":
        return Drawn(customer, INACTIVE)
    if customer.number in reasons:
        return Drawn(customer, EXCLUDED, reasons[customer.number])
    return Drawn(customer, NOT_DRAWN if shares.get(customer.tier) else TIER_NOT_ASKED)

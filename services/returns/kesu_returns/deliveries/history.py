"""What became of what was delivered: delivered, returned so far and complained about, for a customer's product and for a lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kesu_returns.copies.model import KnownComplaint
from kesu_returns.deliveries.model import Delivery
from kesu_returns.returns.model import Return, ReturnLine

MOST = 50
"""So many returns and complaints are named, the newest."""
NO_GOODS_OF_THE_PAST = ("rejected", "cancelled", "matched")
"""Returns whose goods did not come, or are counted elsewhere."""


@dataclass(frozen=True)
class History:
    """Quantities in the product's own unit: `delivered` so far, `returned` (received, whatever was found); what was complained about."""

    delivered: Decimal
    returned: Decimal
    returns: Sequence[tuple[Return, Decimal]]
    complaints: Sequence[KnownComplaint]

    @property
    def excess(self) -> Decimal:
        """How many more came back than were ever delivered; 0 as a rule."""
        return max(self.returned - self.delivered, Decimal(0))


def of_customer(session: Session, delivery: Delivery) -> History:
    """The delivery's customer and product, at its site, all lots together."""
    code, product = delivery.customer_code, delivery.product
    return _history(
        session,
        delivery.site,
        (Delivery.customer_code.is_not_distinct_from(code), Delivery.product == product),
        (Return.customer_code.is_not_distinct_from(code), ReturnLine.product == product),
        (KnownComplaint.customer_code.is_not_distinct_from(code), KnownComplaint.product == product),
    )


def of_lot(session: Session, delivery: Delivery) -> History | None:
    """The delivery's lot, at its site, whoever got it; none for a delivery without one."""
    lot = delivery.lot
    if lot is None:
        return None
    return _history(session, delivery.site, (Delivery.lot == lot,), (ReturnLine.lot == lot,), (KnownComplaint.lot == lot,))


Conditions = Sequence[ColumnElement[bool]]


def _history(session: Session, site: str, delivered: Conditions, returned: Conditions, complained: Conditions) -> History:
    came = func.sum(ReturnLine.received)
    lines = select(Return, came).join(ReturnLine).where(Return.site == site, Return.state.not_in(NO_GOODS_OF_THE_PAST), *returned)
    by_return: Any = lines.group_by(Return.id).order_by(Return.id.desc()).limit(MOST)
    total = lines.with_only_columns(came)
    known = select(KnownComplaint).where(KnownComplaint.site == site, *complained).order_by(KnownComplaint.number.desc()).limit(MOST)
    return History(
        delivered=session.scalar(select(func.sum(Delivery.quantity)).where(Delivery.site == site, *delivered)) or Decimal(0),
        returned=session.scalar(total) or Decimal(0),
        returns=[(one, quantity) for one, quantity in session.execute(by_return)],
        complaints=session.scalars(known).all(),
    )

"""Reading deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Select, cast, func, or_, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_common.queries import records
from kesu_returns.deliveries.model import Delivery
from kesu_returns.permissions import READ_RETURNS

SORTS = {"delivered_on": Delivery.delivered_on, "created_at": Delivery.created_at, "number": Delivery.number}
FILTERS = {
    "site": Delivery.site,
    "customer": Delivery.customer_code,
    "product": Delivery.product,
    "lot": Delivery.lot,
    "gtin": Delivery.gtin,
    "waybill": Delivery.waybill,
}
"""Query argument → the column that must equal it."""
WORDS = (Delivery.number, Delivery.customer_name, Delivery.customer_code, Delivery.product, Delivery.product_name, Delivery.lot)
"""Where `q` is looked for."""


def deliveries(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The deliveries that the actor may see, narrowed by site, customer, product, lot, gtin, waybill, days and words `q`."""
    statement = records(actor, READ_RETURNS, Delivery, args, FILTERS, WORDS)
    if args.get("since"):
        statement = statement.where(Delivery.delivered_on >= args["since"])
    if args.get("until"):
        statement = statement.where(Delivery.delivered_on <= args["until"])
    return statement


def delivery_for(session: Session, actor: Actor, site: str, number: str) -> Delivery:
    """One delivered line by the ERP's number. Raises `NotFound`."""
    found = session.scalar(
        scoped(select(Delivery).where(Delivery.site == site, Delivery.number == number), actor, READ_RETURNS, Delivery.site)
    )
    if found is None:
        raise NotFound(N_("There is no delivery %(number)s at site %(site)s."), number=number, site=site)
    return found


RECENT = 1000
"""From so many of the latest deliveries forms suggest."""


def recently_delivered(session: Session, actor: Actor) -> dict[str, dict[str, str]]:
    """What the latest deliveries name, newest first: `customers` (code → name), `products` (number → name), `lots` (lot → product)."""
    latest = scoped(select(Delivery), actor, READ_RETURNS, Delivery.site).order_by(Delivery.delivered_on.desc(), Delivery.id.desc())
    found: dict[str, dict[str, str]] = {"customers": {}, "products": {}, "lots": {}}
    for one in session.scalars(latest.limit(RECENT)):
        if one.customer_code:
            found["customers"].setdefault(one.customer_code, one.customer_name or one.customer_code)
        found["products"].setdefault(one.product, one.product_name or one.product)
        if one.lot:
            found["lots"].setdefault(one.lot, f"{one.lot} · {one.product}")
    return found


def last_delivery(session: Session, site: str, *, product: str | None, lot: str | None, customer: str | None) -> Delivery | None:
    """The latest delivery of this product and lot at the site, to this customer if there is one."""
    if product is None and lot is None:
        return None
    statement = select(Delivery).where(Delivery.site == site)
    statement = statement if product is None else statement.where(Delivery.product == product)
    statement = statement if lot is None else statement.where(Delivery.lot == lot)
    theirs = Delivery.customer_code.is_not_distinct_from(customer)
    return session.scalar(statement.order_by(theirs.desc(), Delivery.delivered_on.desc(), Delivery.id.desc()).limit(1))


def delivery_of_serial(session: Session, site: str, serial: str, gtin: str | None = None) -> Delivery | None:
    """The latest delivery at the site with this serial number; of this GTIN, where both are known."""
    statement = select(Delivery).where(Delivery.site == site, Delivery.serials.contains([serial]))
    statement = statement if gtin is None else statement.where(or_(Delivery.gtin == gtin, Delivery.gtin.is_(None)))
    return session.scalar(statement.order_by(Delivery.delivered_on.desc(), Delivery.id.desc()).limit(1))


def delivered_until(session: Session, site: str, customer: str | None, product: str, until: datetime) -> Decimal:
    """How many of a product the customer had been delivered at this site by that moment."""
    same = (Delivery.site == site, Delivery.customer_code.is_not_distinct_from(customer), Delivery.product == product)
    moment = func.coalesce(Delivery.delivered_at, cast(Delivery.delivered_on, DateTime(timezone=True)))
    total = session.scalar(select(func.sum(Delivery.quantity)).where(*same, moment <= until))
    return total or Decimal(0)

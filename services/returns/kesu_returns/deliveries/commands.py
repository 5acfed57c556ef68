"""Recording deliveries: the only writer of the delivery table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_returns.copies.queries import customer_name
from kesu_returns.deliveries.model import Delivery
from kesu_returns.events import DELIVERY_RECORDED
from kesu_returns.permissions import RECORD_DELIVERY

Outcome = Literal["created", "updated", "unchanged"]


def record_delivery(session: Session, actor: Actor, site: str, data: Mapping[str, Any]) -> tuple[Delivery, Outcome]:
    """Keep a delivered line (登记发货); the same number at the same site again corrects it, with the same content changes nothing and
    states nothing.

    `data` as loaded by `schemas.DeliveryIn`. Raises `Invalid` for an unknown site.
    """
    site_of(session, site)
    actor.require(RECORD_DELIVERY, site)
    values = dict(data)
    values["customer_name"] = values.get("customer_name") or customer_name(session, values.get("customer_code"))
    found = session.scalar(select(Delivery).where(Delivery.site == site, Delivery.number == values["number"]).with_for_update())
    if found is not None and all(getattr(found, name) == value for name, value in values.items()):
        return found, "unchanged"
    delivery = found or Delivery(site=site)
    for name, value in values.items():
        setattr(delivery, name, value)
    session.add(delivery)
    record(session, actor, DELIVERY_RECORDED, delivery, _facts(delivery))
    return delivery, "updated" if found is not None else "created"


def _facts(delivery: Delivery) -> dict[str, Any]:
    names = ("number", "customer_code", "customer_name", "product", "lot", "gtin", "quantity", "delivered_on")
    return {name: getattr(delivery, name) for name in names}

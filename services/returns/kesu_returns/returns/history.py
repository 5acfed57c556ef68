"""Past returns of another system: kept as closed, with what they exceed all deliveries by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.database import next_number
from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.importing import Applied
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_returns import events
from kesu_returns.copies.queries import customer_name
from kesu_returns.deliveries.queries import delivered_until
from kesu_returns.moments import Moment
from kesu_returns.permissions import RECORD_DELIVERY
from kesu_returns.places.model import QUARANTINE
from kesu_returns.receiving.booking import Booking
from kesu_returns.receiving.commands import book
from kesu_returns.returns.commands import state
from kesu_returns.returns.facts import with_lines
from kesu_returns.returns.model import Return, ReturnLine
from kesu_returns.sites import only_site


def apply_return(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Keep a returned line under its document. Raises `Conflict` when the line is known with another quantity or product."""
    site = row.get("site") or only_site(session, actor, RECORD_DELIVERY)
    actor.require(RECORD_DELIVERY, site)
    moment: Moment = row["returned_on"]
    returned_at = moment.at(site_of(session, site).worktime().zone, time.max)
    thing = session.scalar(select(Return).where(Return.site == site, Return.reference == row["document"]).with_for_update())
    known = next((line for line in thing.lines if line.reference == row["number"]), None) if thing else None
    if known is not None:
        if (known.product, known.claimed) != (row["product"], row["quantity"]):
            raise Conflict(N_("This line is known already, with another product or quantity."), field="quantity")
        return Applied.UNCHANGED
    if thing is None:
        thing = Return(
            number=next_number(session, "RT", site, moment.day.year),
            site=site,
            state="closed",
            kind="return",
            source="import",
            reference=row["document"],
            customer_code=row.get("customer_code"),
            requested_by=actor.id,
            arrived_at=returned_at,
            created_at=returned_at,
            customer_name=row.get("customer_name") or customer_name(session, row.get("customer_code")),
        )
        session.add(thing)
    line = _line(session, thing, row, returned_at)
    thing.lines.append(line)
    thing.value = (thing.value or Decimal(0)) + line.claimed * (line.unit_price or Decimal(0))
    state(session, actor, events.RETURN_RECORDED, thing, with_lines(thing))
    book(session, actor, [Booking(line.id, row["quantity"], "import", QUARANTINE, returned_at)])
    return Applied.CREATED


def _line(session: Session, thing: Return, row: Mapping[str, Any], returned_at: datetime) -> ReturnLine:
    delivered = delivered_until(session, thing.site, thing.customer_code, row["product"], returned_at)
    before = session.scalar(
        select(func.sum(ReturnLine.claimed))
        .join(Return)
        .where(
            Return.site == thing.site,
            Return.customer_code.is_not_distinct_from(thing.customer_code),
            ReturnLine.product == row["product"],
            Return.source == "import",
        )
    ) or Decimal(0)
    left = max(delivered - before, Decimal(0))
    return ReturnLine(
        line=len(thing.lines) + 1,
        reference=row["number"],
        product=row["product"],
        product_name=row.get("product_name"),
        lot=row.get("lot"),
        unit_price=row["unit_price"],
        claimed=row["quantity"],
        outstanding=row["quantity"],
        excess=max(row["quantity"] - left, Decimal(0)),
    )

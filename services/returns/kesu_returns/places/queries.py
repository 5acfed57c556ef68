"""Where goods lie."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor, scoped
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.places.model import EVERYWHERE, Place, Stock


def places(actor: Actor, site: str | None = None) -> Select[Any]:
    """The places at the sites that the actor may see."""
    statement = scoped(select(Place), actor, READ_RETURNS, Place.site)
    return statement if site is None else statement.where(Place.site == site)


def lying_at(session: Session, line_ids: Sequence[UUID]) -> dict[tuple[UUID, str], Decimal]:
    """How much of each line lies at which place of ours now."""
    lying = select(Stock.line_id, Stock.place, Stock.quantity).where(Stock.line_id.in_(line_ids), Stock.quantity > 0)
    return {(line, place): quantity for line, place, quantity in session.execute(lying.order_by(Stock.place))}


def kinds_of_places(session: Session, site: str) -> dict[str, str]:
    """Code → kind of the site's places, those that every site has included."""
    rows = session.execute(select(Place.code, Place.kind).where(Place.site == site))
    return {**EVERYWHERE, **{place.code: place.kind for place in rows}}


def quarantine_places(session: Session, site: str) -> set[str]:
    """Codes of the site's quarantine places, the one that every site has included."""
    return {code for code, kind in kinds_of_places(session, site).items() if kind == "quarantine"}

"""Where goods lie."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor, scoped
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.places.model import CUSTOMER, QUARANTINE, Movement, Place


def places(actor: Actor, site: str | None = None) -> Select[Any]:
    """The places at the sites that the actor may see."""
    statement = scoped(select(Place), actor, READ_RETURNS, Place.site)
    return statement if site is None else statement.where(Place.site == site)


def lying_at(session: Session, line_ids: Sequence[UUID]) -> dict[tuple[UUID, str], Decimal]:
    """How much of each line lies at which place now: what came there less what went. The customer's side is left out."""
    came = select(Movement.line_id, Movement.to_place.label("place"), Movement.quantity.label("quantity")).where(
        Movement.line_id.in_(line_ids)
    )
    went = select(Movement.line_id, Movement.from_place, -Movement.quantity).where(Movement.line_id.in_(line_ids))
    moved = union_all(came, went).subquery()
    total = func.sum(moved.c.quantity)
    rows = session.execute(select(moved.c.line_id, moved.c.place, total).group_by(moved.c.line_id, moved.c.place).having(total > 0))
    return {(line, place): quantity for line, place, quantity in rows if place != CUSTOMER}


def quarantine_places(session: Session, site: str) -> set[str]:
    """Codes of the site's quarantine places, the one that every site has included."""
    return {QUARANTINE, *session.scalars(select(Place.code).where(Place.site == site, Place.kind == "quarantine"))}

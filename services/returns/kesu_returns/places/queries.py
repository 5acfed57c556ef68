"""Where goods lie."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.places.model import EVERYWHERE, PLACE_KINDS, Place, Stock
from kesu_returns.returns.model import Return, ReturnLine

MOST_NAMED = 12
"""Places that a refusal names."""


def places(actor: Actor, site: str | None = None) -> Select[Any]:
    """The places at the sites that the actor may see."""
    statement = scoped(select(Place), actor, READ_RETURNS, Place.site)
    return statement if site is None else statement.where(Place.site == site)


def place_for(session: Session, actor: Actor, site: str, code: str) -> Place:
    """One place of a site's own. Raises `NotFound`, also for what the actor may not see."""
    found: Place | None = session.scalar(places(actor, site).where(Place.code == code))
    if found is None:
        raise NotFound(N_("There is no place “%(code)s” at %(site)s."), code=code, site=site)
    return found


def lying_by_place(session: Session, site: str) -> dict[str, Decimal]:
    """How many pieces lie at each place of the site now, whether it is on the list or not."""
    joined = select(Stock.place, func.sum(Stock.quantity)).join(ReturnLine, ReturnLine.id == Stock.line_id).join(Return)
    found = session.execute(joined.where(Return.site == site, Stock.quantity > 0).group_by(Stock.place).order_by(Stock.place))
    return dict(found.all())


def lying_at(session: Session, line_ids: Sequence[UUID]) -> dict[tuple[UUID, str], Decimal]:
    """How much of each line lies at which place of ours now."""
    lying = select(Stock.line_id, Stock.place, Stock.quantity).where(Stock.line_id.in_(line_ids), Stock.quantity > 0)
    return {(line, place): quantity for line, place, quantity in session.execute(lying.order_by(Stock.place))}


def kinds_of_places(session: Session, site: str) -> dict[str, str]:
    """Code → kind of the site's places, those that every site has included first."""
    rows = session.execute(select(Place.code, Place.kind).where(Place.site == site).order_by(Place.code))
    return {**EVERYWHERE, **{place.code: place.kind for place in rows}}


def require_place(session: Session, site: str, code: str, field: str, kinds: Collection[str] = PLACE_KINDS) -> None:
    """Raise `Invalid` for a place that the site has not, or has none of these kinds: goods written down there would not be found again."""
    known = {place: kind for place, kind in kinds_of_places(session, site).items() if kind in kinds}
    if code not in known:
        names = ", ".join(list(known)[:MOST_NAMED]) + (", …" if len(known) > MOST_NAMED else "")
        raise Invalid(
            N_("Site %(site)s has no place “%(code)s” for this. Choose one of %(names)s, or enter it under “Places” first."),
            field=field, site=site, code=code, names=names,
        )  # fmt: skip


def quarantine_places(session: Session, site: str) -> set[str]:
    """Codes of the site's quarantine places, the one that every site has included."""
    return {code for code, kind in kinds_of_places(session, site).items() if kind == "quarantine"}

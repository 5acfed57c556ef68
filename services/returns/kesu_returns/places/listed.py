"""A site's places as its page lists them: those on the list, those that every site has, and those where goods lie all the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_common.people.copies import sites_where
from kesu_returns.permissions import KEEP_PLACES, READ_RETURNS
from kesu_returns.places.model import CUSTOMER, EVERYWHERE, Place
from kesu_returns.places.queries import lying_by_place, places
from kesu_returns.places.words import place_name


class Listed(NamedTuple):
    """One place: `kind` is none where nobody has entered it, `own` whether the site may change it, `keeps` whether the reader may."""

    site: str
    code: str
    kind: str | None
    name: str
    lying: Decimal
    own: bool
    keeps: bool


def listed_places(session: Session, actor: Actor) -> Sequence[Listed]:
    """All places of the sites that the actor may see: by site, what is not on the list first."""
    found = []
    for site in (site.code for site in sites_where(session, actor, READ_RETURNS)):
        lying, keeps = lying_by_place(session, site), actor.may(KEEP_PLACES, site)
        own = {place.code: place for place in session.scalars(places(actor, site).order_by(Place.code))}
        kinds: dict[str, str | None] = {code: None for code in lying if code not in own and code not in EVERYWHERE}
        kinds |= {code: kind for code, kind in EVERYWHERE.items() if code != CUSTOMER} | {code: place.kind for code, place in own.items()}
        for code, kind in kinds.items():
            name = own[code].name if code in own else place_name(code)
            found.append(Listed(site, code, kind, name, lying.get(code, Decimal(0)), own=code in own, keeps=keeps))
    return found

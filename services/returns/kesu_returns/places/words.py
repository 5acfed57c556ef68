"""What people call the places that every site has without naming them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.translations import say
from kesu_returns.places.model import CUSTOMER, EVERYWHERE, PLACE_KINDS, QUARANTINE, RELEASED, SCRAP, Place
from kesu_returns.places.queries import places

NAMES = {
    QUARANTINE: N_("Quarantine area"),
    RELEASED: N_("Released goods"),
    SCRAP: N_("Scrap area"),
    CUSTOMER: N_("At the customer's"),
}


def place_choices(session: Session, actor: Actor, site: str, kinds: Collection[str] = PLACE_KINDS) -> list[tuple[str, str]]:
    """(code, words) of every place of a site, of these kinds, for a form."""
    own = session.scalars(places(actor, site).where(Place.kind.in_(kinds)).order_by(Place.code))
    common = [(code, place_name(code)) for code, kind in EVERYWHERE.items() if kind in kinds]
    return [*common, *((place.code, f"{place.code} · {place.name}") for place in own)]


def place_name(code: str) -> str:
    """In the reader's language; a place of the site's own is called by its code, as it stands on the label there."""
    return say(NAMES[code]) if code in NAMES else code

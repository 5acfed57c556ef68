"""What people call the places that every site has without naming them."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.translations import say
from kesu_returns.places.model import CUSTOMER, QUARANTINE, RELEASED, SCRAP

NAMES = {
    QUARANTINE: N_("Quarantine area"),
    RELEASED: N_("Released goods"),
    SCRAP: N_("Scrap area"),
    CUSTOMER: N_("At the customer's"),
}


def place_name(code: str) -> str:
    """In the reader's language; a place of the site's own is called by its code, as it stands on the label there."""
    return say(NAMES[code]) if code in NAMES else code

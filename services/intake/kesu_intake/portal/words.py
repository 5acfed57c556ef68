"""The states of a complaint in words for somebody who knows nothing of our departments."""

from __future__ import annotations

from collections.abc import Mapping

from kesu_common.i18n import N_

PLAIN: Mapping[str, tuple[str, str]] = {
    "registered": (N_("We have it"), N_("Your complaint has arrived. We read it and pass it to those who can answer it.")),
    "translated": (N_("We have it"), N_("Your complaint has arrived. We read it and pass it to those who can answer it.")),
    "dispatched": (N_("We are looking into it"), N_("Our departments are examining the matter.")),
    "answered": (N_("We know more"), N_("The examination is done. We will agree with you how to settle it.")),
    "settled": (N_("Settled, our reply follows"), N_("What we have agreed with you is on its way; our written reply follows.")),
    "replied": (N_("We have replied: please answer"), N_("Please read our reply, and tell us whether it settles the matter.")),
    "confirmed": (N_("You have confirmed"), N_("Thank you. We finish what is left to do.")),
    "closed": (N_("Closed"), N_("The matter is closed. If it happens again, write to us.")),
    "withdrawn": (N_("Withdrawn"), N_("This complaint was taken back.")),
}
"""State → heading and explanation."""

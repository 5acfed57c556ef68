"""How the history of a return reads: fact → words and icon."""

from __future__ import annotations

from kesu_common.i18n import N_

FACTS = {
    "delivery.recorded": (N_("Delivered"), "package"),
    "return.requested": (N_("Return requested"), "arrow-back-up"),
    "return.recorded": (N_("Taken over from another system"), "database-import"),
    "return.handling_decided": (N_("Way of handling decided"), "clipboard-check"),
    "return.submitted": (N_("Submitted for approval"), "send"),
    "return.approved": (N_("Approved"), "check"),
    "return.authorised": (N_("Goods may come"), "lock-open"),
    "return.rejected": (N_("Rejected"), "x"),
    "return.cancelled": (N_("Cancelled"), "ban"),
    "return.shipped": (N_("On its way"), "truck"),
    "return.received": (N_("Goods came in"), "package"),
    "return.unannounced": (N_("Came back unannounced"), "alert-triangle"),
    "return.matched": (N_("Matched to an expected return"), "link"),
    "return.sent_back": (N_("To be sent back"), "arrow-back-up"),
    "return.reviewed": (N_("Reviewed by quality"), "microscope"),
    "return.settled": (N_("Settled"), "heart-handshake"),
    "return.closed": (N_("Closed"), "lock"),
    "replacement.shipped": (N_("Replacement shipped"), "truck-delivery"),
    "replacement.short": (N_("Replacement cannot be shipped for now"), "alert-triangle"),
    "goods.moved": (N_("Goods moved"), "arrows-exchange"),
}

"""How the history of a return reads: fact → words and icon."""

from __future__ import annotations

from kesu_common.i18n import N_

FACTS = {
    "delivery.recorded": (N_("Delivered"), "package"),
    "return.requested": (N_("Return requested"), "arrow-back-up"),
    "return.recorded": (N_("Taken over from another system"), "download"),
    "return.handling_decided": (N_("Way of handling decided"), "clipboard-check"),
    "return.submitted": (N_("Submitted for approval"), "send"),
    "return.approved": (N_("Approved"), "check"),
    "return.authorised": (N_("Goods may come"), "flag"),
    "return.split": (N_("A part travels by itself"), "arrows-exchange"),
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
    "onsite.requested": (N_("Rework on site requested"), "tools"),
    "onsite.scheduled": (N_("Rework on site scheduled"), "calendar"),
    "onsite.confirmed": (N_("Part confirmed"), "check"),
    "onsite.ready": (N_("Crew, vehicle and inspector are confirmed"), "flag"),
    "onsite.freed": (N_("A part withdrew, the others are free"), "alert-triangle"),
    "onsite.started": (N_("Rework on site began"), "tools"),
    "onsite.worked": (N_("Reworked on site"), "tools"),
    "onsite.completed": (N_("Rework on site completed"), "clipboard-check"),
    "onsite.cancelled": (N_("Rework on site called off"), "ban"),
    "goods.moved": (N_("Goods moved"), "arrows-exchange"),
    "return.cost_recorded": (N_("Cost recorded"), "chart-bar"),
}

PAPER = (
    *(N_("Sender"), N_("Recipient"), N_("Packing list"), N_("Packed"), N_("Packed by"), N_("Received by"), N_("Shipped"), N_("Shipped by")),
    *(N_("Delivery note"), N_("Still to be delivered"), N_("replacement of returned goods, free of charge")),
    N_("Stick the label with this code on the outside of every parcel."),
)
"""Words that only printed forms have."""

CODES = (
    *(N_("exchange"), N_("return"), N_("goodwill")),
    *(N_("complaint"), N_("api"), N_("import"), N_("delivery")),
    *(N_("arrive"), N_("quarantine"), N_("move"), N_("load"), N_("deliver")),
    *(N_("accepted"), N_("already_known"), N_("unreadable"), N_("unmatched")),
    *(
        N_("unknown"),
        N_("excess"),
        N_("ambiguous"),
        N_("not_expected"),
        N_("no_place"),
        N_("place_label"),
        N_("too_few"),
        N_("held"),
        N_("overtaken"),
        N_("already_there"),
        N_("blank"),
        N_("not_gs1"),
        N_("unknown_ai"),
        N_("content"),
        N_("check_digit"),
        N_("contradiction"),
        N_("differs"),
    ),
    *(N_("not_ours"), N_("ours"), N_("no_fault_found"), N_("undetermined"), N_("approved")),
    *(N_("crew"), N_("vehicle"), N_("inspector"), N_("schedule"), N_("production"), N_("quality"), N_("sales")),
    *(N_("freight_in"), N_("freight_out"), N_("handling"), N_("material"), N_("credit")),
    *(N_("dock"), N_("bench"), N_("released"), N_("stock"), N_("customer")),
    *(N_("scrap"), N_("repair"), N_("rework"), N_("downgrade"), N_("concession"), N_("return_to_customer"), N_("accept")),
    *(N_("customer_code"), N_("agreed_with"), N_("agreed_at"), N_("lines"), N_("return_number"), N_("expected_on"), N_("scan")),
)
"""Codes of the program that pages put into words, besides states and commands."""

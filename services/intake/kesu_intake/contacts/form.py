"""How the fields that only some kinds of contact have are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kesu_common.i18n import N_
from kesu_common.web.form_fields import Field
from kesu_intake.contacts.model import ABOUT, KINDS

INPUTS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field(name="product", label=N_("Product")),
        Field(name="lot", label=N_("Lot")),
        Field(name="serial", label=N_("Serial number")),
        Field(name="quantity", label=N_("Quantity")),
        Field(name="reference", label=N_("Contract, order or delivery")),
        Field(name="about", label=N_("What it is about"), kind="choice", choices=ABOUT),
        Field(name="topic", label=N_("Topic")),
        Field(name="participants", label=N_("Number of participants")),
        Field(name="needed_by", label=N_("Needed by"), kind="date"),
        Field(name="place", label=N_("Where")),
        Field(name="wanted_at", label=N_("When the customer would like it"), kind="datetime"),
        Field(name="praised", label=N_("Who is praised")),
    )
}
"""Field → how it is drawn."""

ICONS: Mapping[str, str] = {
    "inquiry": "help-circle",
    "need": "bulb",
    "suggestion": "message-2",
    "feedback": "message",
    "order": "clipboard-text",
    "guidance": "route",
    "training": "users-group",
    "maintenance": "tools",
    "return_request": "truck-return",
    "compliment": "thumb-up",
}

EXPLAINED: Mapping[str, str] = {
    "inquiry": N_("A question about products, prices or the use of goods"),
    "need": N_("What the customer will need, and when"),
    "suggestion": N_("An idea what we could do better"),
    "feedback": N_("How it went, without a claim"),
    "order": N_("A contract or order: date, quantity, change"),
    "guidance": N_("Help with installing or using the goods"),
    "training": N_("Training of the customer's people"),
    "maintenance": N_("Service or repair at the customer's"),
    "return_request": N_("Goods are to come back, and nothing is wrong with them"),
    "compliment": N_("Praise"),
}
"""What each kind is for, in a line."""


def inputs_of(kind: str) -> Sequence[tuple[Field, bool]]:
    """(field, needed) of a kind, in the order of its form."""
    rule = KINDS[kind]
    return [(INPUTS[name], name in rule.required) for name in rule.fields]

"""What the complaint form shows while somebody fills it in: whom the typed words mean, and how severe it looks so far."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from flask import Blueprint, Response, request

from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_intake.complaints.language import language_of
from kesu_intake.complaints.model import ORAL, SEVERITIES
from kesu_intake.complaints.schemas import MOST_TEXT
from kesu_intake.complaints.severity import assess
from kesu_intake.customers.lookup import customer_meant, suggestions
from kesu_intake.permissions import REGISTER

pages = Blueprint("filling", __name__)


@pages.get("/complaints/customer-suggestions")
@allow(REGISTER)
def suggest() -> Response:
    """The options of the customer field for what was typed so far."""
    words = request.args.get("customer_code", "").strip()
    found = suggestions(current_session(), current_actor(), words) if words else []
    return render("intake/complaints/suggestions.html", customers=found)


@pages.post("/complaints/assess")
@allow(REGISTER)
def assess_typed() -> Response:
    """The customer that is meant and the severity by the site's rules with its reasons, from an unfinished form. Nothing is written."""
    session, actor, typed = current_session(), current_actor(), request.form
    words, text = typed.get("customer_code", "").strip(), typed.get("text", "")[:MOST_TEXT]
    customer = customer_meant(session, actor, words) if words else None
    site = site_of(session, customer.site) if customer else None
    stated = typed.get("severity")
    found = assess(
        site.severity_rules if site else {},
        text=text,
        safety=typed.get("safety") == "true",
        quantity=_quantity(typed),
        stated=stated if stated in SEVERITIES else None,
    )
    language = typed.get("text_language") or language_of(text)
    return render(
        "intake/complaints/assessment.html",
        customer=customer,
        unknown=bool(words) and customer is None,
        assessed=found,
        foreign=language if site and text.strip() and language != site.working_language else None,
        oral=typed.get("channel") in ORAL,
    )


def _quantity(typed: Mapping[str, str]) -> Decimal | None:
    """The quantity so far; what is no number yet counts for nothing here, and is refused when the form is sent."""
    try:
        quantity = Decimal(typed.get("quantity", "").strip())
    except InvalidOperation:
        return None
    return quantity if quantity.is_finite() else None

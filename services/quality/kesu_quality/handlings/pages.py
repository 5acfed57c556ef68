"""Pages of ways of handling: the returns that quality has the form of, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, url_for

from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args, paginate
from kesu_quality.cases.queries import case_of_complaint
from kesu_quality.handlings import queries
from kesu_quality.handlings.model import HANDLING_STATES, WAYS, Handling
from kesu_quality.handlings.operations import OPERATIONS
from kesu_quality.handlings.schemas import HandlingArgs
from kesu_quality.permissions import READ
from kesu_quality.reviews.queries import find_review
from kesu_quality.show import operation_form, record_page

pages = Blueprint("handlings", __name__)


@pages.get("/handlings/")
@allow(READ)
def listing() -> Response:
    """The returns that quality has the form of."""
    args = page_args(HandlingArgs())
    page = paginate(current_session(), queries.handlings(current_actor(), args), queries.SORTS, identity=Handling.id, args=args)
    return render("quality/handlings/list.html", page=page, states=HANDLING_STATES.states)


@pages.get("/handlings/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One return's form and its way of handling."""
    handling = queries.handling_of(current_session(), current_actor(), number)
    return record_page(
        "quality/handlings/show.html", OPERATIONS, handling, review=find_review(current_session(), number), **_beside(handling)
    )


def _beside(handling: Handling) -> Mapping[str, Any]:
    case = case_of_complaint(current_session(), handling.complaint) if handling.complaint else None
    return {"case": case, "ways": WAYS}


def _address(number: str) -> str:
    return url_for("handlings.show", number=number)


OPERATIONS.add_pages(pages, "handlings", operation_form("handlings", "handlings.show", _beside), _address)

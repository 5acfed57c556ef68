"""Pages of reviews: the board by due time, one review, and the forms to convene it and to record its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from kesu_common.people.roles import DEPARTMENTS
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args, paginate
from kesu_quality import tasks
from kesu_quality.cases.queries import case_of_complaint
from kesu_quality.defects.queries import defects
from kesu_quality.goods.model import Goods
from kesu_quality.permissions import READ
from kesu_quality.reviews import queries
from kesu_quality.reviews.model import MAIN_WAY, REVIEW_STATES, Review
from kesu_quality.reviews.operations import OPERATIONS
from kesu_quality.reviews.schemas import ReviewArgs
from kesu_quality.show import operation_form, record_page

pages = Blueprint("reviews", __name__)
CHOICES: Mapping[str, Any] = {"states": REVIEW_STATES.states, "departments": DEPARTMENTS, "main_way": MAIN_WAY}


@pages.get("/reviews/")
@allow(READ)
def listing() -> Response:
    """The review board: what is due first stands first."""
    args = {"sort": "due_at", **page_args(ReviewArgs())}
    args["sort"] = args["sort"] or "due_at"
    page = paginate(current_session(), queries.reviews(current_actor(), args), queries.SORTS, identity=Review.id, args=args)
    return render("quality/reviews/list.html", page=page, **CHOICES)


@pages.get("/reviews/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One review: until when and why then, the lines, the result, who has read it."""
    session = current_session()
    review = queries.review_of(session, current_actor(), number)
    own = [task for task in tasks_of(session, number) if task.kind == tasks.REVIEW.name]
    told = [task for task in tasks_of(session, number) if task.kind == tasks.NOTE.name]
    goods = session.scalars(select(Goods).where(Goods.return_number == review.return_number).order_by(Goods.line)).all()
    return record_page(
        "quality/reviews/show.html", OPERATIONS, review, why=own[0].why if own else [], told=told, goods=goods, **_beside(review)
    )


def _beside(review: Review) -> Mapping[str, Any]:
    session = current_session()
    case = case_of_complaint(session, review.complaint) if review.complaint else None
    return {"case": case, "defects": [(d.code, d.name_pair) for d in defects(session) if d.parent], **CHOICES}


def _address(number: str) -> str:
    return url_for("reviews.show", number=number)


OPERATIONS.add_pages(pages, "reviews", operation_form("reviews", "reviews.show", _beside), _address)

"""REST interface of reviews: `/api/v1/reviews`, and one endpoint per operation below each review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_quality.permissions import READ
from kesu_quality.reviews import queries
from kesu_quality.reviews.model import Review
from kesu_quality.reviews.operations import OPERATIONS
from kesu_quality.reviews.schemas import ReviewArgs, ReviewOut

api = ApiBlueprint("reviews", __name__, description="Reviews of returned goods (退货评审)")


@api.get("")
@allow(READ)
@api.arguments(ReviewArgs, location="query")
@api.response(200, ReviewOut(many=True))
def list_reviews(args: Mapping[str, Any]) -> Sequence[Review]:
    """Reviews, newest first"""
    page = paginate(current_session(), queries.reviews(current_actor(), args), queries.SORTS, identity=Review.id, args=args)
    send_links(page)
    return page.items


@api.get("/<number>")
@allow(READ)
@api.response(200, ReviewOut)
def get_review(number: str) -> Review:
    """One review with its lines and its result"""
    found = queries.review_of(current_session(), current_actor(), number)
    send_etag(found)
    return found


OPERATIONS.add_endpoints(api, ReviewOut)

"""Reading reviews."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_common.service import Gauge
from kesu_quality.permissions import READ
from kesu_quality.reviews.model import Review

SORTS = {"created_at": Review.created_at, "due_at": Review.due_at, "number": Review.number}
FILTERS = {"site": Review.site, "state": Review.state, "return_number": Review.return_number, "complaint": Review.complaint}
"""Query argument → the column that must equal it."""
WORDS = (Review.number, Review.return_number, Review.complaint, Review.customer_name)
"""Where `q` is looked for."""
OPEN = ("opened", "convened")


def reviews(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The reviews that the actor may see, narrowed by site, state, return, complaint, `open` and words `q`."""
    statement = records(actor, READ, Review, args, FILTERS, WORDS)
    if args.get("open"):
        statement = statement.where(Review.state.in_(OPEN))
    return statement


def review_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Review:
    """The review with that number, if the actor may see it. Raises `NotFound`."""
    return record_of(session, actor, READ, Review, number, N_("There is no review “%(number)s”."), lock=lock)


def find_review(session: Session, return_number: str, lock: bool = False) -> Review | None:
    """The return's review, `None` when there is none."""
    wanted = select(Review).where(Review.return_number == return_number)
    return session.scalar(wanted.with_for_update().execution_options(populate_existing=True) if lock else wanted)


def review_gauges(session: Session) -> Iterable[Gauge]:
    """Reviews without a result by site, and how many of them are overdue (clause 4.1.3.7-c)."""
    late = func.count().filter(Review.due_at < clock.now())
    for site, number, overdue in session.execute(
        select(Review.site, func.count(), late).where(Review.state.in_(OPEN)).group_by(Review.site)
    ):
        yield Gauge("reviews_open", {"site": site}, number)
        yield Gauge("reviews_overdue", {"site": site}, overdue)

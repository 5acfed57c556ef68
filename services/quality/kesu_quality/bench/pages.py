"""The service's first page: what to test, decide, review, dispose of and inspect again, by due time."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, Response
from sqlalchemy import or_, select

from kesu_common.numbers import plain
from kesu_common.people.actors import scoped
from kesu_common.tasks import Task
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_quality import tasks
from kesu_quality.cases.queries import next_to_test
from kesu_quality.goods.model import Disposition, Goods
from kesu_quality.goods.queries import UNDECIDED, goods_list
from kesu_quality.permissions import READ
from kesu_quality.reviews.model import Review
from kesu_quality.reviews.queries import reviews

pages = Blueprint("bench", __name__, static_folder="../static", static_url_path="/static/quality")
_MOST = 20


@pages.get("/")
@allow(READ)
def show() -> Response:
    """What to do next, the most urgent first."""
    session, actor = current_session(), current_actor()
    handlings = scoped(select(Task).where(Task.kind == tasks.HANDLE.name, Task.state == "open"), actor, READ, Task.site)
    waiting = select(Disposition.goods_id).where(or_(Disposition.to_inspect > 0, Disposition.in_work > 0))
    open_goods = goods_list(actor, {"open": True}).where(or_(UNDECIDED > 0, Goods.id.in_(waiting)))
    return render(
        "quality/bench/show.html",
        cases=next_to_test(session, actor, _MOST),
        handlings=session.scalars(handlings.order_by(Task.due_at).limit(_MOST)).all(),
        reviews=session.scalars(reviews(actor, {"open": True}).order_by(Review.due_at).limit(_MOST)).all(),
        goods=session.scalars(open_goods.order_by(Goods.quarantined_at).limit(_MOST)).all(),
    )


@pages.app_template_filter("plain")
def _plain(value: Decimal | None) -> str | None:
    """A quantity or measured value without superfluous zeros."""
    return plain(value)

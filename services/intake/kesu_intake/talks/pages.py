"""Pages of talks: the list, one talk, and a form per operation."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for

from kesu_common.people.copies import site_of
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args, paginate
from kesu_intake.permissions import READ
from kesu_intake.talks import queries
from kesu_intake.talks.model import MAIN_WAY, TALK_STATES, Talk
from kesu_intake.talks.operations import OPERATIONS
from kesu_intake.talks.schemas import TalkListArgs
from kesu_intake.timeline import timeline_of

pages = Blueprint("talks", __name__)


@pages.get("/talks/")
@allow(READ)
def listing() -> Response:
    """The talks that one may see."""
    args = page_args(TalkListArgs())
    page = paginate(current_session(), queries.talks(current_actor(), args), queries.SORTS, identity=Talk.id, args=args)
    return render("intake/talks/list.html", page=page, states=TALK_STATES.states)


@pages.get("/talks/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One talk: what the customer is dissatisfied with, what was found out, what the customer was told."""
    session, actor = current_session(), current_actor()
    talk = queries.talk_of(session, actor, number)
    g.timezone = site_of(session, talk.site).timezone
    return render(
        "intake/talks/show.html",
        t=talk,
        main_way=MAIN_WAY,
        tasks=tasks_of(session, number, only_open=True),
        operations=OPERATIONS.offered(session, actor, talk),
        timeline=timeline_of(session, number),
    )


def _operation_form(operation: Operation[Talk], talk: Talk, form: FormState, status: int) -> Response:
    return render("intake/records/operation.html", status=status, operation=operation, r=talk, form=form, back=_address(talk.number))


def _address(number: str) -> str:
    return url_for("talks.show", number=number)


OPERATIONS.add_pages(pages, "talks", _operation_form, _address)

"""Pages of the read-across: the list, one entry, and its answer."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for

from kesu_capa.capas.model import Capa
from kesu_capa.permissions import DEPARTMENTS, READ
from kesu_capa.spread import queries
from kesu_capa.spread.model import KINDS, SPREAD_STATES, ReadAcross
from kesu_capa.spread.operations import ENTRY_OPERATIONS
from kesu_capa.spread.schemas import EntryListArgs
from kesu_capa.timeline import timeline_of
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args, paginate

pages = Blueprint("spread", __name__)


@pages.get("/read-across/")
@allow(READ)
def listing() -> Response:
    """What may apply elsewhere, and what became of it."""
    args = page_args(EntryListArgs())
    page = paginate(current_session(), queries.entries(current_actor(), args), queries.SORTS, identity=ReadAcross.id, args=args)
    return render("capa/spread/list.html", page=page, states=SPREAD_STATES.states, kinds=KINDS, departments=DEPARTMENTS)


@pages.get("/read-across/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One entry: what is asked of whom, and the answer."""
    session, actor = current_session(), current_actor()
    entry = queries.entry_of(session, actor, number)
    offered = ENTRY_OPERATIONS.offered(session, actor, entry)
    site = session.get_one(Capa, entry.capa_id).site
    g.timezone = site_of(session, entry.site).timezone
    return render(
        "capa/spread/show.html",
        e=entry,
        operations=offered,
        may_read=actor.may(READ, site),
        timeline=timeline_of(session, number),
        form=FormState(),
    )


def _form(operation: Operation[ReadAcross], entry: ReadAcross, form: FormState, status: int) -> Response:
    return render(str(operation.template), status=status, operation=operation, e=entry, form=form)


def _address(number: str) -> str:
    return url_for("spread.show", number=number)


ENTRY_OPERATIONS.add_pages(pages, "read-across", _form, _address)

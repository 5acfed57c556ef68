"""Pages of the exchange: what came in, its preview, and a corrective action's own report as JSON."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, g, request, url_for

from kesu_capa.capas.model import SEVERITIES, Capa
from kesu_capa.capas.queries import capa_of
from kesu_capa.exchange import queries
from kesu_capa.exchange.checking import faults_of, require_valid
from kesu_capa.exchange.commands import receive_8d
from kesu_capa.exchange.model import EXCHANGE_STATES, Received8D
from kesu_capa.exchange.operations import OPERATIONS
from kesu_capa.exchange.reading import SHOWN, reading_of
from kesu_capa.exchange.schemas import ReceivedListArgs
from kesu_capa.exchange.writing import document_of
from kesu_capa.permissions import DEPARTMENTS, EXCHANGE, READ
from kesu_common.errors import Invalid, KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of, sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say

pages = Blueprint("exchange", __name__)
MOST = 2 * 1024 * 1024
"""Bytes of a document; a real one has some tens of thousands."""


@pages.get("/exchange/")
@allow(READ)
def listing() -> Response:
    """What came in, and the form to hand a file in."""
    return _listing(FormState())


@pages.post("/exchange/")
@allow(EXCHANGE)
def receive() -> Response:
    """A file that was chosen: shown as a preview, changed is nothing yet."""
    try:
        report = receive_8d(current_session(), current_actor(), site=request.form.get("site", ""), document=_document())
    except KesuError as error:
        state = FormState.refused(request, error)
        current_session().rollback()
        return _listing(state, status_of(error))
    current_session().flush()
    return see_other(_address(report.number))


@pages.get("/exchange/<number>")
@allow(READ)
def show(number: str) -> Response:
    """What a report says, beside what the corrective action that it means says."""
    session, actor = current_session(), current_actor()
    report = queries.received_of(session, actor, number)
    g.timezone = site_of(session, report.site).timezone
    return render("capa/exchange/show.html", r=report, operations=OPERATIONS.offered(session, actor, report), **_preview(report))


@pages.get("/capas/<number>/report-8d")
@allow(READ)
def outgoing(number: str) -> Response:
    """A corrective action as JSON: what is still missing for it, or the file."""
    session = current_session()
    capa = capa_of(session, current_actor(), number)
    document = document_of(session, capa)
    faults = [(path, say(message, params)) for path, told in faults_of(document).items() for message, params in told]
    may = current_actor().may(EXCHANGE, capa.site)
    return render("capa/exchange/outgoing.html", c=capa, faults=faults, text=_text(document), may_prepare=may)


@pages.get("/capas/<number>/report-8d.json")
@allow(READ)
def download(number: str) -> Response:
    """The file. Raises `Invalid` with what is missing."""
    capa = capa_of(current_session(), current_actor(), number)
    document = require_valid(document_of(current_session(), capa), current_actor().language)
    response = Response(_text(document), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{_filename(capa)}"'
    return response


def _document() -> Any:
    file = request.files.get("files")
    if file is None or not file.filename:
        raise Invalid(N_("Choose a file."), field="files")
    content = file.stream.read(MOST + 1)
    if len(content) > MOST:
        raise Invalid(N_("The file is too large for an 8D report: at most 2 MB."), field="files")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Invalid(N_("The file is no JSON in UTF-8. Export it again from the partner's system."), field="files") from error


def _listing(form: FormState, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    args = page_args(ReceivedListArgs())
    page = paginate(session, queries.received(actor, args), queries.SORTS, identity=Received8D.id, args=args)
    sites = [(site.code, site.code) for site in sites_where(session, actor, EXCHANGE)]
    return render("capa/exchange/list.html", status=status, page=page, form=form, sites=sites, states=EXCHANGE_STATES.states)


def _preview(report: Received8D) -> dict[str, Any]:
    said = reading_of(report.document)
    session, actor = current_session(), current_actor()
    meant = queries.meant_by(session, report) if report.state == "waiting" else None
    if report.capa:
        meant = capa_of(session, actor, report.capa)
    rows = [(label, getattr(said, name), getattr(meant, name, None)) for name, label in SHOWN.items()]
    return {"rows": [row for row in rows if row[1] or row[2]], "meant": meant, "said": said}


def _operation_form(operation: Operation[Received8D], report: Received8D, form: FormState, status: int) -> Response:
    shown = {**_preview(report), "severities": SEVERITIES, "departments": DEPARTMENTS}
    return render(str(operation.template), status=status, operation=operation, r=report, form=form, **shown)


def _address(number: str) -> str:
    return url_for("exchange.show", number=number)


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)


def _filename(capa: Capa) -> str:
    return f"{capa.number}-report_8d.json"


OPERATIONS.add_pages(pages, "exchange", _operation_form, _address)

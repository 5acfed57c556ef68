"""REST interface of customers' forms: `/api/v1/customer-forms`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, send_file, url_for

from kesu_capa.capas.queries import capa_of
from kesu_capa.customer_forms import commands, queries
from kesu_capa.customer_forms.filling import filled
from kesu_capa.customer_forms.model import CustomerForm
from kesu_capa.customer_forms.schemas import FileIn, FilledArgs, FormIn, FormListArgs, FormOut, MappingIn
from kesu_capa.permissions import KEEP_FORM, READ
from kesu_common.errors import Invalid
from kesu_common.files.office import XLSX
from kesu_common.i18n import N_
from kesu_common.spreadsheets import read_template
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.paging import paginate, send_links

api = ApiBlueprint("customer-forms", __name__, description="Customers' spreadsheets of an 8D (客户表格模板)")
LIMIT = 5 * 1024 * 1024
"""Bytes of a template."""


@api.get("")
@allow(READ)
@api.arguments(FormListArgs, location="query")
@api.response(200, FormOut(many=True))
def list_forms(args: Mapping[str, Any]) -> Sequence[CustomerForm]:
    """Templates, newest first"""
    page = paginate(current_session(), queries.forms(current_actor(), args), queries.SORTS, identity=CustomerForm.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(KEEP_FORM)
@api.arguments(FormIn, location="query")
@api.arguments(FileIn, location="files")
@api.response(201, FormOut)
def add(args: Mapping[str, Any], files: Mapping[str, Any]) -> tuple[CustomerForm, int, dict[str, str]]:
    """Add a template; its placeholders {{field}} are filled without a mapping"""
    form = added(args, files["file"])
    send_etag(form)
    return form, 201, {"Location": url_for("api_customer-forms.get_form", number=form.number)}


def added(given: Mapping[str, Any], file: Any) -> CustomerForm:
    """Keep what API or form brought. Raises `SpreadsheetUnreadable` and `files.FileRefused`; nothing is kept then."""
    current_actor().require(KEEP_FORM, given["site"])
    name = file.filename or "template.xlsx"
    read_template(file.stream, name=name)
    file.stream.seek(0)
    stored = current_runtime().files.save(file.stream, filename=name, limit=LIMIT)
    return commands.add_form(current_session(), current_actor(), stored=stored, **given)


@api.get("/<number>")
@allow(READ)
@api.response(200, FormOut)
def get_form(number: str) -> CustomerForm:
    """One template with its mapping"""
    form = queries.form_of(current_session(), current_actor(), number)
    send_etag(form)
    return form


@api.put("/<number>/mapping")
@allow(KEEP_FORM)
@api.arguments(MappingIn)
@api.response(200, FormOut)
def put_mapping(data: Mapping[str, Any], number: str) -> CustomerForm:
    """Decide which cell takes what, instead of what was decided before"""
    form = queries.form_of(current_session(), current_actor(), number, lock=True)
    check_match(form)
    with current_runtime().files.open(form.sha256) as content:
        commands.map_cells(current_session(), current_actor(), form, content=content, **data)
    current_session().flush()
    send_etag(form)
    return form


@api.get("/<number>/filled")
@allow(READ)
@api.arguments(FilledArgs, location="query")
@api.response(200, content_type=XLSX)
def get_filled(args: Mapping[str, Any], number: str) -> Response:
    """The template filled from a report"""
    return filled_file(number, args["capa"], args["language"])


def filled_file(number: str, capa_number: str, language: str) -> Response:
    """The filled template as a file to download."""
    session, actor = current_session(), current_actor()
    form = queries.form_of(session, actor, number)
    if not capa_number:
        raise Invalid(N_("Say from which report."), field="capa")
    capa = capa_of(session, actor, capa_number)
    with current_runtime().files.open(form.sha256) as content:
        made = filled(session, actor, content, form, capa, language)
    return send_file(made, mimetype=XLSX, as_attachment=True, download_name=f"{capa.number}-{form.filename}")


@api.post("/<number>/withdraw")
@allow(KEEP_FORM)
@api.response(200, FormOut)
def withdraw(number: str) -> CustomerForm:
    """Offer it no more"""
    form = queries.form_of(current_session(), current_actor(), number, lock=True)
    check_match(form)
    return commands.withdraw_form(current_session(), current_actor(), form)


@api.post("/<number>/restore")
@allow(KEEP_FORM)
@api.response(200, FormOut)
def restore(number: str) -> CustomerForm:
    """Offer it again"""
    form = queries.form_of(current_session(), current_actor(), number, lock=True)
    check_match(form)
    return commands.restore_form(current_session(), current_actor(), form)

"""The list as a spreadsheet, as it is filtered: streamed, however long it is (clause 6-d: records can be found)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, cast
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, send_file
from sqlalchemy import Select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.spreadsheets import csv_chunks, write_xlsx
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.filters import page_zone
from kesu_common.web.paging import page_args
from kesu_common.web.translations import label, say
from kesu_intake.complaints.finding import matches
from kesu_intake.complaints.language import TEXT_LANGUAGES
from kesu_intake.complaints.model import CHANNELS, CLAIMS, COMPLAINT_STATES, SEVERITIES, Complaint
from kesu_intake.complaints.queries import complaints
from kesu_intake.complaints.schemas import ComplaintListArgs
from kesu_intake.permissions import READ

pages = Blueprint("exports", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS: Mapping[str, str] = {
    "number": N_("Number"),
    "site": N_("Site"),
    "state": N_("State"),
    "severity": N_("Severity"),
    "customer_code": N_("Customer code"),
    "customer_name": N_("Customer"),
    "external_reference": N_("External reference"),
    "channel": N_("Channel"),
    "caller": N_("Caller"),
    "taker": N_("Taken by"),
    "received_at": N_("Received at"),
    "product": N_("Product"),
    "component": N_("Component"),
    "lot": N_("Lot"),
    "serial": N_("Serial number"),
    "quantity": N_("Quantity"),
    "unit": N_("Unit"),
    "claim": N_("What the customer asks for"),
    "text": N_("What the customer says"),
    "text_language": N_("Language of the text"),
    "working_text": N_("Translation"),
    "found_on": N_("Found on"),
    "found_where": N_("Found where"),
    "safety": N_("People hurt or in danger"),
    "registered_by": N_("Registered by"),
    "created_at": N_("Registered at"),
    "replied_at": N_("Replied at"),
    "confirmed_at": N_("Confirmed at"),
    "closed_at": N_("Closed at"),
}
_IN_WORDS = frozenset({"state", "severity", "channel", "claim", "unit", "text_language"})
_AT_ONCE = 500


@pages.get("/complaints/export.csv")
@allow(READ)
def as_csv() -> Response:
    """As CSV, sent while it is read."""
    headers, statement, zone = _asked()
    runtime, words = current_runtime(), _words()

    def chunks() -> Iterator[bytes]:
        with runtime.database.transaction() as session:
            yield from csv_chunks(headers, _rows(session, statement, words), zone=zone)

    return Response(chunks(), mimetype="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="complaints.csv"'})


@pages.get("/complaints/export.xlsx")
@allow(READ)
def as_xlsx() -> Response:
    """As XLSX, by way of a temporary file. Raises `SpreadsheetTooLong` beyond what a sheet can hold."""
    headers, statement, zone = _asked()
    target = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115  (send_file closes it when it is sent)
    with current_runtime().database.transaction() as session:
        write_xlsx(target, headers, _rows(session, statement, _words()), zone=zone)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name="complaints.xlsx")


def _asked() -> tuple[list[str], Select[Any], ZoneInfo]:
    args, zone = page_args(ComplaintListArgs()), page_zone()
    statement = complaints(current_actor(), args, zone)
    if q := (args.get("q") or "").strip():
        statement = statement.where(matches(current_session(), q))
    table = Complaint.__table__.c
    ordered = statement.with_only_columns(*(table[name] for name in COLUMNS)).order_by(Complaint.created_at.desc(), Complaint.id.desc())
    return [say(words) for words in COLUMNS.values()], ordered, zone


def _words() -> Mapping[str, str]:
    """The codes of these columns in the caller's language, looked up before the stream leaves the request."""
    return {code: label(code) for code in (*COMPLAINT_STATES.states, *SEVERITIES, *CHANNELS, *CLAIMS, *TEXT_LANGUAGES, "pcs")}


def _rows(session: Session, statement: Select[Any], words: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    for row in session.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield [words.get(value, value) if name in _IN_WORDS else value for name, value in zip(COLUMNS, row, strict=True)]

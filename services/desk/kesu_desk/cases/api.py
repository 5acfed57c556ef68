"""Cases over REST: find them, and read one as a whole."""

from __future__ import annotations

from typing import Any

from flask import Response, request, send_file

from kesu_common.people.authenticate import credential_of
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.paging import paginate, send_links
from kesu_desk.cases.archive import archive_of
from kesu_desk.cases.model import CaseSummary
from kesu_desk.cases.queries import case_numbered, cases_found, records_of, timeline_of
from kesu_desk.cases.schemas import CaseFileOut, CaseOut, CaseQuery
from kesu_desk.permissions import READ

api = ApiBlueprint("cases", __name__, description="Complaints and campaigns with everything that happened to them")
FILTERS = ("q", "site", "kind", "state", "severity", "customer", "open")
SORTS = {"updated_at": CaseSummary.updated_at, "opened_at": CaseSummary.opened_at, "number": CaseSummary.number}


@api.get("")
@api.arguments(CaseQuery, location="query")
@api.response(200, CaseOut(many=True))
@allow(READ)
def list_cases(args: dict[str, Any]) -> Any:
    """Cases, the latest change first."""
    statement = cases_found(
        current_actor(), **{name: args.get(name) for name in ("q", "site", "kind", "state", "severity", "customer", "open")}
    )
    page = paginate(current_session(), statement, SORTS, identity=CaseSummary.number, args=args, default="-updated_at")
    send_links(page)
    return page.items


@api.get("/<number>/archive")
@api.response(200, content_type="application/zip", description="the archive")
@allow(READ)
def get_archive(number: str) -> Response:
    """A whole case as one archive: facts, records, papers and files, with an index of what is included (clause 6-d)"""
    return send_archive(number)


def send_archive(number: str) -> Response:
    """The archive, made in the reader's own name."""
    carried = credential_of(request)
    credential = {"Authorization": f"Bearer {carried[1]}", "Accept": "application/json"} if carried else {}
    made = archive_of(current_session(), current_runtime().settings, current_actor(), credential, number)
    return send_file(made, mimetype="application/zip", as_attachment=True, download_name=f"{number}.zip")


@api.get("/<number>")
@api.response(200, CaseFileOut)
@allow(READ)
def get_case(number: str) -> dict[str, Any]:
    """The case file: summary, records, and the timeline over all services, newest first."""
    session, actor = current_session(), current_actor()
    case = case_numbered(session, actor, number)
    shown = {name: getattr(case, name) for name in CaseOut().fields}
    return {**shown, "timeline": timeline_of(session, actor, number), "records": records_of(session, actor, number)}

"""REST interface of received reports: `/api/v1/reports-8d`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_capa.exchange import queries
from kesu_capa.exchange.commands import receive_8d
from kesu_capa.exchange.model import Received8D
from kesu_capa.exchange.operations import OPERATIONS
from kesu_capa.exchange.reading import reading_of
from kesu_capa.exchange.schemas import ReceivedDetailsOut, ReceivedListArgs, ReceivedOut, ReceiveIn
from kesu_capa.permissions import EXCHANGE, READ
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links

api = ApiBlueprint("reports-8d", __name__, description="8D reports that came in as JSON (report_8d 1.0.0)")


@api.get("")
@allow(READ)
@api.arguments(ReceivedListArgs, location="query")
@api.response(200, ReceivedOut(many=True))
def list_reports(args: Mapping[str, Any]) -> Sequence[Received8D]:
    """Received reports, newest first"""
    page = paginate(current_session(), queries.received(current_actor(), args), queries.SORTS, identity=Received8D.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(EXCHANGE)
@api.arguments(ReceiveIn)
@api.response(201, ReceivedOut)
def receive(data: Mapping[str, Any]) -> tuple[Received8D, int, dict[str, str]]:
    """Hand a report in; a person takes or discards it. What breaks the model is refused, every field by its path"""
    report = receive_8d(current_session(), current_actor(), **data)
    send_etag(report)
    return report, 201, {"Location": url_for("api_reports-8d.get_report", number=report.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, ReceivedDetailsOut)
def get_report(number: str) -> dict[str, Any]:
    """What a report says, and what taking it would do"""
    report = queries.received_of(current_session(), current_actor(), number)
    send_etag(report)
    meant = queries.meant_by(current_session(), report) if report.state == "waiting" else None
    more = {"reading": reading_of(report.document), "would_update": meant.number if meant else None}
    return {**ReceivedOut().dump(report), "created_at": report.created_at, "document": report.document, **more}


OPERATIONS.add_endpoints(api, ReceivedOut)

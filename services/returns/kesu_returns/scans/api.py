"""REST interface of scans: `/api/v1/scans`. One or a thousand at a time, sent again as often as a device likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, jsonify, request

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paging import paginate, send_links
from kesu_returns.permissions import READ_SCANS, TAKE_SCANS
from kesu_returns.scans import commands, queries
from kesu_returns.scans.batch import MOST
from kesu_returns.scans.model import Scan
from kesu_returns.scans.reading import documents, items_of, site_for
from kesu_returns.scans.schemas import AnswerOut, DeviceIn, ScanArgs, ScanIn, ScanListArgs, ScanOut

blueprint = ApiBlueprint("scans", __name__, description="Scans (扫码): what devices and people read off labels, kept for ever")

_BODY = {
    "required": True,
    "description": f"One scan, a list of up to {MOST}, or the same one per line (NDJSON). Device and sequence identify a scan.",
    "content": {
        "application/json": {"schema": {"oneOf": [ScanIn, {"type": "array", "items": ScanIn, "minItems": 1, "maxItems": MOST}]}},
        "application/x-ndjson": {"schema": {"type": "string"}},
    },
}


@blueprint.get("")
@allow(READ_SCANS)
@blueprint.arguments(ScanListArgs, location="query")
@blueprint.response(200, ScanOut(many=True))
def list_scans(args: Mapping[str, Any]) -> Sequence[Scan]:
    """Scans, the latest first"""
    page = paginate(
        current_session(), queries.scans(current_actor(), args), queries.SORTS, identity=Scan.id, args=args, default="-received_at"
    )
    send_links(page)
    return page.items


@blueprint.post("")
@allow(TAKE_SCANS)
@blueprint.arguments(ScanArgs, location="query")
@blueprint.doc(requestBody=_BODY)
@blueprint.response(200, AnswerOut(many=True))
def take_scans(args: Mapping[str, Any]) -> Response:
    """Take in scans (clause 4.1.3.7-b); each is answered in the order sent: accepted, already_known, unreadable or unmatched"""
    actor = current_actor()
    site = site_for(actor, args.get("site"))
    sent = documents(request.get_data(), request.mimetype)
    return jsonify(commands.take_scans(current_session(), actor, site, items_of(actor, sent, args.get("sent_at"))))


@blueprint.post("/read-again")
@allow(TAKE_SCANS)
@blueprint.arguments(DeviceIn)
@blueprint.response(204)
def end_reading_again(data: Mapping[str, Any]) -> None:
    """Say that what a device sent and nobody could read was scanned again or looked after: that work ends"""
    commands.end_reading_again(current_session(), current_actor(), data["device"])

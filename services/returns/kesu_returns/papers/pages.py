"""Paper that travels with goods: the return label, the packing list of what comes back, the delivery note of what goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, url_for

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.labels import datamatrix
from kesu_common.web.paper import add_paper, sheet
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.replacements.model import ReplacementShipment
from kesu_returns.replacements.queries import shipments_of
from kesu_returns.returns.model import Return, ReturnLine
from kesu_returns.returns.queries import return_for

blueprint = Blueprint("papers", __name__)


@blueprint.get("/returns/<number>/code.svg")
@allow(READ_RETURNS)
def code(number: str) -> Response:
    """The code alone, to put into a letter or on a label of one's own."""
    return Response(datamatrix(_return(number).number), mimetype="image/svg+xml")


def _label(number: str, *, pdf: bool) -> str:
    """For the parcel that comes back: its code is the return's number, so one scan finds it at the dock."""
    thing = _return(number)
    return _sheet("label", thing, pdf=pdf, code=thing.number, pdf_address=url_for("papers.label_pdf", number=number))


def _packing_list(number: str, *, pdf: bool) -> str:
    """What has to be in the parcel that comes back, to tick off (装箱单)."""
    return _sheet("packing_list", _return(number), pdf=pdf)


def _delivery_note(number: str, *, pdf: bool) -> str:
    """What goes out as replacement, waybill by waybill (送货单, clause 4.1.3.7-d)."""
    thing = _return(number)
    shipped = shipments_of(current_session(), thing)
    if not shipped:
        raise NotFound(N_("Nothing has been shipped for this return yet: ship the replacement first."))
    return _sheet("delivery_note", thing, pdf=pdf, parcels=by_waybill(thing, shipped))


def by_waybill(
    thing: Return, shipped: Sequence[tuple[ReplacementShipment, int]]
) -> dict[tuple[str, str], list[tuple[ReplacementShipment, ReturnLine]]]:
    """What was shipped, by (carrier, waybill), in the order in which the parcels left."""
    lines = {line.line: line for line in thing.lines}
    parcels: dict[tuple[str, str], list[tuple[ReplacementShipment, ReturnLine]]] = {}
    for shipment, line in shipped:
        parcels.setdefault((shipment.carrier or "", shipment.waybill or ""), []).append((shipment, lines[line]))
    return parcels


def _return(number: str) -> Return:
    return return_for(current_session(), current_actor(), number)


def _sheet(template: str, thing: Return, *, pdf: bool, **context: Any) -> str:
    return sheet(f"returns/papers/{template}.html", site_of(current_session(), thing.site), pdf=pdf, r=thing, **context)


add_paper(blueprint, "/returns/<number>/label", "label", READ_RETURNS, _label)
add_paper(blueprint, "/returns/<number>/packing-list", "packing_list", READ_RETURNS, _packing_list)
add_paper(blueprint, "/returns/<number>/delivery-note", "delivery_note", READ_RETURNS, _delivery_note)

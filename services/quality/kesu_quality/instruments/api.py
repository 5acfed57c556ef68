"""REST interface of instruments: `/api/v1/instruments`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_quality.instruments import queries
from kesu_quality.instruments.commands import enter_instrument
from kesu_quality.instruments.model import Instrument
from kesu_quality.instruments.operations import OPERATIONS
from kesu_quality.instruments.schemas import InstrumentArgs, InstrumentIn, InstrumentOut
from kesu_quality.permissions import KEEP_INSTRUMENT, READ

api = ApiBlueprint("instruments", __name__, description="Measuring instruments (计量器具)")


@api.get("")
@allow(READ)
@api.arguments(InstrumentArgs, location="query")
@api.response(200, InstrumentOut(many=True))
def list_instruments(args: Mapping[str, Any]) -> Sequence[Instrument]:
    """Instruments, newest first"""
    page = paginate(current_session(), queries.instruments(current_actor(), args), queries.SORTS, identity=Instrument.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(KEEP_INSTRUMENT)
@api.arguments(InstrumentIn)
@api.response(201, InstrumentOut)
def enter(data: Mapping[str, Any]) -> tuple[Instrument, int, dict[str, str]]:
    """Enter an instrument"""
    made = enter_instrument(current_session(), current_actor(), **data)
    send_etag(made)
    return made, 201, {"Location": url_for("api_instruments.get_instrument", number=made.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, InstrumentOut)
def get_instrument(number: str) -> Instrument:
    """One instrument"""
    found = queries.instrument_of(current_session(), current_actor(), number)
    send_etag(found)
    return found


OPERATIONS.add_endpoints(api, InstrumentOut)

"""REST interface of the read-across: `/api/v1/read-across`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_capa.permissions import READ
from kesu_capa.spread import queries
from kesu_capa.spread.model import ReadAcross
from kesu_capa.spread.operations import ENTRY_OPERATIONS
from kesu_capa.spread.schemas import EntryListArgs, EntryOut
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links

api = ApiBlueprint("read-across", __name__, description="Where else a finding applies (横向展开, D7)")


@api.get("")
@allow(READ)
@api.arguments(EntryListArgs, location="query")
@api.response(200, EntryOut(many=True))
def list_entries(args: Mapping[str, Any]) -> Sequence[ReadAcross]:
    """Entries of the read-across, newest first"""
    page = paginate(current_session(), queries.entries(current_actor(), args), queries.SORTS, identity=ReadAcross.id, args=args)
    send_links(page)
    return page.items


@api.get("/<number>")
@allow(READ)
@api.response(200, EntryOut)
def get_entry(number: str) -> ReadAcross:
    """One entry"""
    entry = queries.entry_of(current_session(), current_actor(), number)
    send_etag(entry)
    return entry


ENTRY_OPERATIONS.add_endpoints(api, EntryOut)

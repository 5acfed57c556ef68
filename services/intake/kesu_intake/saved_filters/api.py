"""REST interface of one's own saved filters: `/api/v1/saved-filters`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_intake.permissions import READ
from kesu_intake.saved_filters.commands import delete_filter, save_filter
from kesu_intake.saved_filters.model import SavedFilter
from kesu_intake.saved_filters.queries import saved_filter_of, saved_filters_of
from kesu_intake.saved_filters.schemas import SavedFilterIn, SavedFilterOut

api = ApiBlueprint("saved-filters", __name__, description="Filters of the complaint list that one keeps under a name")


@api.get("")
@allow(READ)
@api.response(200, SavedFilterOut(many=True))
def list_filters() -> Sequence[SavedFilter]:
    """One's own saved filters, by name"""
    return saved_filters_of(current_session(), current_actor())


@api.post("")
@allow(READ)
@api.arguments(SavedFilterIn())
@api.response(201, SavedFilterOut)
def keep(data: Mapping[str, Any]) -> SavedFilter:
    """Keep a filter; the same name again replaces it"""
    return save_filter(current_session(), current_actor(), **data)


@api.delete("/<uuid:filter_id>")
@allow(READ)
@api.response(204)
def drop(filter_id: UUID) -> None:
    """Delete one of one's own"""
    session, actor = current_session(), current_actor()
    delete_filter(session, actor, saved_filter_of(session, actor, filter_id))

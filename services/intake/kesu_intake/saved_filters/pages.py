"""Keeping and dropping filters from the complaint list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import load_form
from kesu_common.web.pages import see_other
from kesu_common.web.translations import say
from kesu_intake.permissions import READ
from kesu_intake.saved_filters.commands import delete_filter, save_filter
from kesu_intake.saved_filters.queries import kept_arguments, saved_filter_of
from kesu_intake.saved_filters.schemas import SavedFilterIn

pages = Blueprint("saved_filters", __name__)


@pages.post("/saved-filters")
@allow(READ)
def keep() -> Response:
    """Keep the filter of the list that the form stands above; its arguments are in the address."""
    query: dict[str, Any] = dict(kept_arguments(request.args))
    try:
        kept = save_filter(current_session(), current_actor(), query=query, name=load_form(SavedFilterIn(only=("name",)), request)["name"])
    except KesuError as error:
        current_session().rollback()
        flash(say(error.message, error.params), "bad")
    else:
        flash(say(N_("The filter “%(name)s” is kept."), {"name": kept.name}), "good")
    return see_other(url_for("complaints.listing", **query))


@pages.post("/saved-filters/<uuid:filter_id>/delete")
@allow(READ)
def drop(filter_id: UUID) -> Response:
    """Delete one of one's own."""
    session, actor = current_session(), current_actor()
    kept = saved_filter_of(session, actor, filter_id)
    delete_filter(session, actor, kept)
    flash(say(N_("The filter “%(name)s” is deleted."), {"name": kept.name}), "good")
    return see_other(url_for("complaints.listing"))

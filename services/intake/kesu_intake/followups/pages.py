"""The page of follow-ups: whom to ask next, and what the customers said."""

from __future__ import annotations

from flask import Blueprint, Response

from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args, paginate
from kesu_intake.followups import queries
from kesu_intake.followups.model import FOLLOWUP_STATES, FollowUp
from kesu_intake.followups.schemas import FollowUpListArgs
from kesu_intake.permissions import READ

pages = Blueprint("followups", __name__)


@pages.get("/followups/")
@allow(READ)
def listing() -> Response:
    """The follow-ups that one may see, newest first."""
    args = page_args(FollowUpListArgs())
    found = queries.followups(current_actor(), args)
    page = paginate(current_session(), found, queries.SORTS, identity=FollowUp.id, args=args, default="-opened_at")
    return render("intake/followups/list.html", page=page, states=FOLLOWUP_STATES.states)

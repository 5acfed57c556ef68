"""The report of counts as a page and over the API: the figures of the complaint list, with its own filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response
from marshmallow import Schema, fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import one_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.filters import page_zone
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args
from kesu_intake.complaints.api import api
from kesu_intake.complaints.counts import BY, CODED, MOST, Counts, counts, total
from kesu_intake.complaints.model import CHANNELS, COMPLAINT_STATES, SEVERITIES
from kesu_intake.complaints.schemas import ComplaintListArgs
from kesu_intake.permissions import READ

pages = Blueprint("report", __name__)
TITLES: Mapping[str, str] = {
    "month": N_("By month"),
    "product": N_("By product"),
    "component": N_("By component"),
    "defect": N_("By defect"),
    "severity": N_("By severity"),
    "state": N_("By state"),
}
"""What the page shows, in its order."""


class CountsArgs(ComplaintListArgs):
    """The list's filters, what to count by, and how many values at most."""

    by = fields.String(required=True, validate=one_of(*BY))
    most = fields.Integer(load_default=MOST, validate=validate.Range(1, 1000))


class CountOut(Schema):
    """One value."""

    value = fields.String()
    number = fields.Integer()
    cumulated = fields.Float(metadata={"description": "share of this and all before it among those that have a value"})


class CountsOut(Schema):
    """The counts."""

    by = fields.String()
    rows = fields.List(fields.Nested(CountOut))
    values = fields.Integer(metadata={"description": "how many different values there are"})
    without = fields.Integer(metadata={"description": "complaints without any value"})


@api.get("/counts")
@allow(READ)
@api.arguments(CountsArgs, location="query")
@api.response(200, CountsOut)
def counts_of(args: Mapping[str, Any]) -> Counts:
    """How many complaints there are by month, product, component …, filtered as the list"""
    return counts(current_session(), current_actor(), args, args["by"], page_zone(), args["most"])


@pages.get("/complaints/report")
@allow(READ)
def show() -> Response:
    """The counts, each as a table with bars; a value leads to the list of its complaints."""
    session, actor, zone = current_session(), current_actor(), page_zone()
    args = page_args(ComplaintListArgs())
    groups = [counts(session, actor, args, by, zone, 24 if by == "month" else MOST) for by in TITLES]
    return render(
        "intake/complaints/report.html",
        groups=groups,
        titles=TITLES,
        coded=CODED,
        total=total(session, actor, args, zone),
        states=COMPLAINT_STATES.states,
        severities=SEVERITIES,
        channels=CHANNELS,
    )

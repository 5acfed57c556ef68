"""The journal over HTTP: `GET /journal?after=<sequence>&types=…&site=…`. Services catch up from it, third parties replay history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.journal.feed import history, read_feed
from kesu_common.people.actors import ALL_SITES, Action
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session

READ_FEED = Action("journal.read", {"service", "integration", "auditor", "admin"})
blueprint = Blueprint("feed", __name__)


@blueprint.get("/journal")
@allow(READ_FEED)
def journal_feed() -> Response:
    """Facts after a sequence number, oldest first, as CloudEvents: {"facts": […], "after": last sequence read}.

    Arguments: `after` (default 0), `types` (comma-separated event types), `site`, `limit` (≤ 1000). Facts about people and keys are for the
    services only.
    """
    actor = current_actor()
    internal = actor.kind == "service"
    sites = actor.sites(READ_FEED)
    if site := request.args.get("site"):
        sites = frozenset({site}) if site in sites or ALL_SITES in sites else frozenset()
    types = [t for t in request.args.get("types", "").split(",") if t]
    facts, last = read_feed(
        current_session(),
        current_runtime().service,
        after=_number("after", 0),
        types=types,
        sites=None if ALL_SITES in sites else sorted(sites),
        internal=internal,
        limit=min(_number("limit", 500), 1000),
    )
    return jsonify({"facts": facts, "after": last})


@blueprint.get("/api/v1/history/<subject>")
@allow(READ_FEED)
def subject_history(subject: str) -> Response:
    """The audit trail of one record: every fact about it with its actor and what changed (clause 6-d)."""
    entries: list[dict[str, Any]] = history(current_session(), subject)
    actor = current_actor()
    return jsonify({"history": [e for e in entries if actor.may(READ_FEED, e["site"])]})


def _number(name: str, default: int) -> int:
    try:
        value = int(request.args.get(name, default))
    except ValueError as error:
        raise Invalid(N_("A whole number is wanted here."), field=name) from error
    if not 0 <= value < 2**63:
        raise Invalid(N_("A whole number from 0 up is wanted here."), field=name)
    return value

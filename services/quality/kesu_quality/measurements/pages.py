"""Pages around measuring: an instrument's file into the grid, photos, control chart and capability of a characteristic."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.pages import render, see_other
from kesu_common.web.translations import language, say
from kesu_quality.cases.model import Case
from kesu_quality.cases.queries import case_of
from kesu_quality.measurements.capability import ENOUGH, capability, chart
from kesu_quality.measurements.drawing import draw
from kesu_quality.measurements.photos import attach_photo
from kesu_quality.measurements.queries import values_of
from kesu_quality.permissions import READ, TEST
from kesu_quality.standards.queries import standard_of

pages = Blueprint("measurements", __name__)
PHOTO_LIMIT = 20 * 1024 * 1024
SHOWN = 100


@pages.post("/cases/<number>/photos")
@allow(TEST)
def photos(number: str) -> Response:
    """Photos that were taken or dropped on the case's page."""
    case = case_of(current_session(), current_actor(), number, lock=True)
    count = attach_photos(current_actor(), case, "photo")
    flash(say(N_("Files attached: %(count)s"), {"count": count}), "good" if count else "warn")
    return see_other(url_for("cases.show", number=number))


def attach_photos(actor: Actor, case: Case, kind: str) -> int:
    """Attach every file of the posted form's field `files`; says how many there were."""
    chosen = [file for file in request.files.getlist("files") if file.filename]
    for file in chosen:
        stored = current_runtime().files.save(file.stream, filename=file.filename or "photo", limit=PHOTO_LIMIT)
        attach_photo(current_session(), actor, case, stored, kind)
    return len(chosen)


@pages.get("/standards/<number>/chart/<int:position>")
@allow(READ)
def characteristic(number: str, position: int) -> Response:
    """The last values of a measured characteristic in the order of measuring: control chart, capability; `?case=` narrows them to one
    case."""
    session = current_session()
    standard = standard_of(session, current_actor(), number)
    found = next((c for c in standard.characteristics if c.position == position and c.kind == "measured"), None)
    if found is None:
        raise NotFound(N_("The standard has no such measured characteristic."))
    values = values_of(session, found, SHOWN, case=request.args.get("case"))
    drawn = chart(values)
    return render(
        "quality/measurements/chart.html", standard=standard, c=found, values=values, chart=drawn, lang=language(), enough=ENOUGH,
        drawing=draw(values, drawn, (("USL", found.upper), ("LSL", found.lower))) if drawn else None,
        capability=capability(values, found.lower, found.upper), case=request.args.get("case"),
    )  # fmt: skip

"""The page of a complaint's originals."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response, g, request

from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.pages import render
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.originals.queries import Verified, copies_of, moves_of, originals_of, verified
from kesu_intake.permissions import COPY_ORIGINAL, KEEP_ORIGINAL, READ

pages = Blueprint("originals", __name__)


@pages.get("/complaints/<number>/originals")
@allow(READ)
def show(number: str) -> Response:
    """Files with their digests (`?check=1`: read through and compared now), where the paper lies and lay, who had a copy."""
    session, actor = current_session(), current_actor()
    complaint = complaint_of(session, actor, number)
    g.timezone = site_of(session, complaint.site).timezone
    originals = originals_of(session, number)
    checked = verified(current_runtime().files, originals) if "check" in request.args else [Verified(file, "") for file in originals]
    copies = copies_of(session, number)
    return render(
        "intake/originals/show.html",
        c=complaint,
        originals=checked,
        moves=moves_of(session, number),
        copies=copies,
        by_department=Counter(copy.department for copy in copies).most_common(),
        may_move=actor.may(KEEP_ORIGINAL, complaint.site),
        may_copy=actor.may(COPY_ORIGINAL, complaint.site),
    )

"""REST interface of originals: `/api/v1/originals/<complaint>`; moving and copying are operations on the complaint."""

from __future__ import annotations

from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.originals.queries import copies_of, moves_of, originals_of, verified
from kesu_intake.originals.schemas import OriginalsOut
from kesu_intake.permissions import READ

api = ApiBlueprint("originals", __name__, description="Written originals: custody, copies, and whether the files are intact")


@api.get("/<number>")
@allow(READ)
@api.response(200, OriginalsOut)
def get_originals(number: str) -> dict[str, Any]:
    """The complaint's originals with their SHA-256, read through and compared now; where the paper lies; who had a copy"""
    session = current_session()
    complaint = complaint_of(session, current_actor(), number)
    return {
        "custody_place": complaint.custody_place,
        "originals": verified(current_runtime().files, originals_of(session, number)),
        "moves": moves_of(session, number),
        "copies": copies_of(session, number),
    }

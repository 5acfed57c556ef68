"""Operations on the papers of a complaint: its original, the copies of it, its translation, and what the customer adds."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.operations import Operation
from kesu_intake import offered, permissions
from kesu_intake.complaints.model import Complaint
from kesu_intake.originals.commands import hand_out_copy, move_original
from kesu_intake.originals.schemas import CopyIn, MoveIn
from kesu_intake.portal.commands import see_additions
from kesu_intake.working_texts.commands import read_correction

_FORMS = "intake/operations/"

PAPER_OPERATIONS: tuple[Operation[Complaint], ...] = (
    Operation(
        path="read-correction",
        title=N_("I have read the correction"),
        summary="Say that one has read the corrected translation (clause 4.1.3.5-a2)",
        action=permissions.READ_CORRECTION,
        run=read_correction,
        command=None,
        icon="language",
        offered=offered.correction_waits,
    ),
    Operation(
        path="seen",
        title=N_("Looked at"),
        summary="Say that one has looked at what the customer has added over the portal",
        action=permissions.SEEN,
        run=see_additions,
        command=None,
        icon="check",
        offered=offered.additions_wait,
    ),
    Operation(
        path="custody",
        title=N_("Move the original"),
        summary="Put the paper original somewhere else (clause 4.1.3.5-a1)",
        action=permissions.KEEP_ORIGINAL,
        schema=MoveIn,
        run=move_original,
        command=None,
        icon="package",
        template=f"{_FORMS}custody.html",
        offered=offered.on_the_page_of_originals,
    ),
    Operation(
        path="copies",
        title=N_("Hand out a copy"),
        summary="Record a paper copy for a department (clause 4.1.3.5-a1)",
        action=permissions.COPY_ORIGINAL,
        schema=CopyIn,
        run=hand_out_copy,
        command=None,
        icon="file-text",
        template=f"{_FORMS}copies.html",
        offered=offered.on_the_page_of_originals,
    ),
)

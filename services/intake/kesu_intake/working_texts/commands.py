"""Putting a complaint into the site's working language."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.events import TRANSLATED
from kesu_intake.permissions import TRANSLATE
from kesu_intake.working_texts.check import differences
from kesu_intake.working_texts.model import Translation


def translate_complaint(
    session: Session, actor: Actor, complaint: Complaint, *, text: str, translator: str, acknowledged: bool = False
) -> Translation:
    """Attach a translation (clause 4.1.3.5-a2), or correct the one there is; the original is never touched.

    Raises `Invalid` (field `acknowledged`), listing them, when numbers, units or codes differ and nobody has acknowledged it, and
    `Conflict` when the text is in the working language anyway.
    """
    actor.require(TRANSLATE, complaint.site)
    COMPLAINT_STATES.apply(complaint, "translate")
    language = site_of(session, complaint.site).working_language
    if complaint.text_language == language:
        raise Conflict(N_("The complaint is in the site's working language: nothing is to be translated."))
    found = differences(complaint.text, text, (complaint.product, complaint.lot, complaint.serial))
    if found and not acknowledged:
        told: dict[str, Any] = {
            kind: ", ".join(d["params"]["what"] for d in found if d["kind"] == kind) or "–" for kind in ("missing", "added")
        }
        message = N_(
            "Numbers, units or codes differ. Missing in the translation: %(missing)s. Only in the translation: %(added)s. "
            "Correct the translation, or confirm that it is meant so."
        )
        raise Invalid(message, field="acknowledged", **told)
    made = Translation(
        complaint_number=complaint.number,
        language=language,
        text=text,
        translator=translator,
        differences=found,
        acknowledged=bool(found),
        recorded_by=actor.name or actor.id,
    )
    session.add(made)
    complaint.working_text = text
    facts = {"language": language, "translator": translator, "differences": len(found)}
    record(session, actor, TRANSLATED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    return made

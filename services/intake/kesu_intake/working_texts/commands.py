"""Putting a complaint into the site's working language, and telling those who have read an older translation."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_intake import paper_events, tasks
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.dispatches.queries import dispatches_of
from kesu_intake.events import TRANSLATED
from kesu_intake.glossary.queries import terms_of
from kesu_intake.permissions import READ_CORRECTION, TRANSLATE
from kesu_intake.working_texts.check import differences
from kesu_intake.working_texts.model import Reading, Translation
from kesu_intake.working_texts.queries import corrections_for, department_of, readings_of, translations_of
from kesu_intake.working_texts.terms import proposals


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
    earlier = translations_of(session, complaint.number)
    used = [p for p in proposals(complaint.text, text, terms_of(session, complaint.site), language) if p.used]
    made = Translation(
        complaint_number=complaint.number,
        language=language,
        text=text,
        translator=translator,
        differences=found,
        acknowledged=bool(found),
        terms=[{"source": p.source, "target": p.target} for p in used],
        recorded_by=actor.name or actor.id,
    )
    session.add(made)
    complaint.working_text = text
    facts = {"language": language, "translator": translator, "differences": len(found)}
    record(session, actor, TRANSLATED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    if earlier and earlier[0].text != text:
        _tell_readers(session, actor, complaint)
    return made


def note_reading(session: Session, actor: Actor, complaint: Complaint) -> None:
    """Remember that a person has read the translation there is. After a correction this is for `read_correction`: not by passing by."""
    newest = next(iter(translations_of(session, complaint.number)), None)
    if actor.kind != "person" or newest is None or corrections_for(session, actor, complaint):
        return
    _read(session, actor, complaint, newest)


def read_correction(session: Session, actor: Actor, complaint: Complaint) -> Complaint:
    """A person has read the corrected translation. The department's notice ends when all of it who had read the old one have."""
    actor.require(READ_CORRECTION, complaint.site)
    notices = corrections_for(session, actor, complaint)
    if not notices:
        raise Conflict(N_("There is no correction that you have not read yet."))
    newest = translations_of(session, complaint.number)[0]
    _read(session, actor, complaint, newest)
    facts = {"person": actor.name or actor.id, "department": notices[0].role}
    record(session, actor, paper_events.CORRECTION_READ, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    readings = readings_of(session, complaint.number)
    done = {r.reader for r in readings if r.translation_id == newest.id}
    for notice in notices:
        if {r.reader for r in readings if r.department == notice.role} <= done:
            finish_task(session, actor, tasks.READ_CORRECTION, complaint.number, "read", role=notice.role)
    return complaint


def _read(session: Session, actor: Actor, complaint: Complaint, translation: Translation) -> None:
    """The first reading counts; the same person on two screens at once is one."""
    values = {
        "complaint_number": complaint.number,
        "translation_id": translation.id,
        "reader": actor.id,
        "name": actor.name or actor.id,
        "department": department_of(actor, complaint.site),
    }
    session.flush()
    session.execute(insert(Reading).values(**values).on_conflict_do_nothing(index_elements=["translation_id", "reader"]))


def _tell_readers(session: Session, actor: Actor, complaint: Complaint) -> None:
    """A notice to each department of which somebody has read the old text, or that was sent it with a question."""
    readers: dict[str, list[str]] = {}
    for reading in readings_of(session, complaint.number):
        if reading.reader != actor.id and reading.name not in readers.setdefault(reading.department, []):
            readers[reading.department].append(reading.name)
    for dispatch in dispatches_of(session, complaint.number):
        if dispatch.state != "cancelled":
            readers.setdefault(dispatch.department, [])
    for department, people in readers.items():
        params = {"people": ", ".join(people) or "–"}
        cancel_task(session, actor, tasks.READ_CORRECTION, complaint.number, role=department)  # a notice of an earlier correction
        open_task(
            session,
            actor,
            tasks.READ_CORRECTION,
            subject=complaint.number,
            site=complaint.site,
            case=complaint.number,
            role=department,
            params=params,
        )

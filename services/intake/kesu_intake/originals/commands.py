"""Moving the paper, handing out copies, and keeping account of every download."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.attachments import Attachment
from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.roles import ROLES
from kesu_intake import paper_events
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.originals.model import DOWNLOAD, ORIGINAL, PAPER, OriginalCopy, OriginalMove
from kesu_intake.permissions import COPY_ORIGINAL, KEEP_ORIGINAL


def move_original(session: Session, actor: Actor, complaint: Complaint, *, place: str, reason: str) -> OriginalMove:
    """Put the paper original somewhere else (clause 4.1.3.5-a1). Raises `Conflict` when it lies there already."""
    actor.require(KEEP_ORIGINAL, complaint.site)
    if place == complaint.custody_place:
        raise Conflict(N_("The original lies there already."), field="place")
    moved = OriginalMove(
        complaint_number=complaint.number,
        from_place=complaint.custody_place,
        to_place=place,
        reason=reason,
        moved_by=actor.name or actor.id,
    )
    complaint.custody_place = place
    session.add(moved)
    facts = {"from_place": moved.from_place, "to_place": place, "reason": reason}
    record(session, actor, paper_events.ORIGINAL_MOVED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    return moved


def hand_out_copy(session: Session, actor: Actor, complaint: Complaint, *, what: str, department: str, person: str) -> OriginalCopy:
    """A paper copy goes to a department; the original stays with sales."""
    actor.require(COPY_ORIGINAL, complaint.site)
    return _log(session, actor, complaint, how=PAPER, what=what, sha256=None, department=department, person=person)


def log_download(session: Session, actor: Actor, attachment: Attachment) -> None:
    """Keep account of a download of a written original; other attachments are not counted."""
    if attachment.kind != ORIGINAL:
        return
    complaint = complaint_of(session, Actor.service("intake"), attachment.subject)
    department, person = departments_of(actor, complaint.site), actor.name or actor.id
    _log(session, actor, complaint, how=DOWNLOAD, what=attachment.filename, sha256=attachment.sha256, department=department, person=person)


def departments_of(actor: Actor, site: str) -> str:
    """The roles that somebody holds at a site, as a log names them; `–` for none, which only the service itself has."""
    return ", ".join(role for role in ROLES if actor.has_role(role, site)) or "–"


def _log(
    session: Session, actor: Actor, complaint: Complaint, *, how: str, what: str, sha256: str | None, department: str, person: str
) -> OriginalCopy:
    made = OriginalCopy(
        complaint_number=complaint.number,
        how=how,
        what=what,
        sha256=sha256,
        department=department,
        person=person,
        given_by=actor.name or actor.id,
    )
    session.add(made)
    facts = {"how": how, "what": what, "sha256": sha256, "department": department, "person": person}
    record(session, actor, paper_events.ORIGINAL_COPIED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    return made

"""Opening a review, convening the departments, recording and correcting its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Forbidden, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_quality import events, tasks
from kesu_quality.defects.queries import defect_of
from kesu_quality.goods.judging import judge_line
from kesu_quality.permissions import NOTE_REVIEW, REVIEW
from kesu_quality.reviews.model import PARTS, REVIEW_STATES, Review, ReviewLine, Statement


def open_review(
    session: Session, actor: Actor, *, site: str, return_number: str, form_at: datetime, lines: Sequence[Mapping[str, Any]],
    complaint: str | None,
    customer_code: str | None, customer_name: str | None,
) -> Review:  # fmt: skip
    """Open the review of a return whose form quality has since `form_at`: due one working day later (clause 4.1.3.7-c)."""
    actor.require(REVIEW, site)
    number = next_number(session, "RV", site)
    params = {"return_number": return_number, "customer": customer_name or customer_code or "?"}
    work = open_task(session, actor, tasks.REVIEW, subject=number, site=site, case=complaint, start=form_at, params=params)
    made = Review(
        number=number, site=site, state=REVIEW_STATES.initial, return_number=return_number, complaint=complaint,
        customer_code=customer_code,
        customer_name=customer_name, form_at=form_at, due_at=work.due_at, complete=False, participants=[], noted_by={}, round=0,
        lines=[_line(line, Decimal(0)) for line in lines],
    )  # fmt: skip
    session.add(made)
    _state(session, actor, events.REVIEW_DUE, made, {"due_at": made.due_at})
    return made


def count_received(session: Session, review: Review, lines: Sequence[Mapping[str, Any]], *, complete: bool) -> None:
    """Keep what has come in, line by line; goods that were not on the form become a line. No fact: the warehouse has stated it."""
    known = {line.line: line for line in review.lines}
    for given in lines:
        line = known.get(given["line"])
        if line is None:
            review.lines.append(_line({**given, "quantity": given["received"]}, given["received"]))
        else:
            line.received = max(line.received, given["received"])
    review.complete = review.complete or complete
    session.flush()


def ask_for(review: Review, lines: Sequence[Mapping[str, Any]]) -> None:
    """The form, which came after the goods: what was asked for line by line. No fact: the warehouse has stated it."""
    asked = {line["line"]: line["quantity"] for line in lines}
    for line in review.lines:
        line.requested = max(line.requested, asked.get(line.line, Decimal(0)))


def take_away(review: Review, lines: Sequence[Mapping[str, Any]]) -> None:
    """So many of each line come as another return, never fewer than were judged. No fact: the warehouse has stated it."""
    gone = {line["line"]: line["quantity"] for line in lines}
    for line in review.lines:
        line.requested = max(line.requested - gone.get(line.line, Decimal(0)), line.judged, line.received)


def convene_review(session: Session, actor: Actor, review: Review, *, participants: Sequence[Mapping[str, str]]) -> Review:
    """Say who takes part (召集评审)."""
    actor.require(REVIEW, review.site)
    REVIEW_STATES.apply(review, "convene")
    review.participants = [dict(p) for p in participants]
    _state(session, actor, events.REVIEW_CONVENED, review, {"participants": review.participants})
    return review


def record_review(session: Session, actor: Actor, review: Review, **given: Any) -> Review:
    """Record the result (评审结论): it reaches the departments as a fact and as work to read; see `schemas.ReviewIn` for `given`.

    Raises `Invalid` with fewer than two departments, without a judgement, for more than came in, or for a CAPA decision without its reason.
    """
    actor.require(REVIEW, review.site)
    REVIEW_STATES.apply(review, "record")
    _decide(session, actor, review, **given)
    finish_task(session, actor, tasks.REVIEW, review.number, "recorded")
    return review


def correct_review(session: Session, actor: Actor, review: Review, **given: Any) -> Review:
    """Record the result anew (更正评审结论), as when more goods came or tests found more; stated again, the last one counts."""
    actor.require(REVIEW, review.site)
    REVIEW_STATES.apply(review, "correct")
    _decide(session, actor, review, **given)
    return review


def cancel_review(session: Session, actor: Actor, review: Review, reason: str) -> Review:
    """The return was cancelled before it was reviewed."""
    REVIEW_STATES.apply(review, "cancel")
    _state(session, actor, events.REVIEW_CANCELLED, review, {"reason": reason})
    cancel_task(session, actor, tasks.REVIEW, review.number)
    return review


def note_review(session: Session, actor: Actor, review: Review) -> Review:
    """A department has read the result (已阅): every department that the actor stands for and that was told."""
    actor.require(NOTE_REVIEW, review.site)
    REVIEW_STATES.apply(review, "note")
    own = [role for role in tasks.NOTE.roles if actor.has_role(role, review.site) and role not in review.noted_by]
    if not own:
        raise Forbidden(N_("Your department has noted this already, or was not asked to."))
    review.noted_by = {**review.noted_by, **dict.fromkeys(own, actor.name or actor.id)}
    _state(session, actor, events.REVIEW_NOTED, review, {"departments": own})
    for role in own:
        finish_task(session, actor, tasks.NOTE, review.number, "read", role=role)
    return review


def sign_review(
    session: Session, actor: Actor, review: Review, *, department: str, signed: bool = True, comment: str | None = None
) -> Review:
    """A participating department signs what is there (会签), or says why it does not; the same person may think again.

    Raises `Invalid` for a department that was not convened or that the actor does not stand for, and for nothing said.
    """
    actor.require(NOTE_REVIEW, review.site)
    REVIEW_STATES.apply(review, "sign")
    if department not in {p["department"] for p in review.participants}:
        raise Invalid(N_("This department does not take part in the review."), field="department")
    if not actor.has_role(department, review.site):
        raise Forbidden(N_("You do not stand for this department."), department=department)
    if not signed and not comment:
        raise Invalid(N_("Say why you do not sign."), field="comment")
    own = next((s for s in review.statements if (s.round, s.department, s.login) == (review.round, department, actor.id)), None)
    if own is None:
        own = Statement(round=review.round, department=department, login=actor.id)
        review.statements.append(own)
    own.name, own.signed, own.comment, own.said_at = actor.name or actor.id, signed, comment, clock.now()
    flag_modified(review, "round")
    _state(session, actor, events.REVIEW_SIGNED, review, {"department": department, "signed": signed, "comment": comment})
    return review


def _decide(
    session: Session, actor: Actor, review: Review, *, result: str, lines: Sequence[Mapping[str, Any]], capa_needed: bool,
    capa_reason: str | None = None,
    participants: Sequence[Mapping[str, str]] | None = None, responsible_department: str | None = None, defect_code: str | None = None,
) -> None:  # fmt: skip
    if participants is not None:
        review.participants = [dict(p) for p in participants]
    _require_departments(review)
    defect_of(session, defect_code)
    if not capa_needed and not capa_reason:
        raise Invalid(N_("“No corrective action” is a decision: say why."), field="capa_reason")
    if capa_needed and not responsible_department:
        raise Invalid(N_("Say which department is responsible."), field="responsible_department")
    review.round = (review.round or 0) + 1
    review.result, review.capa_needed, review.capa_reason = result, capa_needed, capa_reason
    review.responsible_department, review.defect_code = responsible_department, defect_code
    review.decided_by, review.decided_at = actor.name or actor.id, review.decided_at or clock.now()
    _judge(review, lines)
    _state(session, actor, events.REVIEW_COMPLETED, review, _result_of(review))
    for line in review.lines:
        judge_line(session, actor, review.return_number, line)
    _tell_departments(session, actor, review)


def _judge(review: Review, lines: Sequence[Mapping[str, Any]]) -> None:
    known = {line.line: line for line in review.lines}
    for index, given in enumerate(lines):
        line = known.get(given["line"])
        if line is None:
            raise Invalid(N_("Return %(number)s has no line %(line)s."), field="lines", number=review.return_number, line=given["line"])
        most = line.received if review.complete else max(line.requested, line.received)
        judged = [given.get(part, Decimal(0)) for part in PARTS]
        if sum(judged) > most:
            message = N_("Line %(line)s: at most %(most)s can be judged.")
            params: dict[str, Any] = {"line": line.line, "most": plain(most)}
            raise Invalid(message, errors={"lines": {str(index): {"ours": [message % params]}}}, **params)
        line.ours, line.not_ours, line.no_fault_found = judged
    if not any(line.judged for line in review.lines):
        raise Conflict(N_("Say for at least one piece whose fault it is. What is not judged yet stays under test."), field="lines")


def _require_departments(review: Review) -> None:
    if len({p["department"] for p in review.participants}) < 2:
        raise Invalid(N_("A review is held by several departments: name those who took part."), field="participants")


def _tell_departments(session: Session, actor: Actor, review: Review) -> None:
    review.noted_by = {}
    told = (
        {p["department"] for p in review.participants}
        | {"sales"}
        | ({review.responsible_department} if review.responsible_department else set())
    )
    for role in tasks.NOTE.roles:
        if role in told:
            open_task(session, actor, tasks.NOTE, subject=review.number, site=review.site, case=review.complaint, role=role)


def _result_of(review: Review) -> dict[str, Any]:
    names = ("result", "capa_needed", "capa_reason", "responsible_department", "defect_code", "participants")
    lines = [{"line": line.line, "product": line.product, "lot": line.lot, **{p: getattr(line, p) for p in PARTS}} for line in review.lines]
    return {**{name: getattr(review, name) for name in names}, "lines": lines, "in_time": review.in_time}


def _line(given: Mapping[str, Any], received: Decimal) -> ReviewLine:
    nothing = Decimal(0)
    return ReviewLine(
        line=given["line"], product=given.get("product"), lot=given.get("lot"), requested=given["quantity"], received=received,
        ours=nothing,
        not_ours=nothing, no_fault_found=nothing,
    )  # fmt: skip


def _state(session: Session, actor: Actor, event: EventType, review: Review, data: Mapping[str, Any]) -> None:
    names = ("return_number", "complaint", "customer_code", "customer_name", "state")
    facts = {"review": review.number, **{name: getattr(review, name) for name in names}}
    record(session, actor, event, review, {**facts, **data}, case=review.complaint)

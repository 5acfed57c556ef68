"""Every operation on a review, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_quality import tasks
from kesu_quality.cases.queries import case_of_complaint
from kesu_quality.permissions import NOTE_REVIEW, REVIEW
from kesu_quality.reviews import commands
from kesu_quality.reviews.model import PARTS, REVIEW_STATES, Review
from kesu_quality.reviews.queries import review_of
from kesu_quality.reviews.schemas import ConveneIn, ReviewIn, SignIn
from kesu_quality.verdicts.queries import verdicts_of


def _participants(review: Review, actor: Actor) -> list[dict[str, Any]]:
    return list(review.participants) or [{"department": "quality", "name": actor.name}]


def _convene(_session: Session, actor: Actor, review: Review) -> Mapping[str, Any]:
    return {"participants": _participants(review, actor)}


def _result(session: Session, actor: Actor, review: Review) -> Mapping[str, Any]:
    """What is known already: the verdict on the complaint proposes whose fault it is."""
    case = case_of_complaint(session, review.complaint) if review.complaint else None
    verdicts = verdicts_of(session, case.number) if case else []
    last = verdicts[-1] if verdicts else None
    lines: list[dict[str, Any]] = [{"line": line.line, **{part: plain(getattr(line, part)) for part in PARTS}} for line in review.lines]
    if review.decided_at is None and last is not None and last.verdict in PARTS:
        for shown, line in zip(lines, review.lines, strict=True):
            shown[last.verdict] = plain(line.received if review.complete else max(line.requested, line.received))
    names = ("result", "capa_needed", "capa_reason", "responsible_department", "defect_code")
    kept = {name: getattr(review, name) for name in names}
    if review.decided_at is None and last is not None:
        kept |= {"responsible_department": last.responsible_department, "defect_code": last.defect_code}
    return {**kept, "participants": _participants(review, actor), "lines": lines}


def _to_note(_session: Session, actor: Actor, review: Review) -> bool:
    return any(actor.has_role(role, review.site) and role not in review.noted_by for role in tasks.NOTE.roles)


def _own_departments(actor: Actor, review: Review) -> list[str]:
    return [p["department"] for p in review.participants if actor.has_role(p["department"], review.site)]


def _own_department(_session: Session, actor: Actor, review: Review) -> Mapping[str, Any]:
    return {"department": next(iter(_own_departments(actor, review)), None), "signed": True}


def _to_sign(_session: Session, actor: Actor, review: Review) -> bool:
    return bool(_own_departments(actor, review))


OPERATIONS = Operations(
    states=REVIEW_STATES,
    find=review_of,
    all=(
        Operation(
            path="note", title=N_("Read"), summary="A department has read the result (clause 4.1.3.7-c)", action=NOTE_REVIEW,
            run=commands.note_review, command="note", icon="eye", offered=_to_note,
        ),
        Operation(
            path="sign", title=N_("Sign or comment"), summary="A participating department signs, or says why not (clause 4.1.3.7-c)",
            action=NOTE_REVIEW, schema=SignIn, run=commands.sign_review, command="sign", icon="signature",
            template="quality/reviews/sign.html", initial=_own_department, offered=_to_sign,
        ),
        Operation(
            path="result", title=N_("Record the result"), summary="Record the result of the review (clause 4.1.3.7-c)", action=REVIEW,
            schema=ReviewIn,
            run=commands.record_review, command="record", icon="gavel", template="quality/reviews/result.html", initial=_result,
        ),
        Operation(
            path="convene", title=N_("Convene"), summary="Say who takes part", action=REVIEW, schema=ConveneIn, run=commands.convene_review,
            command="convene", icon="users-group", template="quality/reviews/convene.html", initial=_convene,
        ),
        Operation(
            path="correct", title=N_("Correct the result"), summary="Record the result anew", action=REVIEW, schema=ReviewIn,
            run=commands.correct_review, command="correct", icon="edit", template="quality/reviews/result.html", initial=_result,
        ),
    ),
)  # fmt: skip

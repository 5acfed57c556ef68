"""Reading paper forms that were typed in, and where two people read them differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_survey.answers.model import Answer, PaperEntry
from kesu_survey.invitations.model import Invitation
from kesu_survey.questionnaires.model import NO_OPINION, Questionnaire


def entry_of(session: Session, invitation: str) -> PaperEntry | None:
    """What was typed in for the invitation and waits for its second person."""
    return session.get(PaperEntry, invitation)


def entries_of(session: Session, campaign: str) -> Sequence[str]:
    """The invitations of a campaign whose paper form waits for its second person or for somebody who settles."""
    waiting = select(PaperEntry.invitation).join(Invitation, Invitation.number == PaperEntry.invitation)
    return session.scalars(waiting.where(Invitation.campaign == campaign).order_by(PaperEntry.invitation)).all()


def as_rows(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Checked answers as rows that can be checked again: [{item, score, choices, text}]."""
    return [_row(answer) for answer in answers]


def differences(first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]]) -> list[str]:
    """The codes of the items that the two read differently, in the order in which they come."""
    one, other = ({row["item"]: dict(row) for row in rows} for rows in (first, second))
    return [code for code in dict.fromkeys([*one, *other]) if one.get(code) != other.get(code)]


def answer_of(rows: Sequence[Mapping[str, Any]], questionnaire: Questionnaire, code: str) -> Answer:
    """What the rows say of an item, as an answer; one without anything when it was left empty."""
    row = next((row for row in rows if row["item"] == code), {})
    item = questionnaire.item(code)
    silent = NO_OPINION in (row.get("score"), *row.get("choices", []))
    return Answer(
        position=item.position if item else 0,
        item=code,
        score=None if silent else row.get("score"),
        no_opinion=silent,
        text=row.get("text"),
        choices=[] if silent else row.get("choices", []),
    )


def _row(answer: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {"item": answer.item, "score": answer.score, "choices": answer.choices, "text": answer.text}
    if answer.no_opinion:
        row["score"] = NO_OPINION
    return row

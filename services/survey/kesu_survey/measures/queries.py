"""Reading what customers are told of, and what could be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_survey.campaigns.model import Campaign
from kesu_survey.campaigns.queries import last_before
from kesu_survey.copies.queries import capas_of
from kesu_survey.measures.model import Measure
from kesu_survey.questionnaires.queries import numbered
from kesu_survey.suggestions.model import ACTED_ON
from kesu_survey.suggestions.queries import passed_in

NAMES = ("said_zh", "said_en", "did_zh", "did_en", "capa")


def measures_of(session: Session, campaign: str) -> Sequence[Measure]:
    """What the campaign's form opens with, in its order."""
    return session.scalars(select(Measure).where(Measure.campaign == campaign).order_by(Measure.position)).all()


def proposed(session: Session, campaign: Campaign) -> list[dict[str, Any]]:
    """What is told so far, or else one line for each corrective action that the last survey led to, and for each point that a department
    has taken up; what was done is for sales to write, beginning from what the department answered.
    """
    if told := measures_of(session, campaign.number):
        return [{name: getattr(measure, name) for name in NAMES} for measure in told]
    last = last_before(session, campaign)
    if last is None:
        return []
    questionnaire = numbered(session, last.questionnaire)
    found: list[dict[str, Any]] = []
    for code, capa in capas_of(session, last.number).items():
        item = questionnaire.item(code)
        zh, en = (item.text_zh, item.text_en) if item else (code, code)
        found.append({"said_zh": zh, "said_en": en, "did_zh": "", "did_en": "", "capa": capa.number})
    for point in passed_in(session, last.number):
        if point.outcome in ACTED_ON:
            said = {"said_zh": point.text_zh, "said_en": point.text_en}
            found.append({**said, "did_zh": point.answer, "did_en": point.answer, "capa": None})
    return found

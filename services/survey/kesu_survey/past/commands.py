"""Taking over a respondent's answers to a past survey. The only writer of what is imported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.database.many import insert_all
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_survey.answers.levels import levels_of
from kesu_survey.answers.model import IMPORTED, Answer, ReturnedForm
from kesu_survey.campaigns.model import Campaign
from kesu_survey.past import facts
from kesu_survey.past.coding import Cell
from kesu_survey.permissions import IMPORT_SURVEY
from kesu_survey.questionnaires.model import NO_OPINION, Questionnaire


def ensure_past_campaign(session: Session, actor: Actor, *, site: str, survey: str, year: int, questionnaire: Questionnaire) -> Campaign:
    """The past survey of this name, site and year; made when its first row comes.

    Raises `Invalid` (field `questionnaire`) when it was imported with another questionnaire before.
    """
    actor.require(IMPORT_SURVEY, site)
    named = select(Campaign).where(Campaign.site == site, Campaign.year == year, Campaign.imported_as == survey)
    known = session.scalar(named)
    if known is None:
        known = _made(session, actor, site=site, survey=survey, year=year, questionnaire=questionnaire)
    elif known.questionnaire != questionnaire.number:
        message = N_("The survey “%(survey)s” of %(year)s was imported with questionnaire %(questionnaire)s.")
        raise Invalid(message, field="questionnaire", survey=survey, year=year, questionnaire=known.questionnaire)
    return known


def _made(session: Session, actor: Actor, *, site: str, survey: str, year: int, questionnaire: Questionnaire) -> Campaign:
    if questionnaire.state == "drafted" or questionnaire.site != site:
        message = N_("Release questionnaire %(number)s at site %(site)s first: an answered version never changes.")
        raise Invalid(message, field="questionnaire", number=questionnaire.number, site=site)
    ends_on = min(date(year, 12, 31), clock.now().date())
    made = Campaign(
        number=next_number(session, "SC", site, year),
        site=site,
        state="closed",
        year=year,
        questionnaire=questionnaire.number,
        sample_rule=[],
        targets={item.code: format(item.target.normalize(), "f") for item in questionnaire.items if item.target is not None},
        ends_on=ends_on,
        started_by=actor.name or actor.id,
        closed_at=clock.now(),
        closed_by=actor.name or actor.id,
        imported_as=survey,
    )
    session.add(made)
    told = {"number": made.number, "state": made.state, "year": year, "questionnaire": questionnaire.number, "survey": survey}
    record(session, actor, facts.CAMPAIGN_IMPORTED, made, told, case=made.number)
    return made


def take_past_form(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    questionnaire: Questionnaire,
    *,
    respondent: str,
    cells: Mapping[str, tuple[Cell, str]],
    answered_on: date | None = None,
    **known: Any,
) -> bool:
    """Take a respondent's form once; `False` when the same answers are there already.

    `cells`: item → (meaning, as written). `known`: customer_code, customer_name, tier, language, product, weight. Without `answered_on`
    the form counts for the last day of the survey. Raises `Invalid` (field `respondent`) when other answers of this respondent are there.
    """
    actor.require(IMPORT_SURVEY, campaign.site)
    there = select(ReturnedForm.id).where(ReturnedForm.campaign == campaign.number, ReturnedForm.external_reference == respondent)
    rows = _rows(questionnaire, cells)
    if (form_id := session.scalar(there)) is not None:
        if _stored(session, form_id) != {row["item"]: (row["score"], row["no_opinion"], row["silence"], row["text"]) for row in rows}:
            message = N_("Answers of respondent %(respondent)s to this survey are there already, and they are others.")
            raise Invalid(message, field="respondent", respondent=respondent)
        return False
    form = _form(session, campaign, respondent, answered_on or campaign.ends_on, **known)
    form |= levels_of(questionnaire, [(row["item"], row["score"]) for row in rows])
    insert_all(session, ReturnedForm, [form])
    insert_all(session, Answer, [{**row, "id": uuid7(), "form_id": form["id"]} for row in rows])
    scores = sum(row["score"] is not None for row in rows)
    told = {"campaign": campaign.number, "respondent": respondent, "scores": scores, "answers": len(rows)}
    record(session, actor, facts.ANSWER_IMPORTED, _Past(campaign, respondent), told)
    return True


class _Past:
    """A past form as the subject of a fact: its own, so that thousands of them do not fill the survey's history."""

    def __init__(self, campaign: Campaign, respondent: str) -> None:
        self.site = campaign.site
        self.number = f"{campaign.number}-{respondent}"[:64]


def _form(session: Session, campaign: Campaign, respondent: str, day: date, **known: Any) -> dict[str, Any]:
    zone = ZoneInfo(site_of(session, campaign.site).timezone)
    blank = {"customer_code": None, "customer_name": None, "tier": "", "language": "", "product": ""}
    return {
        "id": uuid7(),
        "campaign": campaign.number,
        "external_reference": respondent,
        **blank,
        "weight": Decimal(1),
        **{name: value for name, value in known.items() if value is not None},
        "via": IMPORTED,
        "duplicate": False,
        "late": False,
        "tallied": False,
        "received_at": datetime.combine(day, time(12), zone).astimezone(UTC),
    }


def _rows(questionnaire: Questionnaire, cells: Mapping[str, tuple[Cell, str]]) -> list[dict[str, Any]]:
    rows = []
    for item in questionnaire.items:
        if item.code not in cells:
            continue
        cell, written = cells[item.code]
        no_opinion = cell.why == NO_OPINION
        rows.append(
            {
                "position": item.position,
                "item": item.code,
                "score": cell.score,
                "no_opinion": no_opinion,
                "text": cell.text,
                "choices": [],
                "silence": None if no_opinion else cell.why,
                "as_written": written.strip()[:200] if cell.why else None,
            }
        )
    return rows


def _stored(session: Session, form_id: Any) -> dict[str, tuple[Any, ...]]:
    kept = select(Answer.item, Answer.score, Answer.no_opinion, Answer.silence, Answer.text).where(Answer.form_id == form_id)
    return {item: tuple(rest) for item, *rest in session.execute(kept)}

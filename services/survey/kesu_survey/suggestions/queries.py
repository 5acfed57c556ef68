"""Reading suggestions: what waits to be coded, what was coded how, and what most customers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_survey.answers.model import Answer, ReturnedForm
from kesu_survey.campaigns.model import Campaign
from kesu_survey.figures.queries import returned_forms
from kesu_survey.permissions import READ
from kesu_survey.suggestions.model import Coding, PassedSuggestion, SuggestionCode

SORTS = {"created_at": PassedSuggestion.created_at, "number": PassedSuggestion.number}
FILTERS = {
    "campaign": PassedSuggestion.campaign,
    "state": PassedSuggestion.state,
    "site": PassedSuggestion.site,
    "department": PassedSuggestion.department,
}
"""Query argument → the column that must equal it."""


@dataclass(frozen=True)
class Told:
    """A text of a form: who said what about which item."""

    form: UUID
    item: str
    text: str
    customer_name: str | None
    tier: str
    received_at: datetime


@dataclass(frozen=True)
class Point:
    """A code, how many codings it has, from how many respondents, and the share that it and the more frequent ones have of all codings."""

    code: str
    known: SuggestionCode | None
    number: int
    respondents: int
    cumulated: float


def codes_at(session: Session, site: str) -> Sequence[SuggestionCode]:
    """The site's list of codes, by section and code."""
    return session.scalars(
        select(SuggestionCode).where(SuggestionCode.site == site).order_by(SuggestionCode.section, SuggestionCode.code)
    ).all()


def code_of(session: Session, site: str, code: str) -> SuggestionCode:
    """The code of the site's list. Raises `Invalid` (field `code`)."""
    found = session.scalar(select(SuggestionCode).where(SuggestionCode.site == site, SuggestionCode.code == code))
    if found is None:
        raise Invalid(
            N_("The list of codes of site %(site)s has no “%(code)s”. Put it on the list first."), field="code", site=site, code=code
        )
    return found


def waiting(session: Session, campaign: Campaign, limit: int) -> list[Told]:
    """Texts without a code, by form; not those of a second form. None while too few forms of an anonymous survey have come."""
    if not campaign.shows(returned_forms(session, campaign.number)):
        return []
    wanted = _texts(campaign.number, ~_coded())
    return [Told(*row) for row in session.execute(wanted.order_by(ReturnedForm.id, Answer.position).limit(limit))]


def progress(session: Session, campaign: str) -> tuple[int, int]:
    """(texts that have a code, texts)."""
    texts = _texts(campaign).with_only_columns(func.count(), func.count().filter(_coded()))
    total, coded = session.execute(texts).one()
    return int(coded), int(total)


def coded_texts(session: Session, site: str, limit: int) -> list[tuple[str, str]]:
    """(text, code) of what was coded last at the site: what proposals learn from."""
    wanted = (
        select(Answer.text, Coding.code)
        .join(Coding, (Coding.form_id == Answer.form_id) & (Coding.item == Answer.item))
        .join(SuggestionCode, (SuggestionCode.code == Coding.code) & (SuggestionCode.site == site))
        .where(Answer.text.is_not(None))
        .order_by(Coding.coded_at.desc(), Coding.id)
        .limit(limit)
    )
    return [(str(text), str(code)) for text, code in session.execute(wanted)]


def last_coded(session: Session, campaign: str, actor: Actor) -> Told | None:
    """What the actor coded last in this survey: what an undo takes back."""
    latest = (
        select(Coding.form_id, Coding.item)
        .where(Coding.campaign == campaign, Coding.coded_by == (actor.name or actor.id))
        .order_by(Coding.coded_at.desc(), Coding.id.desc())
        .limit(1)
    )
    found = session.execute(latest).one_or_none()
    if found is None:
        return None
    wanted = _texts(campaign, ReturnedForm.id == found[0], Answer.item == found[1])
    row = session.execute(wanted).one_or_none()
    return Told(*row) if row else None


def pareto(session: Session, campaign: str, site: str) -> list[Point]:
    """Every code of the survey, the most frequent first (clause 4.2.3.4). A text with several codes counts for each."""
    number = func.count()
    wanted = (
        select(Coding.code, number, func.count(Coding.form_id.distinct()))
        .where(Coding.campaign == campaign)
        .group_by(Coding.code)
        .order_by(number.desc(), Coding.code)
    )
    rows = session.execute(wanted).all()
    known = {one.code: one for one in codes_at(session, site)}
    total, so_far, found = sum(row[1] for row in rows), 0, []
    for code, count, respondents in rows:
        so_far += count
        found.append(Point(code, known.get(code), count, respondents, so_far / total))
    return found


def passed_of(session: Session, actor: Actor, number: str, lock: bool = False) -> PassedSuggestion:
    """The passed suggestion with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, PassedSuggestion, number, N_("There is no passed suggestion “%(number)s”."), lock=lock)


def passed(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `campaign`, `state`, `site`, `department`."""
    return records(actor, READ, PassedSuggestion, args, FILTERS)


def passed_in(session: Session, campaign: str) -> Sequence[PassedSuggestion]:
    """What a survey has passed to departments, by number."""
    return session.scalars(select(PassedSuggestion).where(PassedSuggestion.campaign == campaign).order_by(PassedSuggestion.number)).all()


def _texts(campaign: str, *conditions: ColumnElement[bool]) -> Select[Any]:
    columns: tuple[Any, ...] = (
        ReturnedForm.id, Answer.item, Answer.text, ReturnedForm.customer_name, ReturnedForm.tier, ReturnedForm.received_at,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Answer, Answer.form_id == ReturnedForm.id)
        .where(ReturnedForm.campaign == campaign, ~ReturnedForm.duplicate, Answer.text.is_not(None), *conditions)
    )


def _coded() -> ColumnElement[bool]:
    return exists().where(Coding.form_id == Answer.form_id, Coding.item == Answer.item).correlate(Answer)

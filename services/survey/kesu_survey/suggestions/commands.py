"""Coding suggestions and passing them on. The only writer of codes, codings and passed suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Invalid, NotFound
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task
from kesu_survey import tasks
from kesu_survey.answers.model import ReturnedForm
from kesu_survey.campaigns.model import Campaign
from kesu_survey.permissions import ANSWER_SUGGESTION, CODE_SUGGESTION, PASS_SUGGESTION
from kesu_survey.suggestions import facts
from kesu_survey.suggestions.model import PASSED_STATES, Coding, PassedSuggestion, SuggestionCode
from kesu_survey.suggestions.queries import code_of

_CODE = ("section", "text_zh", "text_en", "department", "item")


def declare_code(session: Session, actor: Actor, *, site: str, code: str, **known: Any) -> SuggestionCode | None:
    """Put a code on the site's list, or change what it says; `None` when it says just that already.

    `known`: section, text_zh, text_en, department, item. One language is enough: it stands for the other until that is given.
    """
    site_of(session, site)
    actor.require(CODE_SUGGESTION, site)
    one_language = known.get("text_zh") or known.get("text_en")
    if not one_language:
        raise Invalid(N_("Say in Chinese or English what customers with this code mean."), field="text_zh")
    found = session.scalar(select(SuggestionCode).where(SuggestionCode.site == site, SuggestionCode.code == code))
    values = {
        "section": known.get("section") or (found.section if found else ""),
        "text_zh": known.get("text_zh") or (found.text_zh if found else one_language),
        "text_en": known.get("text_en") or (found.text_en if found else one_language),
        "department": known.get("department") or (found.department if found else None),
        "item": known.get("item") or (found.item if found else None),
    }
    if found is not None and all(getattr(found, name) == values[name] for name in _CODE):
        return None
    if found is None:
        found = SuggestionCode(site=site, code=code, **values)
        session.add(found)
    else:
        for name, value in values.items():
            setattr(found, name, value)
    record(session, actor, facts.CODE_DECLARED, _Site(site), {"code": code, **values})
    return found


class _Site:
    """A list of codes as the subject of a fact: it belongs to the site."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.number = f"SUGGESTIONS-{site}"


class _Text:
    """A form's text as the subject of a fact: its own, so that thousands of codings do not fill the survey's history."""

    def __init__(self, campaign: Campaign, form: UUID) -> None:
        self.site = campaign.site
        self.number = f"{campaign.number}-{form}"


def code_text(session: Session, actor: Actor, campaign: Campaign, *, form: UUID, item: str, codes: Sequence[str]) -> None:
    """Give a text of a form these codes, in place of those that it had (clause 4.2.3.4). A person decides; proposals only help.

    Raises `Invalid` (field `codes`) for a code that is not on the site's list, or none.
    """
    actor.require(CODE_SUGGESTION, campaign.site)
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        raise Invalid(N_("Choose at least one code."), field="codes")
    for code in wanted:
        code_of(session, campaign.site, code)
    _of_campaign(session, campaign, form)
    session.execute(delete(Coding).where(Coding.form_id == form, Coding.item == item))
    add_codings(session, actor, campaign, form, item, {str(place): code for place, code in enumerate(wanted, 1)})


def add_codings(session: Session, actor: Actor, campaign: Campaign, form: UUID, item: str, places: dict[str, str]) -> None:
    """Add codes of a text by place; those of other places stay."""
    who = actor.name or actor.id
    session.add_all(
        Coding(campaign=campaign.number, form_id=form, item=item, place=place, code=code, coded_by=who) for place, code in places.items()
    )
    session.flush()
    kept = session.scalars(select(Coding.code).where(Coding.form_id == form, Coding.item == item).order_by(Coding.place)).all()
    _state_coding(session, actor, facts.CODED, campaign, form, item, kept)


def uncode_text(session: Session, actor: Actor, campaign: Campaign, *, form: UUID, item: str) -> None:
    """Take the coding of a text back: it waits to be coded again. Nothing happens when it has none."""
    actor.require(CODE_SUGGESTION, campaign.site)
    _of_campaign(session, campaign, form)
    gone = session.scalars(delete(Coding).where(Coding.form_id == form, Coding.item == item).returning(Coding.id)).all()
    if gone:
        _state_coding(session, actor, facts.UNCODED, campaign, form, item, ())


def pass_suggestion(
    session: Session, actor: Actor, campaign: Campaign, *, code: str, department: str | None = None, note: str | None = None
) -> PassedSuggestion:
    """Pass what many customers say to the department concerned, as its task and as input for improvement (clause 4.2.3.4).

    Raises `Invalid` for a code that nobody's text has, or that concerns no department by itself; `Conflict` when it lies there already.
    """
    actor.require(PASS_SUGGESTION, campaign.site)
    known = code_of(session, campaign.site, code)
    to = department or known.department
    if to is None:
        raise Invalid(N_("Name the department that is concerned."), field="department")
    counted = select(func.count(Coding.form_id.distinct())).where(Coding.campaign == campaign.number, Coding.code == code)
    respondents = session.scalar(counted) or 0
    if not respondents:
        raise Invalid(N_("No text of this survey has the code “%(code)s”."), field="code", code=code)
    same = (PassedSuggestion.campaign == campaign.number, PassedSuggestion.code == code, PassedSuggestion.department == to)
    if session.scalar(select(PassedSuggestion.number).where(*same)):
        raise Conflict(N_("This point was passed to that department already."))
    passed = PassedSuggestion(
        number=next_number(session, "SS", campaign.site, campaign.year),
        site=campaign.site,
        state=PASSED_STATES.initial,
        campaign=campaign.number,
        code=code,
        text_zh=known.text_zh,
        text_en=known.text_en,
        department=to,
        respondents=respondents,
        note=note,
        passed_by=actor.name or actor.id,
    )
    session.add(passed)
    _state(session, actor, facts.PASSED, passed)
    params = {"point": known.text_zh, "respondents": str(respondents)}
    open_task(session, actor, tasks.ANSWER_POINT, subject=passed.number, site=campaign.site, case=campaign.number, role=to, params=params)
    return passed


def answer_point(session: Session, actor: Actor, passed: PassedSuggestion, *, outcome: str, answer: str) -> PassedSuggestion:
    """Say what the department does about it. Only somebody of that department, or a lead."""
    actor.require(ANSWER_SUGGESTION, passed.site)
    if not (actor.has_role(passed.department, passed.site) or actor.has_role("lead", passed.site)):
        raise Conflict(N_("This point lies with %(department)s; only they, or a lead, can answer it."), department=passed.department)
    PASSED_STATES.apply(passed, "answer")
    passed.outcome, passed.answer = outcome, answer
    passed.answered_by, passed.answered_at = actor.name or actor.id, clock.now()
    _state(session, actor, facts.ANSWERED, passed, outcome=outcome, answer=answer, answered_by=passed.answered_by)
    finish_task(session, actor, tasks.ANSWER_POINT, passed.number, outcome)
    return passed


def _of_campaign(session: Session, campaign: Campaign, form: UUID) -> None:
    there = select(ReturnedForm.id).where(ReturnedForm.id == form, ReturnedForm.campaign == campaign.number)
    if session.scalar(there) is None:
        raise NotFound(N_("This survey has no such form."))


def _state_coding(
    session: Session, actor: Actor, event: EventType, campaign: Campaign, form: UUID, item: str, codes: Sequence[str]
) -> None:
    data = {"campaign": campaign.number, "form": str(form), "item": item, "codes": list(codes)}
    record(session, actor, event, _Text(campaign, form), data)


def _state(session: Session, actor: Actor, event: EventType, passed: PassedSuggestion, **more: Any) -> None:
    names = ("number", "state", "campaign", "code", "text_zh", "text_en", "department", "respondents", "note")
    record(session, actor, event, passed, {**{name: getattr(passed, name) for name in names}, **more}, case=passed.campaign)

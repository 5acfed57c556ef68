"""Taking answers: what customers fill in over the link, and the forms that count. The only writer of returned forms."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_survey import asking_events, events
from kesu_survey.answers.check import checked, fitting
from kesu_survey.answers.levels import levels_of, scores_of
from kesu_survey.answers.model import LINK, UNTOLD, Answer, ReturnedForm
from kesu_survey.answers.queries import first_form
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.campaigns.queries import campaign_for_answers
from kesu_survey.copies.model import KnownCustomer
from kesu_survey.figures.disclosure import hidden
from kesu_survey.invitations.commands import keep_partly, move
from kesu_survey.invitations.commands import state as state_of
from kesu_survey.invitations.model import ANSWERED, Invitation
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import numbered

KEY_TIERS = frozenset({"A"})
"""Tiers whose dissatisfied customers are asked in depth (clause 4.2.3.7)."""


def submit_answers(
    session: Session, customer: Actor, invitation: Invitation, *, answers: Sequence[Mapping[str, Any]], respondent: str | None = None
) -> ReturnedForm:
    """Take the answers that came over the link, which is the permission.

    The first form counts; a further one is kept as a duplicate, one after the closing as late (clause 4.2.3.1). The same once more (a
    double click, the back button) is the first one, and changes nothing. Raises `Invalid` with the places that are wrong, `Conflict`
    once the campaign was summed up or the customer has declined.
    """
    return take(session, customer, invitation, "submit", via=LINK, answers=answers, respondent=respondent)


def save_answers(session: Session, customer: Actor, invitation: Invitation, *, answers: Sequence[Mapping[str, Any]]) -> None:
    """Keep what the customer has filled in so far; it is on the page again when the link is opened the next time, wherever.

    Raises `Invalid` for what does not fit its item, `Conflict` once the survey is finished.
    """
    campaign = campaign_for_answers(session, invitation.campaign)
    _require_collecting(campaign)
    keep_partly(session, customer, invitation, fitting(numbered(session, campaign.questionnaire), answers))


def take(
    session: Session,
    actor: Actor,
    invitation: Invitation,
    command: str,
    *,
    via: str,
    answers: Sequence[Mapping[str, Any]],
    respondent: str | None,
    **more: Any,
) -> ReturnedForm:
    """Take a form and move the invitation by `command`; by `repeat` instead when one has come already. A part of the commands that ask
    who may. The campaign cannot be closed meanwhile, so a form is counted or late, never neither."""
    campaign = campaign_for_answers(session, invitation.campaign)
    _require_collecting(campaign)
    questionnaire = numbered(session, campaign.questionnaire)
    found = checked(questionnaire, answers)
    duplicate = invitation.state in ANSWERED and command == "submit"
    if duplicate and (first := first_form(session, invitation.number)) is not None and _same(first.answers, found):
        return first
    named = {"invitation": invitation.number, "customer_code": invitation.customer_code, "customer_name": invitation.customer_name}
    cut = {"tier": invitation.tier, "language": invitation.language}
    values: dict[str, Any] = {**named, **cut, "respondent": respondent, **more}
    if campaign.anonymous:
        values = {"id": uuid4(), **_cut_shown(session, campaign, invitation), "received_at": campaign.created_at}
    values |= levels_of(questionnaire, scores_of(found))
    late = campaign.state != CAMPAIGN_STATES.initial
    form = ReturnedForm(campaign=campaign.number, via=via, duplicate=duplicate, late=late, answers=found, **values)
    move(invitation, "repeat" if duplicate else command)
    session.add(form)
    if campaign.anonymous:
        outcome = {"via": via, "late": late, "repeated": duplicate}
        state_of(session, actor, asking_events.INVITATION_ANSWERED, invitation, **outcome)
        return form
    _state(session, actor, invitation, form)
    if not duplicate and invitation.tier in KEY_TIERS:
        _state_dissatisfaction(session, actor, campaign, questionnaire, form)
    return form


def mix_up(session: Session, campaign: Campaign) -> None:
    """Write an anonymous survey's forms and answers once more in an order by chance, all at once, when it is closed.

    Until then somebody who reads the database's files could tell from the order of the rows which came when.
    """
    ids: Sequence[UUID] = session.scalars(select(ReturnedForm.id).where(ReturnedForm.campaign == campaign.number)).all()
    for one in random.SystemRandom().sample(list(ids), len(ids)):
        session.execute(update(ReturnedForm).where(ReturnedForm.id == one).values(via=ReturnedForm.via))
        session.execute(update(Answer).where(Answer.form_id == one).values(position=Answer.position))


def _require_collecting(campaign: Campaign) -> None:
    if "collect" not in CAMPAIGN_STATES.allowed(campaign.state):
        raise Conflict(N_("This survey is finished; answers are not taken any more."))


def _same(one: Sequence[Answer], other: Sequence[Answer]) -> bool:
    given = [[(a.item, a.score, a.no_opinion, a.text, tuple(a.choices)) for a in answers] for answers in (one, other)]
    return given[0] == given[1]


def _cut_shown(session: Session, campaign: Campaign, invitation: Invitation) -> dict[str, str]:
    """Tier and language, each only where so many are asked who have both in common that it does not tell who answered; nor does
    what is left out, see `disclosure`."""
    alike = select(Invitation.tier, Invitation.language, func.count()).where(Invitation.campaign == campaign.number)
    asked = [(str(tier), str(tongue), int(n)) for tier, tongue, n in session.execute(alike.group_by(Invitation.tier, Invitation.language))]
    tiers: Counter[str] = Counter()
    for tier, _, n in asked:
        tiers[tier] += n
    untold = hidden(tiers, campaign.smallest_group)
    same: Counter[str] = Counter()
    for tier, tongue, n in asked:
        if tier == invitation.tier or {tier, invitation.tier} <= untold:
            same[tongue] += n
    secret = invitation.language in hidden(same, campaign.smallest_group)
    return {"tier": UNTOLD if invitation.tier in untold else invitation.tier, "language": "" if secret else invitation.language}


def _state(session: Session, actor: Actor, invitation: Invitation, form: ReturnedForm) -> None:
    data = {
        "campaign": form.campaign,
        "invitation": form.invitation,
        "customer_code": form.customer_code,
        "tier": form.tier,
        "via": form.via,
        "late": form.late,
        "answers": [_as_fact(answer) for answer in form.answers],
    }
    event = events.ANSWER_REPEATED if form.duplicate else events.ANSWER_RECEIVED
    record(session, actor, event, invitation, data, case=form.campaign)


def _as_fact(answer: Answer) -> dict[str, Any]:
    names = ("item", "score", "no_opinion", "text", "choices")
    return {name: getattr(answer, name) for name in names}


def _state_dissatisfaction(session: Session, actor: Actor, campaign: Campaign, questionnaire: Questionnaire, form: ReturnedForm) -> None:
    """A key customer with a dissatisfied item: intake is asked to talk to them (clause 4.2.3.7)."""
    items = []
    for answer in form.answers:
        item = questionnaire.item(answer.item)
        scale = item.scored if item else None
        if item is not None and scale is not None and answer.score is not None and answer.score <= scale.dissatisfied:
            items.append({"item": item.code, "item_zh": item.text_zh, "item_en": item.text_en, "score": answer.score})
    customer = session.get(KnownCustomer, form.customer_code) if items else None
    if customer is not None:
        data = {"campaign": campaign.number, "customer_code": form.customer_code, "tier": form.tier, "items": items}
        record(session, actor, events.CUSTOMER_DISSATISFIED, customer, data, case=campaign.number)

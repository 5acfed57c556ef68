"""Taking answers, over the link and from paper. The only writer of returned forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_survey import events
from kesu_survey.answers.check import checked
from kesu_survey.answers.levels import levels_of, scores_of
from kesu_survey.answers.model import LINK, PAPER, Answer, ReturnedForm
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.copies.model import KnownCustomer
from kesu_survey.invitations.commands import keep_partly, move
from kesu_survey.invitations.model import ANSWERED, Invitation
from kesu_survey.permissions import KEY_IN_ANSWER
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import numbered

SURVEY = Actor.service("survey")
KEY_TIERS = frozenset({"A"})
"""Tiers whose dissatisfied customers are asked in depth (clause 4.2.3.7)."""


def submit_answers(
    session: Session, customer: Actor, invitation: Invitation, *, answers: Sequence[Mapping[str, Any]], respondent: str | None = None
) -> ReturnedForm:
    """Take the answers that came over the link, which is the permission.

    The first form counts; a further one is kept as a duplicate, one after the closing as late (clause 4.2.3.1). Raises `Invalid` with the
    places that are wrong, `Conflict` once the campaign was summed up or the customer has declined.
    """
    return _take(session, customer, invitation, "submit", via=LINK, answers=answers, respondent=respondent)


def save_answers(session: Session, customer: Actor, invitation: Invitation, *, answers: Sequence[Mapping[str, Any]]) -> None:
    """Keep what the customer has typed so far; it is on the page again when the link is opened the next time."""
    filled = [answer for answer in answers if answer.get("score") is not None or answer.get("text")]
    keep_partly(session, customer, invitation, filled)


def key_in_answers(
    session: Session,
    actor: Actor,
    invitation: Invitation,
    *,
    answers: Sequence[Mapping[str, Any]],
    respondent: str | None = None,
    received_on: date | None = None,
) -> ReturnedForm:
    """Type in a paper form, received on that day at the site (default: now); it is counted as one that came over the link."""
    actor.require(KEY_IN_ANSWER, invitation.site)
    received_at = clock.now()
    if received_on is not None:
        zone = ZoneInfo(site_of(session, invitation.site).timezone)
        if received_on > received_at.astimezone(zone).date():
            raise Invalid(N_("The form cannot have come in the future."), field="received_on")
        received_at = min(received_at, datetime.combine(received_on, time(12), zone).astimezone(UTC))
    more = {"entered_by": actor.name or actor.id, "received_at": received_at}
    return _take(session, actor, invitation, "key_in", via=PAPER, answers=answers, respondent=respondent, **more)


def _take(
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
    campaign = campaign_of(session, SURVEY, invitation.campaign)
    if "collect" not in CAMPAIGN_STATES.allowed(campaign.state):
        raise Conflict(N_("This survey is finished; answers are not taken any more."))
    questionnaire = numbered(session, campaign.questionnaire)
    duplicate = invitation.state in ANSWERED
    given = checked(questionnaire, answers)
    form = ReturnedForm(
        campaign=campaign.number,
        invitation=invitation.number,
        customer_code=invitation.customer_code,
        customer_name=invitation.customer_name,
        tier=invitation.tier,
        language=invitation.language,
        **levels_of(questionnaire, scores_of(given)),
        via=via,
        duplicate=duplicate,
        late=campaign.state != CAMPAIGN_STATES.initial,
        respondent=respondent,
        answers=given,
        **more,
    )
    move(invitation, "repeat" if duplicate else command)
    session.add(form)
    _state(session, actor, invitation, form)
    if not duplicate and invitation.tier in KEY_TIERS:
        _state_dissatisfaction(session, actor, campaign, questionnaire, form)
    return form


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
    return {"item": answer.item, "score": answer.score, "no_opinion": answer.no_opinion, "text": answer.text}


def _state_dissatisfaction(session: Session, actor: Actor, campaign: Campaign, questionnaire: Questionnaire, form: ReturnedForm) -> None:
    """A key customer with a dissatisfied item: intake is asked to talk to them (clause 4.2.3.7)."""
    items = []
    for answer in form.answers:
        item = questionnaire.item(answer.item)
        scale = item.scored if item else None
        if item is not None and scale is not None and answer.score is not None and answer.score <= scale.dissatisfied:
            items.append({"item": item.code, "item_zh": item.text_zh, "item_en": item.text_en, "score": answer.score})
    customer = session.get(KnownCustomer, form.customer_code)
    if items and customer is not None:
        data = {"campaign": campaign.number, "customer_code": form.customer_code, "tier": form.tier, "items": items}
        record(session, actor, events.CUSTOMER_DISSATISFIED, customer, data, case=campaign.number)

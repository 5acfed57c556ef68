"""Reading what figures are made from, and what stands beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kesu_common.people.copies import site_of
from kesu_survey.answers.model import Answer, ReturnedForm
from kesu_survey.campaigns.model import Campaign
from kesu_survey.copies.queries import complaints_in, returns_in
from kesu_survey.figures.compute import ItemFigures, Share, figures_of, weighted_index
from kesu_survey.invitations.queries import invitations_of
from kesu_survey.questionnaires.queries import numbered

SelectT = TypeVar("SelectT", bound="Select[*tuple[Any, ...]]")


def returned_forms(session: Session, campaign: str) -> int:
    """How many forms count: without duplicates and late ones."""
    return session.scalar(_counted(select(func.count()).select_from(ReturnedForm), campaign)) or 0


def item_figures(session: Session, campaign: Campaign) -> list[ItemFigures]:
    """The figures of every item with a scale, in the order of the questionnaire, against the campaign's targets."""
    scores: dict[str, list[int]] = defaultdict(list)
    silent: dict[str, int] = defaultdict(int)
    wanted = select(Answer.item, Answer.score, Answer.no_opinion).join(ReturnedForm, ReturnedForm.id == Answer.form_id)
    for item, score, no_opinion in session.execute(_counted(wanted, campaign.number)):
        if no_opinion:
            silent[item] += 1
        elif score is not None:
            scores[item].append(score)
    found = []
    if not campaign.shows(returned_forms(session, campaign.number)):
        scores.clear()
        silent.clear()
    for question in numbered(session, campaign.questionnaire).items:
        if question.scored is not None:
            target = campaign.targets.get(question.code)
            known = Decimal(target) if target is not None else None
            found.append(figures_of(question, question.scored, scores[question.code], silent[question.code], known))
    return found


def campaign_figures(session: Session, campaign: Campaign) -> dict[str, Any]:
    """Everything that the page and the API show of a campaign's answers; see `schemas.FiguresOut`."""
    invitations = invitations_of(session, campaign.number)
    forms = session.scalars(select(ReturnedForm).where(ReturnedForm.campaign == campaign.number).order_by(ReturnedForm.id)).all()
    counted = [form for form in forms if not form.duplicate and not form.late]
    items = item_figures(session, campaign)
    tiers = sorted({invitation.tier for invitation in invitations})
    return {
        "campaign": campaign.number,
        "response": Share(len(counted), len(invitations)),
        "via": {via: sum(form.via == via for form in counted) for via in ("link", "paper")},
        "duplicates": sum(form.duplicate for form in forms),
        "late": sum(form.late and not form.duplicate for form in forms),
        "index": weighted_index(items),
        "items": items,
        "tiers": [
            {"tier": tier, "response": Share(sum(f.tier == tier for f in counted), sum(i.tier == tier for i in invitations))}
            for tier in tiers
        ],
        "suggestions": [
            {"customer_code": form.customer_code, "customer_name": form.customer_name, "item": answer.item, "text": answer.text}
            for form in forms
            for answer in form.answers
            if answer.text and not form.duplicate and campaign.shows(len(counted))
        ],
        "customers": _beside(session, campaign, {form.customer_code: form for form in counted if form.customer_code}),
    }


def _beside(session: Session, campaign: Campaign, forms: Mapping[str, ReturnedForm]) -> list[dict[str, Any]]:
    """Each customer asked, with the answers, and the complaints and returns of the campaign's year (clause 4.2.1.4)."""
    invitations = invitations_of(session, campaign.number)
    codes = [invitation.customer_code for invitation in invitations]
    zone = site_of(session, campaign.site).timezone
    complaints = _by_customer(complaints_in(session, campaign.year, zone, codes))
    returns = _by_customer(returns_in(session, campaign.year, zone, codes))
    found = []
    for invitation in invitations:
        code = invitation.customer_code
        form = forms.get(code)
        found.append(
            {
                "customer_code": code,
                "customer_name": invitation.customer_name,
                "tier": invitation.tier,
                "state": invitation.state,
                "scores": {answer.item: answer.score for answer in form.answers if answer.score is not None} if form else {},
                "complaints": complaints[code],
                "returns": returns[code],
            }
        )
    return found


def _by_customer(records: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        found[record.customer_code].append(record)
    return found


def _counted(statement: SelectT, campaign: str) -> SelectT:
    return statement.where(ReturnedForm.campaign == campaign, ReturnedForm.duplicate.is_(False), ReturnedForm.late.is_(False))

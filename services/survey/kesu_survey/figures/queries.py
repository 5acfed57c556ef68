"""Reading what figures are made from, and what stands beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kesu_common.people.copies import site_of
from kesu_survey.answers.model import UNTOLD, Answer, ReturnedForm
from kesu_survey.campaigns.model import Campaign
from kesu_survey.copies.queries import complaints_in, returns_in
from kesu_survey.figures.cells import Cell, by_value, cells_of, forms_in, whole
from kesu_survey.figures.compute import ItemFigures, Share, figures_of, weighted_index
from kesu_survey.invitations.model import COUNTED, Invitation
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import numbered

MOST = 500
"""Customers, and texts, that a page or an answer of the API lists; the export has all."""


def returned_forms(session: Session, campaign: str) -> int:
    """How many forms count: without duplicates and late ones."""
    counted = select(func.count()).select_from(ReturnedForm)
    return session.scalar(counted.where(ReturnedForm.campaign == campaign, ~ReturnedForm.duplicate, ~ReturnedForm.late)) or 0


def item_figures(session: Session, campaign: Campaign) -> list[ItemFigures]:
    """The figures of every item with a scale, in the order of the questionnaire, against the campaign's targets."""
    questionnaire = numbered(session, campaign.questionnaire)
    return items_from(campaign, questionnaire, whole(cells_of(session, campaign.number, questionnaire)))


def items_from(campaign: Campaign, questionnaire: Questionnaire, cells: Sequence[Cell]) -> list[ItemFigures]:
    """The same from cells that were read already; where answers are anonymous, with too few scores hidden."""
    found = []
    for question in questionnaire.items:
        if question.scored is not None:
            target = campaign.targets.get(question.code)
            known = Decimal(target) if target is not None else None
            found.append(figures_of(question, question.scored, cells, known, campaign.smallest_group))
    return found


def responses_of(session: Session, campaign: str, cells: Sequence[Cell]) -> dict[str, Share]:
    """How many of the customers asked have answered, by tier; "" is all together. Empty where nobody was invited (a past survey).

    Where forms do not tell their tier, the invitations do, which know who has answered, and not what.
    """
    asked = select(Invitation.tier, func.count()).where(Invitation.campaign == campaign).group_by(Invitation.tier)
    invited = {str(tier): int(count) for tier, count in session.execute(asked)}
    answered = {tier: forms_in(own) for tier, own in by_value(cells, "tier").items()}
    if UNTOLD in answered:
        came = asked.where(Invitation.state.in_(COUNTED))
        answered = {str(tier): int(count) for tier, count in session.execute(came)}
    shares = {tier: Share(min(answered.get(tier, 0), count), count) for tier, count in sorted(invited.items())}
    everybody = sum(invited.values())
    return {"": Share(min(forms_in(whole(cells)), everybody), everybody), **shares} if invited else {}


def choices_of(session: Session, campaign: Campaign, questionnaire: Questionnaire, forms: int) -> dict[str, dict[str, int]]:
    """How often each option of an item was chosen, by item and option in their order. Empty where too few forms came to be shown."""
    asked = {item.code: item for item in questionnaire.items if item.chosen}
    if not asked or not campaign.shows(forms):
        return {}
    rows = session.execute(text(_CHOSEN), {"campaign": campaign.number, "items": list(asked)})
    found = {(item, option): int(n) for item, option, n in rows}
    return {code: {one["code"]: found.get((code, one["code"]), 0) for one in item.options} for code, item in asked.items()}


_CHOSEN = """
    SELECT answer.item, chosen.option, count(*)
      FROM returned_form form JOIN answer ON answer.form_id = form.id, jsonb_array_elements_text(answer.choices) chosen (option)
     WHERE form.campaign = :campaign AND NOT form.duplicate AND NOT form.late AND answer.item = ANY(:items) GROUP BY 1, 2
"""


def campaign_figures(session: Session, campaign: Campaign) -> dict[str, Any]:
    """Everything that the page and the API show of a campaign's answers; see `schemas.FiguresOut`."""
    questionnaire = numbered(session, campaign.questionnaire)
    cells = cells_of(session, campaign.number, questionnaire)
    items = items_from(campaign, questionnaire, whole(cells))
    responses = responses_of(session, campaign.number, cells)
    form = ReturnedForm
    counted = func.count().filter(~form.duplicate, ~form.late)
    sums = select(form.via, counted, func.count().filter(form.duplicate), func.count().filter(form.late, ~form.duplicate))
    vias = session.execute(sums.where(form.campaign == campaign.number).group_by(form.via)).all()
    return {
        "campaign": campaign.number,
        "response": responses.get("", Share(0, 0)),
        "forms": forms_in(whole(cells)),
        "via": {"link": 0, "paper": 0} | {via: n for via, n, _, _ in vias},
        "duplicates": sum(row[2] for row in vias),
        "late": sum(row[3] for row in vias),
        "index": weighted_index(items),
        "items": items,
        "tiers": [{"tier": tier, "response": share} for tier, share in responses.items() if tier],
        "suggestions": _suggestions(session, campaign.number) if campaign.shows(forms_in(whole(cells))) else [],
        "customers": _beside(session, campaign),
    }


def _suggestions(session: Session, campaign: str) -> list[dict[str, Any]]:
    """The texts that customers wrote, in their order; not those of a second form."""
    wanted = (
        select(ReturnedForm.customer_code, ReturnedForm.customer_name, Answer.item, Answer.text)
        .join(Answer, Answer.form_id == ReturnedForm.id)
        .where(ReturnedForm.campaign == campaign, ~ReturnedForm.duplicate, Answer.text.is_not(None))
        .order_by(ReturnedForm.id, Answer.position)
    )
    names = ("customer_code", "customer_name", "item", "text")
    return [dict(zip(names, row, strict=True)) for row in session.execute(wanted.limit(MOST))]


def _beside(session: Session, campaign: Campaign) -> list[dict[str, Any]]:
    """Each customer asked, with the answers, and the complaints and returns of the campaign's year (clause 4.2.1.4)."""
    asked = select(Invitation).where(Invitation.campaign == campaign.number).order_by(Invitation.number).limit(MOST)
    invitations = session.scalars(asked).all()
    codes = [invitation.customer_code for invitation in invitations]
    zone = site_of(session, campaign.site).timezone
    complaints = _by_customer(complaints_in(session, campaign.year, zone, codes))
    returns = _by_customer(returns_in(session, campaign.year, zone, codes))
    scores = _scores(session, [invitation.number for invitation in invitations])
    return [
        {
            "customer_code": invitation.customer_code,
            "customer_name": invitation.customer_name,
            "tier": invitation.tier,
            "state": invitation.state,
            "scores": scores.get(invitation.number, {}),
            "complaints": complaints[invitation.customer_code],
            "returns": returns[invitation.customer_code],
        }
        for invitation in invitations
    ]


def _scores(session: Session, invitations: Sequence[str]) -> Mapping[str, dict[str, int]]:
    wanted = (
        select(ReturnedForm.invitation, Answer.item, Answer.score)
        .join(Answer, Answer.form_id == ReturnedForm.id)
        .where(ReturnedForm.invitation.in_(invitations), ~ReturnedForm.duplicate, ~ReturnedForm.late, Answer.score.is_not(None))
        .order_by(ReturnedForm.id, Answer.position)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for invitation, item, score in session.execute(wanted):
        found[str(invitation)][item] = int(score or 0)
    return found


def _by_customer(records: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        found[record.customer_code].append(record)
    return found

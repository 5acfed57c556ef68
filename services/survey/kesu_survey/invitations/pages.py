"""Forms about one invitation; invitations are listed on their survey's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, url_for

from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.translations import say
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.invitations.model import Invitation
from kesu_survey.invitations.operations import OPERATIONS
from kesu_survey.invitations.queries import invitation_of
from kesu_survey.papers.queries import answer_of, differences, entry_of
from kesu_survey.permissions import READ
from kesu_survey.questionnaires.choices import choices_of, in_words
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import numbered

pages = Blueprint("invitations", __name__)


@pages.get("/invitations/<number>")
@allow(READ)
def show(number: str) -> Response:
    """An invitation stands on its survey's page."""
    return see_other(_address(number))


def _operation_form(operation: Operation[Invitation], invitation: Invitation, form: FormState, status: int) -> Response:
    session, actor = current_session(), current_actor()
    g.timezone = site_of(session, invitation.site).timezone
    campaign = campaign_of(session, actor, invitation.campaign)
    questionnaire = numbered(session, campaign.questionnaire)
    context: dict[str, Any] = {
        "operation": operation,
        "i": invitation,
        "q": questionnaire,
        "form": form,
        "choices": choices_of,
        "in_words": in_words,
    }
    context |= {"number": invitation.customer_name, "back": _address(invitation.number), "double": campaign.double_key}
    context["crumbs"] = [(say(N_("Surveys")), url_for("campaigns.listing")), (campaign.number, context["back"])]
    context |= _read_by_two(invitation, questionnaire)
    return render(operation.template or "survey/operation.html", status=status, **context)


def _read_by_two(invitation: Invitation, questionnaire: Questionnaire) -> dict[str, Any]:
    """The entry that waits for its second person, and where the two differ once both have read the paper."""
    entry = entry_of(current_session(), invitation.number)
    codes = differences(entry.first, entry.second) if entry and entry.second_by else []
    apart = []
    for code in codes:
        item = questionnaire.item(code)
        if entry is not None and item is not None:
            first, second = (in_words(item, answer_of(rows, questionnaire, code)) for rows in (entry.first, entry.second))
            apart.append({"item": item, "first": first, "second": second})
    return {"entry": entry, "codes": codes, "apart": apart}


def _address(number: str) -> str:
    invitation = invitation_of(current_session(), current_actor(), number)
    return url_for("campaigns.show", number=invitation.campaign) + f"#{number}"


OPERATIONS.add_pages(pages, "invitations", _operation_form, _address)

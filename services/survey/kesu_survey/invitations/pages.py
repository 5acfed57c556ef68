"""Forms about one invitation; invitations are listed on their survey's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, url_for

from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.invitations.model import Invitation
from kesu_survey.invitations.operations import OPERATIONS
from kesu_survey.invitations.queries import invitation_of
from kesu_survey.permissions import READ
from kesu_survey.questionnaires.choices import score_choices
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
    questionnaire = numbered(session, campaign_of(session, actor, invitation.campaign).questionnaire)
    context: dict[str, Any] = {"operation": operation, "i": invitation, "q": questionnaire, "form": form, "choices": score_choices}
    return render(str(operation.template), status=status, **context)


def _address(number: str) -> str:
    invitation = invitation_of(current_session(), current_actor(), number)
    return url_for("campaigns.show", number=invitation.campaign) + f"#{number}"


OPERATIONS.add_pages(pages, "invitations", _operation_form, _address)

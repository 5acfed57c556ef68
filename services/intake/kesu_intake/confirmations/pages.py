"""The customer's page behind the signed link: the reply, and two buttons."""

from __future__ import annotations

from flask import Blueprint, Response, request

from kesu_common.errors import Conflict, Invalid
from kesu_common.people.actors import Actor
from kesu_common.web.access import public
from kesu_common.web.current import current_runtime, current_session
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.pages import render
from kesu_common.web.problems import status_of
from kesu_common.web.security import limiter
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.confirmations.commands import confirm_complaint, dispute_complaint
from kesu_intake.confirmations.links import Invitation, invitation_of
from kesu_intake.confirmations.model import LINK
from kesu_intake.confirmations.schemas import CustomerAnswerIn
from kesu_intake.replies.queries import reply_to_confirm

pages = Blueprint("confirmations", __name__)
_INTAKE = Actor.service("intake")  # the link is the permission: it names the one complaint that is shown


@pages.route("/confirm/<token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute")
def confirm(token: str) -> Response:
    """Show the reply and take the customer's answer (clause 4.1.3.1-c). An answered or outdated link says so and changes nothing."""
    session = current_session()
    invitation = invitation_of(current_runtime().settings, token)
    complaint = complaint_of(session, _INTAKE, invitation.complaint, lock=request.method == "POST")
    if request.method == "GET" or not _is_waiting(complaint, invitation):
        return _page(complaint, invitation, FormState.of({"who": complaint.caller}))
    try:
        given = load_form(CustomerAnswerIn(), request)
        customer = Actor.customer(complaint.customer_code, given["who"])
        if given["answer"] == "confirm":
            confirm_complaint(session, customer, complaint, how=LINK, who=given["who"], words=given["words"])
        else:
            dispute_complaint(session, customer, complaint, how=LINK, who=given["who"], words=given["words"])
    except (Invalid, Conflict) as error:
        state = FormState.refused(request, error)
        session.rollback()
        return _page(complaint_of(session, _INTAKE, invitation.complaint), invitation, state, status_of(error))
    return _page(complaint, invitation, FormState(), answered=given["answer"])


def _is_waiting(complaint: Complaint, invitation: Invitation) -> bool:
    return complaint.state == "replied" and complaint.round == invitation.round


def _page(complaint: Complaint, invitation: Invitation, form: FormState, status: int = 200, answered: str | None = None) -> Response:
    return render(
        "intake/public/confirm.html",
        status=status,
        form=form,
        c=complaint,
        waiting=_is_waiting(complaint, invitation),
        answered=answered,
        round=invitation.round,
        reply=reply_to_confirm(current_session(), complaint.number, invitation.round),
    )

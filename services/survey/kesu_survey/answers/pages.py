"""The customer's page behind the link: the questions in the customer's language, without sign-in (clause 4.2.1.4)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request

from kesu_common.errors import KesuError
from kesu_common.people.copies import site_of
from kesu_common.web.access import public
from kesu_common.web.current import current_runtime, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render
from kesu_common.web.security import limiter
from kesu_survey.answers.behind_link import Asked, answer, asked_by, look
from kesu_survey.answers.schemas import AnswersIn
from kesu_survey.questionnaires.choices import score_choices

pages = Blueprint("answering", __name__)


@pages.route("/answer/<token>", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute")
def answering(token: str) -> Response:
    """Show the questions and take the answers. Who has answered sees what was answered first; a second form changes nothing."""
    session = current_session()
    asked = asked_by(session, current_runtime().settings, token, lock=True)
    if request.method == "GET":
        look(session, asked)
        return _page(asked, start_values(asked))
    try:
        form = answer(session, asked, load_form(AnswersIn(), request))
        session.flush()
    except (FormInvalid, KesuError) as error:
        state = FormState.refused(request, error)
        session.rollback()
        return _page(asked_by(session, current_runtime().settings, token), state, 422)
    outcome = "kept" if form is None else "repeated" if form.duplicate else "sent"
    asked = asked_by(session, current_runtime().settings, token)
    return _page(asked, start_values(asked), outcome=outcome)


def start_values(asked: Asked) -> FormState:
    """The form as the customer left it."""
    kept = {row["item"]: row for row in asked.invitation.kept}
    return FormState.of({"answers": [kept.get(item.code, {}) for item in asked.questionnaire.items]})


def _page(asked: Asked, form: FormState, status: int = 200, outcome: str | None = None) -> Response:
    g.timezone = site_of(current_session(), asked.invitation.site).timezone
    context: dict[str, Any] = {
        "asked": asked,
        "q": asked.questionnaire,
        "i": asked.invitation,
        "form": form,
        "outcome": outcome,
        "choices": score_choices,
    }
    return render("survey/public/answer.html", status=status, **context)

"""The customer's pages behind the link: the questions in the customer's language, without sign-in (clause 4.2.1.4).

They work without scripts; with them, every answer is kept as soon as it is given.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request, url_for

from kesu_common.errors import KesuError
from kesu_common.people.copies import site_of
from kesu_common.web.access import public
from kesu_common.web.current import current_runtime, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.security import limiter
from kesu_survey.answers.behind_link import GUESSES, PER_LINK, Asked, answer, asked_by, customer_of, is_guess, link_asked_for, look
from kesu_survey.answers.schemas import AnswersIn
from kesu_survey.invitations.commands import decline_by_link, unsubscribe
from kesu_survey.questionnaires.choices import choices_of, in_words

pages = Blueprint("answering", __name__, static_folder="../static", static_url_path="/static/survey")


@pages.route("/answer/<token>", methods=["GET", "POST"])
@public
@limiter.limit(GUESSES, deduct_when=is_guess)
@limiter.limit(PER_LINK, key_func=link_asked_for)
def answering(token: str) -> Response:
    """Show the questions and take the answers. Who has answered sees what was answered first; a second form changes nothing."""
    session = current_session()
    asked = _asked(token, lock=True)
    if request.method == "GET":
        look(session, asked)
        outcome = request.args.get("outcome")
        return _page("answer", asked, form=start_values(asked), outcome=outcome if outcome == "kept" else None, token=token)
    try:
        form = answer(session, asked, load_form(AnswersIn(), request))
        session.flush()
    except (FormInvalid, KesuError) as error:
        state = FormState.refused(request, error)
        session.rollback()
        return _page("answer", _asked(token), 422, form=state, outcome=None, token=token)
    if form is None:
        return see_other(url_for("answering.answering", token=token, outcome="kept", lang=request.args.get("lang")))
    again = "repeated" if form.duplicate else None
    return see_other(url_for("answering.thanks", token=token, outcome=again, lang=request.args.get("lang")))


@pages.get("/answer/<token>/thanks")
@public
@limiter.limit(GUESSES, deduct_when=is_guess)
@limiter.limit(PER_LINK, key_func=link_asked_for)
def thanks(token: str) -> Response:
    """Thank the customer, and show what has arrived; before anything has, the questions are next."""
    asked = _asked(token)
    if not asked.answered:
        return see_other(url_for("answering.answering", token=token, lang=request.args.get("lang")))
    return _page("thanks", asked, repeated=request.args.get("outcome") == "repeated", token=token)


@pages.route("/answer/<token>/stop", methods=["GET", "POST"])
@public
@limiter.limit(GUESSES, deduct_when=is_guess)
@limiter.limit(PER_LINK, key_func=link_asked_for)
def stop(token: str) -> Response:
    """Let the customer stop the reminders, or say no to the survey."""
    asked = _asked(token, lock=True)
    if request.method == "POST" and not asked.answered and not asked.over:
        leave = decline_by_link if request.form.get("what") == "survey" else unsubscribe
        leave(current_session(), customer_of(asked), asked.invitation)
        current_session().flush()
        return see_other(url_for("answering.stop", token=token, lang=request.args.get("lang")))
    return _page("stop", asked, form=FormState.of(), token=token)


def start_values(asked: Asked) -> FormState:
    """The form as the customer left it, on whatever device."""
    kept = {row["item"]: row for row in asked.invitation.kept}
    return FormState.of({"answers": [kept.get(item.code, {}) for item in asked.questionnaire.items]})


def _asked(token: str, *, lock: bool = False) -> Asked:
    return asked_by(current_session(), current_runtime().settings, token, lock=lock)


def _page(name: str, asked: Asked, status: int = 200, **more: Any) -> Response:
    site = site_of(current_session(), asked.invitation.site)
    g.timezone = site.timezone
    context: dict[str, Any] = {
        "site": site,
        "asked": asked,
        "q": asked.questionnaire,
        "i": asked.invitation,
        "choices": choices_of,
        "in_words": in_words,
    }
    page = render(f"survey/public/{name}.html", status=status, **context, **more)
    page.headers["Cache-Control"] = "private, no-store"  # a browser that goes back asks again, and shows what has arrived
    return page

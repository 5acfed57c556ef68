"""Pages of questionnaires: the list, one version as the customer sees it, the form of a draft."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.timeline import timeline_of
from kesu_common.web.translations import say
from kesu_survey.permissions import DEPARTMENTS, READ, WRITE_QUESTIONNAIRE
from kesu_survey.questionnaires import queries
from kesu_survey.questionnaires.choices import choices_of
from kesu_survey.questionnaires.commands import draft_questionnaire
from kesu_survey.questionnaires.default import INTRO, ITEMS, TITLES
from kesu_survey.questionnaires.model import CHOICES, FORMS, QUESTIONNAIRE_STATES, Questionnaire
from kesu_survey.questionnaires.operations import OPERATIONS
from kesu_survey.questionnaires.schemas import QuestionnaireIn, QuestionnaireListArgs
from kesu_survey.words import FACTS, SCALES

pages = Blueprint("questionnaires", __name__)


@pages.get("/questionnaires/")
@allow(READ)
def listing() -> Response:
    """The versions that one may see."""
    args = page_args(QuestionnaireListArgs())
    statement = queries.questionnaires(current_actor(), args)
    page = paginate(current_session(), statement, queries.SORTS, identity=Questionnaire.id, args=args)
    may_write = current_actor().may(WRITE_QUESTIONNAIRE)
    return render("survey/questionnaires/list.html", page=page, may_write=may_write, states=QUESTIONNAIRE_STATES.states)


@pages.route("/questionnaires/new", methods=["GET", "POST"])
@allow(WRITE_QUESTIONNAIRE)
def new() -> Response:
    """Draw one up for the occasion; it begins with the usual items."""
    if request.method == "GET":
        return _form(FormState.of({**TITLES, **INTRO, "items": ITEMS}))
    try:
        made = draft_questionnaire(current_session(), current_actor(), **load_form(QuestionnaireIn(), request))
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), status=422)
    flash(say(N_("%(number)s is drafted. Release it before a plan uses it."), {"number": made.number}), "good")
    return see_other(_address(made.number))


@pages.get("/questionnaires/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One version: the items in both languages, who answers for them, what can be done."""
    session, actor = current_session(), current_actor()
    found = queries.questionnaire_of(session, actor, number)
    operations = OPERATIONS.offered(session, actor, found)
    may_move = "change" in QUESTIONNAIRE_STATES.allowed(found.state) and actor.may(WRITE_QUESTIONNAIRE, found.site)
    context: dict[str, Any] = {"operations": operations, "may_move": may_move, "timeline": timeline_of(session, number, FACTS)}
    return render("survey/questionnaires/show.html", q=found, scales=SCALES, **context)


@pages.get("/questionnaires/<number>/preview")
@allow(READ)
def preview(number: str) -> Response:
    """The questions as the customer sees them; nothing can be sent."""
    found = queries.questionnaire_of(current_session(), current_actor(), number)
    return render("survey/questionnaires/preview.html", q=found, form=FormState.of(), choices=choices_of)


def _form(form: FormState, *, questionnaire: Questionnaire | None = None, status: int = 200) -> Response:
    sites = sites_where(current_session(), current_actor(), WRITE_QUESTIONNAIRE)
    context: dict[str, Any] = {
        "sites": sites,
        "departments": DEPARTMENTS,
        "scales": [(one, say(SCALES[one])) for one in FORMS],
        "with_options": CHOICES,
        "q": questionnaire,
    }
    return render("survey/questionnaires/form.html", status=status, form=form, **context)


def _operation_form(_operation: Operation[Questionnaire], questionnaire: Questionnaire, form: FormState, status: int) -> Response:
    return _form(form, questionnaire=questionnaire, status=status)


def _address(number: str) -> str:
    return url_for("questionnaires.show", number=number)


OPERATIONS.add_pages(pages, "questionnaires", _operation_form, _address)

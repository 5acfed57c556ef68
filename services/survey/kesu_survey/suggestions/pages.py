"""Pages of suggestions: coding text by text, the list of codes, what was passed to departments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common.errors import Conflict, Invalid, KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import require_site, site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.timeline import timeline_of
from kesu_common.web.translations import language, say
from kesu_survey.campaigns.model import Campaign
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.permissions import CODE_SUGGESTION, DEPARTMENTS, PASS_SUGGESTION, READ
from kesu_survey.questionnaires.queries import numbered, released
from kesu_survey.suggestions import queries
from kesu_survey.suggestions.commands import code_text, declare_code, pass_suggestion, uncode_text
from kesu_survey.suggestions.model import OUTCOMES, PASSED_STATES, PassedSuggestion
from kesu_survey.suggestions.operations import OPERATIONS
from kesu_survey.suggestions.proposals import LEARNED, Proposer
from kesu_survey.suggestions.schemas import CodeIn, CodingIn, PassedListArgs, PassIn, TextIn
from kesu_survey.words import FACTS

pages = Blueprint("suggestions", __name__)


@pages.route("/campaigns/<number>/coding", methods=["GET", "POST"])
@allow(CODE_SUGGESTION)
def coding(number: str) -> Response:
    """The next text that has no code, with proposals on the keys 1 to 3; a person decides (clause 4.2.3.4)."""
    campaign = campaign_of(current_session(), current_actor(), number)
    if request.method == "GET":
        return _coding(campaign, FormState.of())
    try:
        code_text(current_session(), current_actor(), campaign, **load_form(CodingIn(), request))
    except (FormInvalid, Invalid) as error:
        return _coding(campaign, FormState.refused(request, error), 422)
    return see_other(url_for("suggestions.coding", number=number))


@pages.post("/campaigns/<number>/coding/undo")
@allow(CODE_SUGGESTION)
def undo(number: str) -> Response:
    """Take the last coding back: the text is the next one again."""
    campaign = campaign_of(current_session(), current_actor(), number)
    uncode_text(current_session(), current_actor(), campaign, **load_form(TextIn(), request))
    flash(say(N_("Taken back. The text waits to be coded again.")), "good")
    return see_other(url_for("suggestions.coding", number=number))


@pages.post("/campaigns/<number>/pass")
@allow(PASS_SUGGESTION)
def pass_on(number: str) -> Response:
    """Pass a point to the department concerned."""
    session, actor = current_session(), current_actor()
    campaign = campaign_of(session, actor, number, lock=True)
    try:
        passed = pass_suggestion(session, actor, campaign, **load_form(PassIn(), request))
    except (FormInvalid, Invalid, Conflict) as error:
        for words in (message for messages in FormState.refused(request, error).errors.values() for message in messages):
            flash(words, "bad")
        return see_other(url_for("reports.show", number=number) + "#points")
    department = say(passed.department)
    flash(say(N_("Passed to %(department)s as %(number)s."), {"department": department, "number": passed.number}), "good")
    return see_other(url_for("reports.show", number=number) + "#points")


@pages.route("/suggestion-codes/<site>", methods=["GET", "POST"])
@allow(CODE_SUGGESTION)
def codes(site: str) -> Response:
    """The site's list of codes, and a form for one more or for other words of a known one."""
    session, actor = current_session(), current_actor()
    require_site(session, actor, CODE_SUGGESTION, site)
    form, status = FormState.of({}), 200
    if request.method == "POST":
        try:
            declare_code(session, actor, site=site, **load_form(CodeIn(), request))
            flash(say(N_("The list of codes is up to date.")), "good")
            return see_other(url_for("suggestions.codes", site=site))
        except (FormInvalid, KesuError) as error:
            form, status = FormState.refused(request, error), 422
    items = {item.code: item.text(language()) for q in released(session, actor) if q.site == site for item in q.items}
    context: dict[str, Any] = {"codes": queries.codes_at(session, site), "departments": DEPARTMENTS, "items": items}
    return render("survey/suggestions/codes.html", status=status, form=form, site=site, **context)


@pages.get("/passed/")
@allow(READ)
def listing() -> Response:
    """What was passed to departments."""
    args = page_args(PassedListArgs())
    page = paginate(current_session(), queries.passed(current_actor(), args), queries.SORTS, identity=PassedSuggestion.id, args=args)
    return render("survey/suggestions/list.html", page=page, states=PASSED_STATES.states, departments=DEPARTMENTS, lang=language())


@pages.get("/passed/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One point that lies with a department: who said it, and what comes of it."""
    session, actor = current_session(), current_actor()
    passed = queries.passed_of(session, actor, number)
    g.timezone = site_of(session, passed.site).timezone
    return render(
        "survey/suggestions/show.html",
        p=passed,
        lang=language(),
        operations=OPERATIONS.offered(session, actor, passed),
        timeline=timeline_of(session, number, FACTS),
    )


def _coding(campaign: Campaign, form: FormState, status: int = 200) -> Response:
    session = current_session()
    g.timezone = site_of(session, campaign.site).timezone
    listed = queries.codes_at(session, campaign.site)
    waiting = queries.waiting(session, campaign, 1)
    told = waiting[0] if waiting else None
    context: Mapping[str, Any] = {
        "c": campaign,
        "q": numbered(session, campaign.questionnaire),
        "told": told,
        "codes": listed,
        "progress": queries.progress(session, campaign.number),
        "proposals": Proposer(listed, queries.coded_texts(session, campaign.site, LEARNED)).propose(told.text) if told else [],
        "last": queries.last_coded(session, campaign.number, current_actor()),
        "lang": language(),
    }
    return render("survey/suggestions/coding.html", status=status, form=form, **context)


def _operation_form(operation: Operation[PassedSuggestion], passed: PassedSuggestion, form: FormState, status: int) -> Response:
    return render(str(operation.template), status=status, operation=operation, p=passed, form=form, outcomes=OUTCOMES, lang=language())


def _address(number: str) -> str:
    return url_for("suggestions.show", number=number)


OPERATIONS.add_pages(pages, "passed", _operation_form, _address)

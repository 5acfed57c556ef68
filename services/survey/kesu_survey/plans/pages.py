"""Pages of plans: the list, one plan, the forms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common import clock
from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import Site, site_of, sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.timeline import timeline_of
from kesu_common.web.translations import language, say
from kesu_survey.permissions import READ, WRITE_PLAN
from kesu_survey.plans import queries
from kesu_survey.plans.commands import draft_plan, usual_rule
from kesu_survey.plans.model import MAIN_WAY, PLAN_STATES, TIERS, USUAL_QUARTERS, Plan
from kesu_survey.plans.operations import OPERATIONS
from kesu_survey.plans.schemas import PlanIn, PlanListArgs
from kesu_survey.questionnaires.queries import numbered, released
from kesu_survey.words import FACTS, SCALES

pages = Blueprint("plans", __name__)


@pages.get("/plans/")
@allow(READ)
def listing() -> Response:
    """The plans that one may see."""
    args = page_args(PlanListArgs())
    page = paginate(current_session(), queries.plans(current_actor(), args), queries.SORTS, identity=Plan.id, args=args)
    return render("survey/plans/list.html", page=page, may_write=current_actor().may(WRITE_PLAN), states=PLAN_STATES.states)


@pages.route("/plans/new", methods=["GET", "POST"])
@allow(WRITE_PLAN)
def new() -> Response:
    """Draw up the year's plan."""
    if request.method == "GET":
        quarter = (clock.now().month + 2) // 3
        site = request.args.get("site", "")
        rule = usual_rule(current_session(), site or (mine[0].code if len(mine := _sites()) == 1 else ""))
        start = {"site": site, "year": clock.now().year, "quarter": max(quarter, USUAL_QUARTERS[0]), "sample_rule": rule}
        return _form(FormState.of(start))
    try:
        plan = draft_plan(current_session(), current_actor(), **load_form(PlanIn(), request))
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), status=422)
    flash(say(N_("%(number)s is drafted. Submit it to the lead next."), {"number": plan.number}), "good")
    return see_other(_address(plan.number))


@pages.get("/plans/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One plan: where it stands, whom it asks what, what can be done."""
    session, actor = current_session(), current_actor()
    plan = queries.plan_of(session, actor, number)
    g.timezone = site_of(session, plan.site).timezone
    return render(
        "survey/plans/show.html",
        p=plan,
        q=numbered(session, plan.questionnaire),
        scales=SCALES,
        main_way=MAIN_WAY,
        operations=OPERATIONS.offered(session, actor, plan),
        timeline=timeline_of(session, number, FACTS),
    )


def _form(
    form: FormState, *, plan: Plan | None = None, status: int = 200, template: str = "survey/plans/form.html", **more: Any
) -> Response:
    session, actor = current_session(), current_actor()
    questionnaires = [q for q in released(session, actor) if plan is None or q.site == plan.site]
    items = {item.code: item.text(language()) for q in questionnaires for item in q.items if item.scored}
    choices: dict[str, Any] = {"sites": _sites(), "tiers": TIERS, "questionnaires": questionnaires, "items": list(items.items())}
    return render(template, status=status, form=form, p=plan, **choices, **more)


def _sites() -> list[Site]:
    return sites_where(current_session(), current_actor(), WRITE_PLAN)


def _operation_form(operation: Operation[Plan], plan: Plan, form: FormState, status: int) -> Response:
    return _form(form, plan=plan, status=status, template=str(operation.template), operation=operation)


def _address(number: str) -> str:
    return url_for("plans.show", number=number)


OPERATIONS.add_pages(pages, "plans", _operation_form, _address)

"""Pages of on-site jobs: the list, one job, and a form per operation."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of, sites_where
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.translations import say
from kesu_returns.copies.queries import complaint_of
from kesu_returns.costs.queries import costs_of, totals
from kesu_returns.onsite import commands, queries
from kesu_returns.onsite.model import ONSITE_STATES, PARTS, OnSiteJob
from kesu_returns.onsite.operations import JOB_OPERATIONS
from kesu_returns.onsite.schemas import JobIn, JobListArgs
from kesu_returns.permissions import READ_RETURNS, REQUEST_ONSITE
from kesu_returns.timeline import timeline_of

blueprint = Blueprint("onsite", __name__)


@blueprint.get("/onsite/")
@allow(READ_RETURNS)
def listing() -> Response:
    """The jobs that one may see."""
    args = page_args(JobListArgs())
    page = paginate(current_session(), queries.jobs(current_actor(), args), queries.SORTS, identity=OnSiteJob.id, args=args)
    return render("returns/onsite/list.html", page=page, states=ONSITE_STATES.states, may_request=current_actor().may(REQUEST_ONSITE))


@blueprint.route("/onsite/new", methods=["GET", "POST"])
@allow(REQUEST_ONSITE)
def new() -> Response:
    """The form for a job that does not come from a complaint's settlement; what is known of `complaint` is filled in."""
    if request.method == "GET":
        known = complaint_of(current_session(), request.args.get("complaint"))
        if known is None or not current_actor().may(REQUEST_ONSITE, known.site):
            return _new(FormState.of(request.args.to_dict()))
        return _new(FormState.of(known, *_OF_COMPLAINT, complaint=known.number))
    try:
        data = load_form(JobIn(), request)
        job = commands.request_job(current_session(), current_actor(), data.pop("site"), data)
    except (FormInvalid, KesuError) as error:
        return _new(FormState.refused(request, error), 422)
    flash(say(N_("Crew, vehicle and inspector are asked for %(number)s."), {"number": job.number}), "good")
    return see_other(_address(job.number))


_OF_COMPLAINT = ("site", "customer_code", "product", "lot", "quantity")


def _new(form: FormState, status: int = 200) -> Response:
    sites = [site.code for site in sites_where(current_session(), current_actor(), REQUEST_ONSITE)]
    return render("returns/onsite/new.html", status=status, form=form, sites=sites)


@blueprint.get("/onsite/<number>")
@allow(READ_RETURNS)
def show(number: str) -> Response:
    """One job: who has confirmed, what is lacking, what was found, its history."""
    session, actor = current_session(), current_actor()
    job = queries.job_for(session, actor, number)
    g.timezone = site_of(session, job.site).timezone
    costs = costs_of(session, number)
    return render(
        "returns/onsite/show.html",
        j=job,
        parts=PARTS,
        costs=costs,
        cost_totals=totals(costs),
        operations=JOB_OPERATIONS.offered(session, actor, job),
        tasks=tasks_of(session, number, only_open=True),
        timeline=timeline_of(session, number),
        path=("preparing", "ready", "in_progress", "completed"),
    )


def _operation_form(operation: Operation[OnSiteJob], job: OnSiteJob, form: FormState, status: int) -> Response:
    return render("returns/onsite/operation.html", status=status, operation=operation, j=job, form=form)


def _address(number: str) -> str:
    return url_for("onsite.show", number=number)


JOB_OPERATIONS.add_pages(blueprint, "onsite", _operation_form, _address)

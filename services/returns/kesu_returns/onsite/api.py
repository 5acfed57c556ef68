"""REST interface of on-site jobs: `/api/v1/onsite-jobs`, and one endpoint per operation below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_returns.onsite import commands, queries
from kesu_returns.onsite.model import OnSiteJob
from kesu_returns.onsite.operations import JOB_OPERATIONS
from kesu_returns.onsite.schemas import JobIn, JobListArgs, JobOut
from kesu_returns.permissions import READ_RETURNS, REQUEST_ONSITE

blueprint = ApiBlueprint("onsite-jobs", __name__, description="On-site jobs (现场返工): crew, vehicle and inspector at the customer's")


@blueprint.get("")
@allow(READ_RETURNS)
@blueprint.arguments(JobListArgs, location="query")
@blueprint.response(200, JobOut(many=True))
def list_jobs(args: Mapping[str, Any]) -> Sequence[OnSiteJob]:
    """On-site jobs, newest first"""
    page = paginate(current_session(), queries.jobs(current_actor(), args), queries.SORTS, identity=OnSiteJob.id, args=args)
    send_links(page)
    return page.items


@blueprint.post("")
@allow(REQUEST_ONSITE)
@blueprint.arguments(JobIn())
@blueprint.response(201, JobOut)
def request_job(data: Mapping[str, Any]) -> tuple[OnSiteJob, int, dict[str, str]]:
    """Ask for rework at the customer's (clause 4.1.3.7-d); a complaint has one open job"""
    values = {name: value for name, value in data.items() if name != "site"}
    job = commands.request_job(current_session(), current_actor(), data["site"], values)
    send_etag(job)
    return job, 201, {"Location": url_for("api_onsite-jobs.get_job", number=job.number)}


@blueprint.get("/<number>")
@allow(READ_RETURNS)
@blueprint.response(200, JobOut)
def get_job(number: str) -> OnSiteJob:
    """One on-site job"""
    found = queries.job_for(current_session(), current_actor(), number)
    send_etag(found)
    return found


JOB_OPERATIONS.add_endpoints(blueprint, JobOut)

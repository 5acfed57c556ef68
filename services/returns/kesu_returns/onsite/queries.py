"""Reading on-site jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_returns.onsite.model import OnSiteJob
from kesu_returns.permissions import READ_RETURNS

SORTS = {"created_at": OnSiteJob.created_at, "begins_at": OnSiteJob.begins_at, "number": OnSiteJob.number}
FILTERS = {"site": OnSiteJob.site, "state": OnSiteJob.state, "complaint": OnSiteJob.complaint, "customer": OnSiteJob.customer_code}
WORDS = (OnSiteJob.number, OnSiteJob.customer_name, OnSiteJob.complaint, OnSiteJob.lot, OnSiteJob.product)


def jobs(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The jobs that the actor may see, narrowed by `FILTERS` and words `q`."""
    return records(actor, READ_RETURNS, OnSiteJob, args, FILTERS, WORDS)


def job_for(session: Session, actor: Actor, number: str, lock: bool = False) -> OnSiteJob:
    """The job with this number, if the actor may see it; `lock` keeps it from others. Raises `NotFound`."""
    return record_of(session, actor, READ_RETURNS, OnSiteJob, number, N_("There is no on-site job %(number)s."), lock=lock)


def jobs_between(session: Session, site: str, begins_at: datetime, ends_at: datetime) -> Sequence[OnSiteJob]:
    """The jobs of a site that are not over and take place, in part, between two moments."""
    wanted = select(OnSiteJob).where(
        OnSiteJob.site == site,
        OnSiteJob.state.not_in(("completed", "cancelled")),
        OnSiteJob.begins_at < ends_at,
        OnSiteJob.ends_at > begins_at,
    )
    return session.scalars(wanted).all()


def open_jobs_of(session: Session, complaint: str) -> Sequence[OnSiteJob]:
    """The jobs of a complaint that are not over, kept from others until the transaction ends."""
    wanted = select(OnSiteJob).where(OnSiteJob.complaint == complaint, OnSiteJob.state.not_in(("completed", "cancelled")))
    return session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()

"""Reading campaigns and their samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_survey.campaigns.model import Campaign, SampledCustomer
from kesu_survey.permissions import READ

SORTS = {"created_at": Campaign.created_at, "number": Campaign.number}
FILTERS = {"state": Campaign.state, "site": Campaign.site, "year": Campaign.year}
"""Query argument → the column that must equal it."""


def campaign_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Campaign:
    """The campaign with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Campaign, number, N_("There is no survey “%(number)s”."), lock=lock)


def campaign_for_answers(session: Session, number: str) -> Campaign:
    """The campaign as it is now, held so that nobody can close it before the answer that is being taken has its place.

    Any number of answers hold it at the same time.
    """
    wanted = select(Campaign).where(Campaign.number == number).with_for_update(read=True)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def last_before(session: Session, campaign: Campaign) -> Campaign | None:
    """The survey at the same site that was started before this one."""
    wanted = select(Campaign).where(Campaign.site == campaign.site, Campaign.created_at < campaign.created_at)
    return session.scalar(wanted.order_by(Campaign.created_at.desc()).limit(1))


def campaigns(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `state`, `site`, `year`."""
    return records(actor, READ, Campaign, args, FILTERS)


def sample_of(session: Session, campaign: str) -> Sequence[SampledCustomer]:
    """Every customer of the draw: those asked first, then by tier and code."""
    wanted = select(SampledCustomer).where(SampledCustomer.campaign == campaign)
    return session.scalars(wanted.order_by(SampledCustomer.asked.desc(), SampledCustomer.tier, SampledCustomer.customer_code)).all()

"""Reading sites."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Action, Actor, scoped
from kesu_desk.sites.model import SiteSetting


def sites_for(session: Session, actor: Actor, action: Action) -> Sequence[SiteSetting]:
    """The sites where the actor may do `action`, by code."""
    return session.scalars(scoped(select(SiteSetting), actor, action, SiteSetting.number).order_by(SiteSetting.number)).all()


def site_named(session: Session, actor: Actor, action: Action, code: str) -> SiteSetting:
    """The site with this code. Raises `NotFound` when there is none where the actor may do `action`."""
    site = session.scalar(scoped(select(SiteSetting).where(SiteSetting.number == code), actor, action, SiteSetting.number))
    if site is None:
        raise NotFound(N_("There is no site “%(site)s”."), site=code)
    return site

"""Which site is meant when nobody says."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Action, Actor
from kesu_common.people.copies import Site


def only_site(session: Session, actor: Actor, action: Action) -> str:
    """The one site at which the actor may do this. Raises `Invalid` (field `site`) when there are several, or none."""
    sites = actor.sites(action)
    known = session.scalars(select(Site.code).limit(2)).all() if ALL_SITES in sites else sorted(sites)
    if len(known) != 1:
        raise Invalid(N_("Say which site is meant."), field="site")
    return known[0]

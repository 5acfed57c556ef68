"""What forms offer to choose from."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.people.actors import Action, Actor
from kesu_common.people.copies import sites_where
from kesu_common.web.translations import language


def site_choices(session: Session, actor: Actor, action: Action) -> list[tuple[str, str]]:
    """(code, code and name in the reader's language) of the sites where the actor may do this."""
    return [(site.code, f"{site.code} {site.name(language())}") for site in sites_where(session, actor, action)]

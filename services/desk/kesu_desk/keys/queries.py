"""Reading keys."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_desk.keys.model import AccessKey
from kesu_desk.permissions import MANAGE_KEYS


def keys_for(actor: Actor, *, q: str | None = None, state: str | None = None) -> Select[AccessKey]:
    """The keys of the sites that the actor administers."""
    statement = scoped(select(AccessKey), actor, MANAGE_KEYS, AccessKey.site)
    if q:
        statement = statement.where(AccessKey.name.icontains(q, autoescape=True) | AccessKey.number.icontains(q, autoescape=True))
    return statement.where(AccessKey.state == state) if state else statement


def key_with(session: Session, actor: Actor, prefix: str) -> AccessKey:
    """The key with this prefix. Raises `NotFound` when there is none that the actor administers."""
    key = session.scalar(keys_for(actor).where(AccessKey.number == prefix))
    if key is None:
        raise NotFound(N_("There is no key “%(prefix)s”."), prefix=prefix)
    return key

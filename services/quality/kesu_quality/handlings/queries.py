"""Reading ways of handling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_quality.handlings.model import Handling
from kesu_quality.permissions import READ

SORTS = {"created_at": Handling.created_at, "number": Handling.number}


def handlings(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The returns that the actor may see, narrowed by site, state, complaint and words `q`."""
    statement = scoped(select(Handling), actor, READ, Handling.site)
    for name, column in {"site": Handling.site, "state": Handling.state, "complaint": Handling.complaint}.items():
        if args.get(name):
            statement = statement.where(column == args[name])
    if q := args.get("q"):
        like = f"%{q}%"
        statement = statement.where(or_(*(c.ilike(like) for c in (Handling.number, Handling.complaint, Handling.customer_name))))
    return statement


def handling_of(session: Session, actor: Actor, number: str, *, lock: bool = False) -> Handling:
    """The return's handling, if the actor may see it. Raises `NotFound`."""
    statement = scoped(select(Handling).where(Handling.number == number), actor, READ, Handling.site)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)
    if found is None:
        raise NotFound(N_("Quality has not heard of return “%(number)s”."), number=number)
    return found


def find_handling(session: Session, number: str) -> Handling | None:
    """The same for a reaction: locked, `None` when quality has not heard of the return."""
    return session.scalar(select(Handling).where(Handling.number == number).with_for_update().execution_options(populate_existing=True))

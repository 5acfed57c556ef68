"""Keeping a filter under a name, and dropping it. One's own comfort: nobody else is told, so no fact is stated."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_intake.complaints.schemas import ComplaintListArgs
from kesu_intake.permissions import READ
from kesu_intake.saved_filters.model import MOST, SavedFilter
from kesu_intake.saved_filters.queries import kept_arguments


def save_filter(session: Session, actor: Actor, *, name: str, query: Mapping[str, str]) -> SavedFilter:
    """Keep the arguments of a list under a name; the same name again replaces it.

    Raises `Invalid` for an argument that the list does not know or a value that it cannot be, and for a filter of nothing; `Conflict` when
    there are `MOST` of them.
    """
    actor.require(READ)
    unknown = sorted(set(query) - set(kept_arguments(query)))
    kept = {key: value for key, value in query.items() if value}
    if not kept or unknown:
        raise Invalid(N_("Choose at least one filter of the list, and none that it does not have."), field="query")
    if errors := ComplaintListArgs().validate(kept):
        raise Invalid(N_("Some fields need another look."), errors={"query": errors})
    own = select(SavedFilter).where(SavedFilter.owner == actor.id, SavedFilter.name == name)
    found = session.scalar(own.with_for_update())
    if found is None:
        if (session.scalar(select(func.count()).where(SavedFilter.owner == actor.id)) or 0) >= MOST:
            raise Conflict(N_("You keep %(most)s filters already. Delete one first."), field="name", most=MOST)
        found = SavedFilter(owner=actor.id, name=name, query=kept)
        session.add(found)
    found.query = kept
    session.flush()
    return found


def delete_filter(session: Session, actor: Actor, kept: SavedFilter) -> None:
    """Drop one of one's own."""
    actor.require(READ)
    session.delete(kept)

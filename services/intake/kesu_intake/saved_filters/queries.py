"""Reading saved filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_intake.complaints.schemas import ComplaintListArgs
from kesu_intake.saved_filters.model import SavedFilter

_OF_A_PAGE = {"limit", "cursor"}
_KEPT = frozenset(ComplaintListArgs._declared_fields) - _OF_A_PAGE


def saved_filters_of(session: Session, actor: Actor) -> Sequence[SavedFilter]:
    """The actor's own, by name."""
    return session.scalars(select(SavedFilter).where(SavedFilter.owner == actor.id).order_by(SavedFilter.name)).all()


def saved_filter_of(session: Session, actor: Actor, filter_id: UUID) -> SavedFilter:
    """One of the actor's own. Raises `NotFound`, for another's too."""
    found = session.scalar(select(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.owner == actor.id))
    if found is None:
        raise NotFound(N_("There is no such saved filter."))
    return found


def kept_arguments(args: Mapping[str, str]) -> dict[str, str]:
    """Of a list's address, what makes up its filter: not where one has turned the pages to."""
    return {name: value for name, value in args.items() if name in _KEPT and value}

"""Objects for rows that were written through Core: half of the ORM's cost where it counts, an ordinary object afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session, class_mapper, make_transient_to_detached

Mapped = TypeVar("Mapped")


def as_stored(session: Session, mapped: type[Mapped], values: Mapping[str, Any]) -> Mapped:
    """The object of the row that was just inserted with `values` (attribute → value, all of them), as if it had been read."""
    made: Mapped = class_mapper(mapped).class_manager.new_instance()  # completes the mapping where nothing was queried yet
    vars(made).update(values)
    make_transient_to_detached(made)
    session.add(made)
    return made

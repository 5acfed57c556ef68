"""Reading ways of handling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_quality.handlings.model import Handling
from kesu_quality.permissions import READ

SORTS = {"created_at": Handling.created_at, "number": Handling.number}
FILTERS = {"site": Handling.site, "state": Handling.state, "complaint": Handling.complaint}
"""Query argument → the column that must equal it."""
WORDS = (Handling.number, Handling.complaint, Handling.customer_name)
"""Where `q` is looked for."""


def handlings(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The returns that the actor may see, narrowed by site, state, complaint and words `q`."""
    return records(actor, READ, Handling, args, FILTERS, WORDS)


def handling_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Handling:
    """The return's handling, if the actor may see it. Raises `NotFound`."""
    return record_of(session, actor, READ, Handling, number, N_("Quality has not heard of return “%(number)s”."), lock=lock)


def find_handling(session: Session, number: str) -> Handling | None:
    """The same for a reaction: locked, `None` when quality has not heard of the return."""
    return session.scalar(select(Handling).where(Handling.number == number).with_for_update().execution_options(populate_existing=True))

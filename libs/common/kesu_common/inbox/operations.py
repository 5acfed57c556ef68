"""What an operator does with the inbox: look, try again, or give up on a fact with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from kesu_common import clock
from kesu_common.errors import Conflict, Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.inbox.model import InboxEvent, State
from kesu_common.people.actors import Actor


def find_events(session: Session, *, state: State | None = None, after: UUID | None = None, limit: int = 100) -> Sequence[InboxEvent]:
    """Facts in the inbox, newest first (ids are in order of time), without their bodies; `after` goes on behind that id."""
    found = select(InboxEvent).options(defer(InboxEvent.body)).order_by(InboxEvent.id.desc()).limit(limit)
    if state is not None:
        found = found.where(InboxEvent.state == state)
    if after is not None:
        found = found.where(InboxEvent.id < after)
    return session.scalars(found).all()


def get_event(session: Session, event_id: UUID, *, lock: bool = False) -> InboxEvent:
    """One fact with its body. Raises `NotFound`."""
    found = session.get(InboxEvent, event_id, with_for_update=lock)
    if found is None:
        raise NotFound(N_("There is no fact %(id)s in the inbox."), id=event_id)
    return found


def replay(session: Session, event_id: UUID) -> InboxEvent:
    """Let a dead or waiting fact be tried at once, with all its attempts again. Raises `Conflict` for one that was handled."""
    event = get_event(session, event_id, lock=True)
    if event.state == "done":
        raise Conflict(N_("The fact %(id)s was handled; handling it again would repeat its effect."), id=event_id)
    event.state = "waiting"
    event.attempts = 0
    event.next_at = clock.now()
    session.flush()
    return event


def discard(session: Session, actor: Actor, event_id: UUID, reason: str) -> InboxEvent:
    """Give up on a dead or waiting fact; who did and why stays with it.

    Raises `Conflict` for one that was handled, `Invalid` without a reason.
    """
    if not reason.strip():
        raise Invalid(N_("Say why this fact is discarded."), field="reason")
    event = get_event(session, event_id, lock=True)
    if event.state == "done":
        raise Conflict(N_("The fact %(id)s was handled already."), id=event_id)
    event.state = "done"
    event.handled_at = clock.now()
    event.note = f"discarded by {actor.kind}:{actor.id} ({actor.name}): {reason.strip()}"
    session.flush()
    return event

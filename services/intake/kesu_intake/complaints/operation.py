"""What can be done with a complaint, declared once: `complaints/api.py` makes a REST endpoint of it, `complaints/pages.py` a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema
from sqlalchemy.orm import Session

from kesu_common.people.actors import Action, Actor
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint

Run = Callable[..., Any]
"""A command: (session, actor, complaint, **fields of the schema)."""


def nothing(_session: Session, _actor: Actor, _complaint: Complaint) -> Mapping[str, Any]:
    """No values to begin with."""
    return {}


def always(_session: Session, _actor: Actor, _complaint: Complaint) -> bool:
    """Offered whenever role and state allow it."""
    return True


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One command with all that its endpoint, its form and its button need.

    `path` is the last part of the addresses; `command` the one in the state table, `None` for what is possible in every state;
    `template` the form's fields below `intake/operations/`, `None` for a button without a form; `initial` fills the form; `offered`
    may keep the button from people for whom it makes no sense. `files` names the kind under which files of the form are attached.
    """

    path: str
    title: str
    summary: str
    action: Action
    schema: type[Schema]
    run: Run
    command: str | None
    icon: str
    tone: str = ""
    template: str | None = None
    initial: Callable[[Session, Actor, Complaint], Mapping[str, Any]] = nothing
    offered: Callable[[Session, Actor, Complaint], bool] = always
    files: str | None = None

    def is_offered(self, session: Session, actor: Actor, complaint: Complaint) -> bool:
        """Whether `actor` should see a button for it on the complaint as it is now."""
        possible = self.command is None or self.command in COMPLAINT_STATES.allowed(complaint.state)
        return possible and actor.may(self.action, complaint.site) and self.offered(session, actor, complaint)

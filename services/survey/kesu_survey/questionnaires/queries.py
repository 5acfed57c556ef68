"""Reading questionnaires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_survey.permissions import READ
from kesu_survey.questionnaires.model import Questionnaire

SORTS = {"created_at": Questionnaire.created_at, "number": Questionnaire.number}
FILTERS = {"state": Questionnaire.state, "site": Questionnaire.site, "code": Questionnaire.code}
"""Query argument → the column that must equal it."""


def questionnaire_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Questionnaire:
    """The version with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Questionnaire, number, N_("There is no questionnaire “%(number)s”."), lock=lock)


def questionnaires(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `state`, `site`, `code`."""
    return records(actor, READ, Questionnaire, args, FILTERS)


def released(session: Session, actor: Actor) -> Sequence[Questionnaire]:
    """The versions that can be asked, newest first."""
    statement = questionnaires(actor, {"state": "released"}).order_by(Questionnaire.created_at.desc())
    return session.scalars(statement.limit(200)).all()


def numbered(session: Session, number: str) -> Questionnaire:
    """The version with that number; of a plan or campaign, so it exists, and never changes: what this session has seen of it is good."""
    for seen in session.identity_map.values():
        if isinstance(seen, Questionnaire) and seen.number == number:
            return seen
    return session.scalars(select(Questionnaire).where(Questionnaire.number == number)).one()

"""Reading questionnaires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_survey.permissions import READ
from kesu_survey.questionnaires.model import Questionnaire

SORTS = {"created_at": Questionnaire.created_at, "number": Questionnaire.number}


def questionnaire_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Questionnaire:
    """The version with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    statement = scoped(select(Questionnaire).where(Questionnaire.number == number), actor, READ, Questionnaire.site)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)
    if found is None:
        raise NotFound(N_("There is no questionnaire “%(number)s”."), number=number)
    return found


def questionnaires(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `state`, `site`, `code`."""
    statement = scoped(select(Questionnaire), actor, READ, Questionnaire.site)
    for name, column in (("state", Questionnaire.state), ("site", Questionnaire.site), ("code", Questionnaire.code)):
        if value := args.get(name):
            statement = statement.where(column == value)
    return statement


def released(session: Session, actor: Actor) -> Sequence[Questionnaire]:
    """The versions that can be asked, newest first."""
    statement = questionnaires(actor, {"state": "released"}).order_by(Questionnaire.created_at.desc())
    return session.scalars(statement.limit(200)).all()


def numbered(session: Session, number: str) -> Questionnaire:
    """The version with that number; of a plan or campaign, so it exists."""
    return session.scalars(select(Questionnaire).where(Questionnaire.number == number)).one()

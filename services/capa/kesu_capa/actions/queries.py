"""Reading actions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_capa.actions.model import PlannedAction
from kesu_capa.capas.model import Capa
from kesu_common.errors import NotFound
from kesu_common.i18n import N_


def actions_of(session: Session, capa: Capa) -> Sequence[PlannedAction]:
    """The report's actions in the order in which they were planned."""
    return session.scalars(select(PlannedAction).where(PlannedAction.capa_id == capa.id).order_by(PlannedAction.line)).all()


def open_actions(session: Session, capa: Capa) -> list[PlannedAction]:
    """Those that nobody has done or dropped yet."""
    return [action for action in actions_of(session, capa) if action.state == "open"]


def action_of(session: Session, capa: Capa, line: int) -> PlannedAction:
    """The report's action with that line. Raises `NotFound`."""
    found = next((action for action in actions_of(session, capa) if action.line == line), None)
    if found is None:
        raise NotFound(N_("There is no action %(line)s."), line=line, field="line")
    return found

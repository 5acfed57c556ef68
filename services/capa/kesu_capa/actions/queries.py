"""Reading actions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_capa.actions.model import PlannedAction
from kesu_capa.capas.model import Capa


def actions_of(session: Session, capa: Capa) -> Sequence[PlannedAction]:
    """The report's actions in the order in which they were planned."""
    return session.scalars(select(PlannedAction).where(PlannedAction.capa_id == capa.id).order_by(PlannedAction.line)).all()


def open_actions(session: Session, capa: Capa) -> list[PlannedAction]:
    """Those that nobody has done or dropped yet."""
    return [action for action in actions_of(session, capa) if action.state == "open"]

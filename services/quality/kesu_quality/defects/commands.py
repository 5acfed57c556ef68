"""Keeping the tree of defect codes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_quality import events
from kesu_quality.defects.model import Defect
from kesu_quality.permissions import KEEP_DEFECTS


def add_defect(session: Session, actor: Actor, *, code: str, zh: str, en: str, parent: str | None = None) -> Defect:
    """Add a group, or a code below one. Raises `Conflict` for a code that there is, `Invalid` (field `parent`) for a parent that is no
    group."""
    actor.require(KEEP_DEFECTS)
    if session.get(Defect, code) is not None:
        raise Conflict(N_("There is a defect code “%(code)s” already."), field="code", code=code)
    group = session.get(Defect, parent) if parent else None
    if parent and (group is None or group.parent is not None):
        raise Invalid(N_("“%(code)s” is no group of defects."), field="parent", code=parent)
    made = Defect(code=code, zh=zh, en=en, parent=parent, active=True)
    session.add(made)
    _state(session, actor, made)
    return made


def change_defect(session: Session, actor: Actor, code: str, *, zh: str, en: str, active: bool) -> Defect:
    """Name a code otherwise, or take it out of use or into it again; its verdicts keep it. Raises `NotFound`."""
    actor.require(KEEP_DEFECTS)
    found = session.get(Defect, code, with_for_update=True)
    if found is None:
        raise NotFound(N_("There is no defect code “%(code)s”."), code=code)
    found.zh, found.en, found.active = zh, en, active
    _state(session, actor, found)
    return found


def _state(session: Session, actor: Actor, defect: Defect) -> None:
    names = ("code", "parent", "zh", "en", "active")
    record(session, actor, events.DEFECT_KEPT, defect, {name: getattr(defect, name) for name in names})

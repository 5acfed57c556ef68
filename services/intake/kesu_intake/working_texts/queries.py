"""Reading translations, and who has read them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_common.people.roles import ROLES
from kesu_common.tasks import Task
from kesu_intake import tasks
from kesu_intake.complaints.model import Complaint
from kesu_intake.working_texts.model import Reading, Translation


def translations_of(session: Session, complaint: str) -> Sequence[Translation]:
    """The complaint's translations, the newest, which counts, first."""
    return session.scalars(select(Translation).where(Translation.complaint_number == complaint).order_by(Translation.id.desc())).all()


def readings_of(session: Session, complaint: str) -> Sequence[Reading]:
    """Who has read the complaint's translations, first readings first."""
    return session.scalars(select(Reading).where(Reading.complaint_number == complaint).order_by(Reading.id)).all()


def department_of(actor: Actor, site: str) -> str:
    """The department as which somebody reads: the first of the roles held at the site."""
    return next(role for role in ROLES if actor.has_role(role, site))


def corrections_for(session: Session, actor: Actor, complaint: Complaint) -> Sequence[Task]:
    """The open notices of a corrected translation that are for the actor's departments."""
    of_it = select(Task).where(Task.subject == complaint.number, Task.kind == tasks.READ_CORRECTION.name, Task.state == "open")
    return [task for task in session.scalars(of_it) if actor.kind == "person" and actor.has_role(task.role, complaint.site)]

"""Asking departments about a contact, and taking their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict, Forbidden, Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import Site, site_of
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_intake import tasks
from kesu_intake.contacts.facts import CONTACT_ANSWERED, CONTACT_ASKED, facts_of
from kesu_intake.contacts.model import CONTACT_STATES, Contact
from kesu_intake.permissions import ANSWER_CONTACT, HANDLE_CONTACT
from kesu_intake.questions.model import QUESTION_STATES, Question
from kesu_intake.questions.queries import open_questions

_SHOWN = 80


def ask_departments(session: Session, actor: Actor, contact: Contact, *, departments: Sequence[Mapping[str, Any]]) -> list[Question]:
    """Ask departments [{department, question, due_at?}] (clauses 3.2-c, 3.3, 3.4); each gets its task.

    Raises `Conflict` for a department that still owes an answer, `Invalid` for one named twice or a due time that is over.
    """
    actor.require(HANDLE_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "ask")
    named = [asked["department"] for asked in departments]
    if len(named) != len(set(named)):
        raise Invalid(N_("Ask each department once."), field="departments")
    owing = {question.department for question in open_questions(session, contact.number)}
    if still := sorted(owing & set(named)):
        raise Conflict(N_("%(department)s still owes an answer."), field="departments", department=still[0])
    site = site_of(session, contact.site)
    made = [_ask(session, actor, contact, site, asked) for asked in departments]
    asked_now = [{"department": q.department, "question": q.question, "due_at": q.due_at} for q in made]
    record(session, actor, CONTACT_ASKED, contact, {**facts_of(contact), "departments": asked_now})
    for q in made:
        shown = q.question if len(q.question) <= _SHOWN else q.question[: _SHOWN - 1] + "…"
        about: dict[str, Any] = {"subject": contact.number, "site": contact.site, "params": {"question": shown}}
        open_task(session, actor, tasks.CONTACT_ANSWER, role=q.department, due_at=q.due_at, **about)
    return made


def answer_question(session: Session, actor: Actor, contact: Contact, *, answer: str, department: str | None = None) -> Question:
    """A department answers what it was asked. `department` is needed from those who hold several of the roles that were asked."""
    actor.require(ANSWER_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "answer")
    own = [d for d in sorted(ANSWER_CONTACT.roles) if actor.has_role(d, contact.site) and department in (None, d)]
    if not own:
        raise Forbidden(N_("Only the department that was asked can answer."))
    waiting = [question for question in open_questions(session, contact.number) if question.department in own]
    if not waiting:
        raise NotFound(N_("Your department was not asked, or has answered already."))
    if len(waiting) > 1:
        raise Invalid(N_("Say for which department you answer."), field="department")
    question = waiting[0]
    QUESTION_STATES.apply(question, "answer")
    question.answer, question.answered_by, question.answered_at = answer, actor.name or actor.id, clock.now()
    record(session, actor, CONTACT_ANSWERED, contact, {**facts_of(contact), "department": question.department, "answer": answer})
    finish_task(session, actor, tasks.CONTACT_ANSWER, contact.number, "answered", role=question.department)
    return question


def cancel_questions(session: Session, actor: Actor, contact: Contact) -> None:
    """Nobody needs to answer any more, as a part of another command, which states its own fact."""
    for question in open_questions(session, contact.number):
        QUESTION_STATES.apply(question, "cancel")
    cancel_task(session, actor, tasks.CONTACT_ANSWER, contact.number)


def _ask(session: Session, actor: Actor, contact: Contact, site: Site, asked: Mapping[str, Any]) -> Question:
    now, due_at = clock.now(), asked.get("due_at")
    if due_at is not None and due_at <= now:
        raise Invalid(N_("The due time is over already."), field="departments")
    due: datetime = due_at or tasks.CONTACT_ANSWER.rule_at(site.targets).due(site.worktime(), now).at
    made = Question(
        contact_number=contact.number,
        department=asked["department"],
        question=asked["question"],
        due_at=due,
        asked_by=actor.name or actor.id,
    )
    session.add(made)
    return made

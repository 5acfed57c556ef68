"""Asking departments, taking their answers, and concluding when all is in."""

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
from kesu_intake.clarifications.queries import is_clarified
from kesu_intake.complaints.commands import ask_to_dispatch, escalate_if_severe
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, SEVERITIES, Complaint
from kesu_intake.complaints.register import quantity_text
from kesu_intake.dispatches.model import DISPATCH_STATES, Dispatch
from kesu_intake.dispatches.queries import dispatches_of, open_dispatch
from kesu_intake.events import ANSWERED, DISPATCHED, QUESTION_TAKEN_BACK
from kesu_intake.permissions import ANSWER, DISPATCH
from kesu_intake.tiers.queries import clock_for

QUALITY = "quality"


def dispatch_complaint(session: Session, actor: Actor, complaint: Complaint, *, departments: Sequence[Mapping[str, Any]]) -> list[Dispatch]:
    """Ask departments [{department, question, due_at?}] (clause 4.1.3.1-b); due after one working day unless agreed otherwise.

    Raises `Conflict` when QA is asked and there is no text in the working language (4.1.3.5-a2), or a department still owes an answer.
    A major or critical complaint is escalated with it (4.1.3.5). R&D and production get their task here, quality gets its own there.
    """
    actor.require(DISPATCH, complaint.site)
    COMPLAINT_STATES.apply(complaint, "dispatch")
    site = site_of(session, complaint.site)
    named = [asked["department"] for asked in departments]
    if len(named) != len(set(named)):
        raise Invalid(N_("Ask each department once."), field="departments")
    working_text = complaint.in_working_language(site.working_language)
    if QUALITY in named and working_text is None:
        raise Conflict(N_("Translate the complaint into the working language before it goes to quality."), field="departments")
    made = [_ask(session, actor, complaint, site, asked) for asked in departments]
    asked_now = [{"department": d.department, "question": d.question, "due_at": d.due_at} for d in made]
    facts = {"quantity": quantity_text(complaint.quantity), "claim": complaint.claim, "text": working_text or complaint.text}
    record(session, actor, DISPATCHED, complaint, {**facts_of(complaint), **facts, "departments": asked_now}, case=complaint.number)
    _hand_on(session, actor, complaint, made)
    escalate_if_severe(session, complaint)
    return made


def answer_dispatch(session: Session, actor: Actor, complaint: Complaint, *, answer: str, department: str | None = None) -> Dispatch:
    """R&D or production answers what it was asked (clauses 3.3, 3.4). `department` is needed from those who hold both roles."""
    actor.require(ANSWER, complaint.site)
    COMPLAINT_STATES.next(complaint.state, "answer")
    own = [d for d in sorted(ANSWER.roles) if actor.has_role(d, complaint.site) and department in (None, d)]
    if not own:
        raise Forbidden(N_("Only the department that was asked can answer."))
    waiting = [found for d in own if (found := open_dispatch(session, complaint.number, d)) is not None]
    if not waiting:
        raise NotFound(N_("Your department was not asked, or has answered already."))
    if len(waiting) > 1:
        raise Invalid(N_("Say for which department you answer."), field="department")
    _answered(session, actor, complaint, waiting[0], answer)
    finish_task(session, actor, tasks.ANSWER, complaint.number, "answered", role=waiting[0].department)
    return waiting[0]


def take_back_question(session: Session, actor: Actor, complaint: Complaint, *, department: str, reason: str) -> Dispatch:
    """A department need not answer after all; quality ends its case when it hears of it.

    When it was the last that owed an answer, the analysis is over, or sales has to ask somebody else. Raises `NotFound` when it owes none.
    """
    actor.require(DISPATCH, complaint.site)
    COMPLAINT_STATES.apply(complaint, "take_back")
    waiting = open_dispatch(session, complaint.number, department)
    if waiting is None:
        raise NotFound(N_("%(department)s owes no answer."), department=department)
    DISPATCH_STATES.apply(waiting, "cancel")
    if department != QUALITY:
        cancel_task(session, actor, tasks.ANSWER, complaint.number, role=department)
    session.flush()
    still_owed = any(d.state == "open" for d in dispatches_of(session, complaint.number))
    if not _conclude(session, actor, complaint) and not still_owed:
        ask_to_dispatch(session, actor, complaint)
    record(
        session,
        actor,
        QUESTION_TAKEN_BACK,
        complaint,
        {**facts_of(complaint), "department": department, "reason": reason},
        case=complaint.number,
    )
    return waiting


def take_verdict(
    session: Session, actor: Actor, complaint: Complaint, *, verdict: str, severity: str | None, summary: str, revised: bool
) -> None:
    """Quality's verdict answers the question that it was asked; its severity replaces the one by the rules.

    A verdict that comes when sales is already past the analysis takes the place of quality's earlier answer, gives sales the task to look
    again, and changes no state.
    """
    if severity in SEVERITIES and severity != complaint.severity:
        why = {"severity": severity, "message": N_("Quality's verdict: %(summary)s"), "params": {"summary": summary}}
        complaint.severity, complaint.severity_why = severity, [why, *complaint.severity_why]
    if complaint.state == "dispatched":
        waiting = open_dispatch(session, complaint.number, QUALITY)
        if waiting is not None:
            _answered(session, actor, complaint, waiting, summary)
        elif _conclude(session, actor, complaint, heard=True):
            _state_answer(session, actor, complaint, QUALITY, summary, complete=True)
    elif revised and complaint.state in {"answered", "settled", "replied", "confirmed"}:
        _correct_answer(session, actor, complaint, summary)
        open_task(session, actor, tasks.REVISE, subject=complaint.number, site=complaint.site, case=complaint.number)
    if verdict != "not_ours":
        cancel_task(session, actor, tasks.CLARIFY, complaint.number)
    elif complaint.state in {"answered", "settled", "replied"} and not is_clarified(session, complaint):
        params = {"customer": complaint.customer_name}
        open_task(session, actor, tasks.CLARIFY, subject=complaint.number, site=complaint.site, case=complaint.number, params=params)
    if verdict != "not_ours" and complaint.state not in {"closed", "withdrawn"}:
        escalate_if_severe(session, complaint)


def _ask(session: Session, actor: Actor, complaint: Complaint, site: Site, asked: Mapping[str, Any]) -> Dispatch:
    department, due_at = asked["department"], asked.get("due_at")
    now = clock.now()
    if open_dispatch(session, complaint.number, department) is not None:
        raise Conflict(N_("%(department)s still owes an answer."), field="departments", department=department)
    if due_at is not None and due_at <= now:
        raise Invalid(N_("The due time is over already."), field="departments")
    due: datetime = due_at or tasks.ANSWER.rule_at(site.targets).due(site.worktime(), now).at
    made = Dispatch(
        complaint_number=complaint.number,
        site=complaint.site,
        round=complaint.round,
        department=department,
        question=asked["question"],
        due_at=due,
        dispatched_by=actor.name or actor.id,
    )
    session.add(made)
    return made


def _hand_on(session: Session, actor: Actor, complaint: Complaint, made: Sequence[Dispatch]) -> None:
    finish_task(session, actor, tasks.DISPATCH, complaint.number, "dispatched")
    common: dict[str, Any] = {"subject": complaint.number, "site": complaint.site, "case": complaint.number}
    for dispatch in made:
        if dispatch.department != QUALITY:
            asked = dispatch.question if len(dispatch.question) <= 80 else dispatch.question[:79] + "…"
            open_task(session, actor, tasks.ANSWER, role=dispatch.department, due_at=dispatch.due_at, params={"question": asked}, **common)
    start = complaint.clock_start if complaint.round == 1 else None
    rule = clock_for(session, complaint.site, complaint.customer_code, tasks.REPLY)
    open_task(session, actor, tasks.REPLY, start=start, rule=rule, params={"customer": complaint.customer_name}, **common)


def _answered(session: Session, actor: Actor, complaint: Complaint, dispatch: Dispatch, answer: str) -> None:
    DISPATCH_STATES.apply(dispatch, "answer")
    dispatch.answer, dispatch.answered_by, dispatch.answered_at = answer, actor.name or actor.id, clock.now()
    session.flush()
    complete = _conclude(session, actor, complaint)
    _state_answer(session, actor, complaint, dispatch.department, answer, complete=complete)


def _correct_answer(session: Session, actor: Actor, complaint: Complaint, answer: str) -> None:
    """Quality says something else than before: what it said before stays in the history."""
    answered = [d for d in dispatches_of(session, complaint.number) if d.department == QUALITY and d.state == "answered"]
    if answered:
        answered[-1].answer, answered[-1].answered_by, answered[-1].answered_at = answer, actor.name or actor.id, clock.now()
    _state_answer(session, actor, complaint, QUALITY, answer, complete=True)


def _state_answer(session: Session, actor: Actor, complaint: Complaint, department: str, answer: str, *, complete: bool) -> None:
    facts = {"department": department, "answer": answer, "complete": complete}
    record(session, actor, ANSWERED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)


def _conclude(session: Session, actor: Actor, complaint: Complaint, *, heard: bool = False) -> bool:
    """`answered` when nobody owes an answer any more and somebody has given one in this round."""
    of_round = [d for d in dispatches_of(session, complaint.number) if d.round == complaint.round]
    if any(d.state == "open" for d in of_round) or not (heard or any(d.state == "answered" for d in of_round)):
        return False
    COMPLAINT_STATES.apply(complaint, "conclude")
    open_task(
        session,
        actor,
        tasks.SETTLE,
        subject=complaint.number,
        site=complaint.site,
        case=complaint.number,
        params={"customer": complaint.customer_name},
    )
    return True

"""Opening, planning, closing and reopening cases; testing and judging have folders of their own."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_quality import events, tasks
from kesu_quality.cases.facts import facts_of
from kesu_quality.cases.model import CASE_STATES, Case
from kesu_quality.permissions import CLOSE_CASE, JUDGE, OPEN_CASE, TEST
from kesu_quality.sampling.commands import plan_sample

_NUMBER_OF = select(Case.number).where(Case.complaint == bindparam("complaint"))  # built once: on the way of every complaint


def open_case(
    session: Session, actor: Actor, *, site: str, text: str, source: str = "manual", complaint: str | None = None, severity: str = "minor",
    due_at: datetime | None = None, received_on: date | None = None, manufactured_on: date | None = None, quantity: Decimal | None = None,
    **known: Any,
) -> Case:  # fmt: skip
    """Open a case (立案) for a complaint or by hand, and give it to quality.

    `known`: customer_code, customer_name, product, lot, serial, question.

    Raises `Conflict` when the complaint has a case already, `Invalid` for an unknown site. Due as agreed, or by the site's rule for tests.
    """
    of_site = site_of(session, site)
    actor.require(OPEN_CASE, site)
    if complaint and (other := session.scalar(_NUMBER_OF, {"complaint": complaint})):
        raise Conflict(N_("This complaint has a case already: %(number)s."), field="complaint", number=other)
    now = clock.now()
    calendar = of_site.worktime()
    made = Case(
        number=next_number(session, "QC", site), site=site, state=CASE_STATES.initial, source=source, complaint=complaint,
        severity=severity, text=text,
        due_at=due_at or tasks.TEST.rule_at(of_site.targets).due(calendar, now).at, received_on=received_on or calendar.local_date(now),
        manufactured_on=manufactured_on, quantity=quantity, opened_by=actor.id, round=1, tests=0, **known,
    )  # fmt: skip
    session.add(made)
    facts = {"source": source, "severity": severity, "due_at": made.due_at, "question": made.question}
    state(session, actor, events.CASE_OPENED, made, facts)
    give_to_quality(session, actor, made)
    return made


def plan_case(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    plan: str,
    manufactured_on: date | None = None,
    product: str | None = None,
    **sampling: Any,
) -> Case:
    """Say what is tested how (检验方案). The day of manufacture decides which version of the standard counts.

    `sampling`: lot_size with aql and level, or with limiting_quality, when a sample of a lot is to be judged; see `plan_sample`.
    """
    actor.require(TEST, case.site)
    CASE_STATES.apply(case, "plan")
    case.plan = plan
    case.manufactured_on = manufactured_on or case.manufactured_on
    case.product = product or case.product
    state(session, actor, events.CASE_PLANNED, case, {"plan": plan, "manufactured_on": case.manufactured_on})
    if sampling.get("lot_size"):
        plan_sample(session, actor, case, **sampling)
    return case


def close_case(session: Session, actor: Actor, case: Case, *, note: str | None = None) -> Case:
    """Nothing more is to be found out (结案)."""
    actor.require(CLOSE_CASE, case.site)
    CASE_STATES.apply(case, "close")
    _closed(session, actor, case, note)
    return case


def withdraw_case(session: Session, actor: Actor, case: Case, reason: str) -> Case:
    """The complaint was taken back: the case ends with a note, whatever was found so far stays."""
    actor.require(CLOSE_CASE, case.site)
    CASE_STATES.apply(case, "withdraw")
    _closed(session, actor, case, reason)
    return case


def revise_case(session: Session, actor: Actor, case: Case, reason: str) -> Case:
    """Take a verdict back into testing (重新检验), with the reason; the verdict given stays on record."""
    actor.require(JUDGE, case.site)
    CASE_STATES.apply(case, "revise")
    _again(session, actor, case, reason)
    return case


def reopen_case(session: Session, actor: Actor, case: Case, reason: str) -> Case:
    """Take a closed case up again (重新立案)."""
    actor.require(JUDGE, case.site)
    CASE_STATES.apply(case, "reopen")
    _again(session, actor, case, reason)
    return case


def ask_again(session: Session, actor: Actor, case: Case, *, question: str | None, due_at: datetime | None, text: str) -> Case:
    """Sales asks again about a complaint that has a case: what was judged or closed is taken up again."""
    case.question, case.text = question, text
    case.due_at = due_at or case.due_at
    if case.state in ("judged", "closed"):
        again = revise_case if case.state == "judged" else reopen_case
        return again(session, actor, case, question or text)
    state(session, actor, events.CASE_ASKED, case, {"question": question, "due_at": case.due_at})
    give_to_quality(session, actor, case)
    return case


def amend_case(session: Session, actor: Actor, case: Case, **goods: Any) -> None:
    """Which goods the complaint is about became known, or was corrected: product, lot, serial, quantity. Tests and verdicts stay."""
    changes = {name: value for name, value in goods.items() if getattr(case, name) != value}
    if changes:
        for name, value in changes.items():
            setattr(case, name, value)
        state(session, actor, events.CASE_AMENDED, case, {"quantity": case.quantity and plain(case.quantity)})


def give_to_quality(session: Session, actor: Actor, case: Case) -> None:
    """The work of testing and judging, due when the case is."""
    due_at = case.due_at if case.due_at > clock.now() else None
    params = {"product": case.product or case.complaint or case.number}
    open_task(session, actor, tasks.TEST, subject=case.number, site=case.site, case=case.complaint, due_at=due_at, params=params)


def state(session: Session, actor: Actor, event: EventType, case: Case, data: dict[str, Any]) -> None:
    """State a fact about a case, under its complaint."""
    record(session, actor, event, case, {**facts_of(case), **data}, case=case.complaint)


def _closed(session: Session, actor: Actor, case: Case, note: str | None) -> None:
    case.closing_note = note
    state(session, actor, events.CASE_CLOSED, case, {"note": note})
    cancel_task(session, actor, tasks.TEST, case.number)


def _again(session: Session, actor: Actor, case: Case, reason: str) -> None:
    case.verdict = None
    case.round += 1
    case.closing_note = None
    if case.due_at <= clock.now():
        site = site_of(session, case.site)
        case.due_at = tasks.TEST.rule_at(site.targets).due(site.worktime(), clock.now()).at
    state(session, actor, events.CASE_REOPENED, case, {"reason": reason, "round": case.round})
    finish_task(session, actor, tasks.TEST, case.number, "asked again")
    give_to_quality(session, actor, case)

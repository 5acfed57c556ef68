"""The customer confirms, or disagrees."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Invalid, TooEarly
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import DueRule, finish_task, open_task, times_of
from kesu_intake import tasks
from kesu_intake.complaints.commands import ask_to_dispatch, begin_round
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.confirmations.model import EVIDENCE, LINK, SILENCE, Confirmation
from kesu_intake.events import CONFIRMED, DISPUTED
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.permissions import CONFIRM
from kesu_intake.replies.model import REMINDER
from kesu_intake.replies.queries import replies_of

SILENT_DAYS = {"complaint.silence": {"days": 10}}
SILENT_REMINDERS = {"complaint.silence.reminders": {"times": 2}}
"""Silence counts as agreement after so much working time since the reply, and so many reminders; a site's targets may overrule both."""


def confirm_complaint(session: Session, actor: Actor, complaint: Complaint, *, how: str, who: str, words: str = "") -> Confirmation:
    """The customer agrees (clause 4.1.3.1-c): over the link, or recorded by sales with the evidence in `words`, or by silence.

    Raises `Invalid` for evidence without words, `TooEarly` for silence before the time of `SILENT_DAYS` is over and the reminders are out.
    """
    if how != LINK:
        actor.require(CONFIRM, complaint.site)
    COMPLAINT_STATES.apply(complaint, "confirm")
    if how == EVIDENCE and not words:
        raise Invalid(N_("Say how the customer confirmed it: by which letter, call or signature."), field="words")
    if how == SILENCE:
        _require_silence(session, complaint)
    complaint.confirmed_at, complaint.confirmed_how = clock.now(), how
    made = _keep(session, actor, complaint, agrees=True, how=how, who=who, words=words)
    record(session, actor, CONFIRMED, complaint, {**facts_of(complaint), "how": how, "who": who}, case=complaint.number)
    finish_task(session, actor, tasks.CONFIRM, complaint.number, "confirmed")
    open_task(session, actor, tasks.CLOSE, subject=complaint.number, site=complaint.site, case=complaint.number)
    return made


def dispute_complaint(session: Session, actor: Actor, complaint: Complaint, *, how: str, who: str, words: str) -> Confirmation:
    """The customer disagrees, with words: back to analysis, a new round begins."""
    if how != LINK:
        actor.require(CONFIRM, complaint.site)
    COMPLAINT_STATES.apply(complaint, "dispute")
    if not words:
        raise Invalid(N_("Please say what is still missing."), field="words")
    made = _keep(session, actor, complaint, agrees=False, how=how, who=who, words=words)
    begin_round(complaint)
    record(session, actor, DISPUTED, complaint, {**facts_of(complaint), "reason": words}, case=complaint.number)
    for done in (tasks.CONFIRM, tasks.REVISE, tasks.SETTLE):
        finish_task(session, actor, done, complaint.number, "disputed")
    ask_to_dispatch(session, actor, complaint)
    return made


def _keep(session: Session, actor: Actor, complaint: Complaint, *, agrees: bool, how: str, who: str, words: str) -> Confirmation:
    made = Confirmation(
        complaint_number=complaint.number,
        round=complaint.round,
        agrees=agrees,
        how=how,
        who=who,
        words=words,
        recorded_by=actor.name or actor.id,
    )
    session.add(made)
    if how != SILENCE:
        channel = "portal" if how == LINK else "message"
        log_exchange(session, actor, complaint, direction="in", channel=channel, person=who, content=words or "✓")
    return made


def _require_silence(session: Session, complaint: Complaint) -> None:
    site = site_of(session, complaint.site)
    rules = {**SILENT_DAYS, **SILENT_REMINDERS, **site.targets}
    time, wanted = DueRule.from_json(rules["complaint.silence"]), times_of(rules["complaint.silence.reminders"])
    reminders = sum(r.kind == REMINDER and r.round == complaint.round for r in replies_of(session, complaint.number))
    over = time.due(site.worktime(), complaint.replied_at or clock.now()).at
    if reminders < wanted or over > clock.now():
        message = N_("Silence counts only from %(time)s on and after %(reminders)s reminders; so far %(sent)s.")
        raise TooEarly(message, time=f"{over.astimezone(ZoneInfo(site.timezone)):%Y-%m-%d %H:%M}", reminders=wanted, sent=reminders)

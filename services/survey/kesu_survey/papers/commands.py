"""Typing in paper forms: by one person, and again by a second one; what differs is settled (clause 4.2.3.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Forbidden, Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task
from kesu_survey import asking_events, tasks
from kesu_survey.answers.check import checked
from kesu_survey.answers.commands import take
from kesu_survey.answers.model import PAPER, PaperEntry
from kesu_survey.campaigns.queries import campaign_for_answers
from kesu_survey.invitations.commands import move, state
from kesu_survey.invitations.model import INVITATION_STATES, Invitation
from kesu_survey.papers.queries import as_rows, differences, entry_of
from kesu_survey.permissions import KEY_IN_ANSWER
from kesu_survey.questionnaires.queries import numbered


def key_in_answers(
    session: Session,
    actor: Actor,
    invitation: Invitation,
    *,
    answers: Sequence[Mapping[str, Any]],
    respondent: str | None = None,
    received_on: date | None = None,
) -> Invitation:
    """Type in a paper form, received on that day at the site (default: today).

    Where the survey wants it typed twice, it waits for a second person; else it is counted at once as one that came over the link.
    """
    actor.require(KEY_IN_ANSWER, invitation.site)
    zone = ZoneInfo(site_of(session, invitation.site).timezone)
    if received_on is not None and received_on > clock.now().astimezone(zone).date():
        raise Invalid(N_("The form cannot have come in the future."), field="received_on")
    campaign = campaign_for_answers(session, invitation.campaign)
    if not campaign.double_key:
        _take(session, actor, invitation, "key_in", answers, respondent, received_on, actor.name or actor.id)
        return invitation
    INVITATION_STATES.next(invitation.state, "key_first")
    rows = as_rows(checked(numbered(session, campaign.questionnaire), answers))
    entry = PaperEntry(invitation=invitation.number, first=rows, first_by=actor.id, first_name=actor.name or actor.id, second=[])
    entry.respondent, entry.received_on = respondent, received_on or clock.now().astimezone(zone).date()
    session.add(entry)
    move(invitation, "key_first")
    state(session, actor, asking_events.INVITATION_KEYED, invitation, differences=0)
    params = {"customer": invitation.customer_name, "campaign": invitation.campaign, "person": entry.first_name}
    open_task(session, actor, tasks.KEY_AGAIN, subject=invitation.number, site=invitation.site, case=invitation.campaign, params=params)
    return invitation


def key_in_again(session: Session, actor: Actor, invitation: Invitation, *, answers: Sequence[Mapping[str, Any]]) -> Invitation:
    """A second person types the same form without seeing what the first one read. The same: it counts. Otherwise both are kept until
    somebody settles the differences. Raises `Forbidden` for the first person."""
    actor.require(KEY_IN_ANSWER, invitation.site)
    INVITATION_STATES.next(invitation.state, "key_differently")
    entry = _entry(session, invitation)
    if actor.id == entry.first_by:
        raise Forbidden(N_("Somebody else than %(name)s has to type the form in again."), name=entry.first_name)
    questionnaire = numbered(session, campaign_for_answers(session, invitation.campaign).questionnaire)
    rows = as_rows(checked(questionnaire, answers))
    apart = differences(entry.first, rows)
    if not apart:
        return _settled(session, actor, invitation, entry, rows, f"{entry.first_name}, {actor.name or actor.id}")
    entry.second, entry.second_by, entry.second_name = rows, actor.id, actor.name or actor.id
    move(invitation, "key_differently")
    state(session, actor, asking_events.INVITATION_KEYED, invitation, differences=len(apart))
    return invitation


def settle_differences(session: Session, actor: Actor, invitation: Invitation, *, answers: Sequence[Mapping[str, Any]]) -> Invitation:
    """Say for every item on which the two differ what the paper says; the rest is as both read it."""
    actor.require(KEY_IN_ANSWER, invitation.site)
    INVITATION_STATES.next(invitation.state, "key_again")
    entry = _entry(session, invitation)
    if entry.second_by is None:
        raise Invalid(N_("Nobody has typed the form in again yet."), field="answers")
    apart = differences(entry.first, entry.second)
    given = {row["item"]: dict(row) for row in answers}
    if missing := [code for code in apart if code not in given]:
        raise Invalid(N_("Say what the paper says of: %(items)s."), field="answers", items=", ".join(missing))
    rows = [row for row in entry.first if row["item"] not in apart] + [given[code] for code in apart]
    return _settled(session, actor, invitation, entry, rows, f"{entry.first_name}, {entry.second_name}, {actor.name or actor.id}")


def discard_entry(session: Session, actor: Actor, invitation: Invitation, *, reason: str) -> Invitation:
    """Take back what was typed: it was another customer's form, or none."""
    actor.require(KEY_IN_ANSWER, invitation.site)
    INVITATION_STATES.next(invitation.state, "discard")
    session.delete(_entry(session, invitation))
    move(invitation, "discard")
    state(session, actor, asking_events.INVITATION_DISCARDED, invitation, reason=reason)
    finish_task(session, actor, tasks.KEY_AGAIN, invitation.number, "discarded")
    return invitation


def _settled(
    session: Session, actor: Actor, invitation: Invitation, entry: PaperEntry, rows: Sequence[Mapping[str, Any]], by: str
) -> Invitation:
    _take(session, actor, invitation, "key_again", rows, entry.respondent, entry.received_on, by[:200])
    session.delete(entry)
    finish_task(session, actor, tasks.KEY_AGAIN, invitation.number, "keyed_in")
    return invitation


def _take(
    session: Session,
    actor: Actor,
    invitation: Invitation,
    command: str,
    answers: Sequence[Mapping[str, Any]],
    respondent: str | None,
    received_on: date | None,
    by: str,
) -> None:
    received_at = clock.now()
    if received_on is not None:
        zone = ZoneInfo(site_of(session, invitation.site).timezone)
        received_at = min(received_at, datetime.combine(received_on, time(12), zone).astimezone(UTC))
    more = {"entered_by": by, "received_at": received_at}
    take(session, actor, invitation, command, via=PAPER, answers=answers, respondent=respondent, **more)


def _entry(session: Session, invitation: Invitation) -> PaperEntry:
    entry = entry_of(session, invitation.number)
    if entry is None:
        raise NotFound(N_("No paper form was typed in for this invitation."))
    return entry

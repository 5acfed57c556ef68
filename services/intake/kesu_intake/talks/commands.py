"""Talking to dissatisfied key customers: asked in depth, told of the improvement (clause 4.2.3.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_intake import tasks
from kesu_intake.customers.model import Customer
from kesu_intake.customers.queries import customer_of
from kesu_intake.exchanges.commands import log_customer_exchange
from kesu_intake.permissions import FOLLOW_UP
from kesu_intake.talks import facts
from kesu_intake.talks.facts import facts_of
from kesu_intake.talks.model import TALK_STATES, Talk
from kesu_intake.talks.queries import talk_about


def open_talk(session: Session, actor: Actor, customer: Customer, *, campaign: str, items: Sequence[Mapping[str, Any]]) -> Talk:
    """A survey found the customer dissatisfied with these items. One talk for each customer and survey: opened again, it is returned."""
    there = talk_about(session, customer.number, campaign)
    if there is not None:
        return there
    talk = Talk(
        number=next_number(session, "TK", customer.site),
        site=customer.site,
        state=TALK_STATES.initial,
        customer_code=customer.number,
        customer_name=customer.name,
        campaign=campaign,
        items=[dict(item) for item in items],
    )
    session.add(talk)
    record(session, actor, facts.TALK_OPENED, talk, facts_of(talk), case=campaign)
    params = {"customer": customer.name, "campaign": campaign}
    open_task(session, actor, tasks.TALK, subject=talk.number, site=talk.site, case=campaign, params=params)
    return talk


def record_findings(session: Session, actor: Actor, talk: Talk, *, person: str, findings: str, channel: str = "phone") -> Talk:
    """What the talk with that person brought to light; once more adds to it. The customer has to be told of the measure next."""
    actor.require(FOLLOW_UP, talk.site)
    TALK_STATES.apply(talk, "find")
    talk.person, talk.channel = person, channel
    talk.findings = "\n\n".join(part for part in (talk.findings, findings) if part)
    talk.found_by, talk.found_at = actor.name or actor.id, clock.now()
    record(session, actor, facts.TALK_FOUND, talk, {**facts_of(talk), "findings": findings}, case=talk.campaign)
    _log(session, actor, talk, "in", channel, person, findings)
    finish_task(session, actor, tasks.TALK, talk.number, "talked")
    params = {"customer": talk.customer_name, "campaign": talk.campaign}
    open_task(session, actor, tasks.TELL, subject=talk.number, site=talk.site, case=talk.campaign, params=params)
    return talk


def tell_measure(session: Session, actor: Actor, talk: Talk, *, told_whom: str, measure: str, channel: str = "phone") -> Talk:
    """Tell the customer what is being done about it; with that the talk is over. Refused before anything was found out."""
    actor.require(FOLLOW_UP, talk.site)
    TALK_STATES.apply(talk, "tell")
    talk.told_whom, talk.measure = told_whom, measure
    talk.told_by, talk.told_at = actor.name or actor.id, clock.now()
    record(session, actor, facts.TALK_TOLD, talk, {**facts_of(talk), "measure": measure}, case=talk.campaign)
    _log(session, actor, talk, "out", channel, told_whom, measure)
    finish_task(session, actor, tasks.TELL, talk.number, "told")
    return talk


def _log(session: Session, actor: Actor, talk: Talk, direction: str, channel: str, person: str, content: str) -> None:
    customer = customer_of(session, actor, talk.customer_code)
    log_customer_exchange(session, actor, customer, direction=direction, channel=channel, person=person, content=content)

"""Giving and ending delegations. Every service hears of it and lets the deputy act (docs/adr/0010-delegation.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock, journal
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Forbidden, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.people.delegations import DELEGABLE, learn_delegation
from kesu_common.runtime import Runtime
from kesu_desk.delegations.model import DELEGATION_STATES, LONGEST_DAYS, Delegation
from kesu_desk.delegations.queries import roles_of, takes_part
from kesu_desk.events import DELEGATION_ENDED, DELEGATION_GIVEN
from kesu_desk.people.model import Person
from kesu_desk.permissions import DELEGATE, MANAGE_PEOPLE


def delegate(
    session: Session, actor: Actor, *, deputy: str, role: str, site: str, begins_at: datetime, ends_at: datetime, reason: str
) -> Delegation:
    """Name a deputy for a role of one's own (授权代理), from `begins_at` until before `ends_at`.

    Raises `Forbidden` for a role that is not the actor's own at that site (what was delegated cannot be handed on), `Invalid` with the
    field, `Conflict` while another deputy has the role in that time.
    """
    actor.require(DELEGATE)
    if role not in DELEGABLE or not {Grant(role, site), Grant(role, ALL_SITES)} & roles_of(session, actor):
        raise Forbidden(N_("Only a role of your own can be delegated: lead or general manager, at a site where you are it."))
    _check_period(begins_at, ends_at)
    person = session.scalar(select(Person).where(Person.number == deputy.strip().lower(), Person.state == "active"))
    if person is None or person.login == actor.id or not takes_part(person):
        raise Invalid(
            N_("The deputy must be a colleague with an account who works in the process: neither auditor nor administrator alone."),
            field="deputy",
        )
    mine = select(Delegation).where(Delegation.giver == actor.id, Delegation.role == role, Delegation.state == "given")
    giver = session.scalars(select(Person).where(Person.number == actor.id).with_for_update()).one()  # one at a time for each giver
    overlaps = mine.where(Delegation.begins_at < ends_at, Delegation.ends_at > begins_at)
    if site != ALL_SITES:
        overlaps = overlaps.where(Delegation.site.in_({site, ALL_SITES}))
    if other := session.scalar(overlaps.limit(1)):
        raise Conflict(N_("%(name)s is your deputy in that time already. Revoke it first."), field="begins_at", name=other.deputy_name)
    made = Delegation(
        number=next_number(session, "DG", "ALL" if site == ALL_SITES else site),
        site=site,
        state=DELEGATION_STATES.initial,
        giver=actor.id,
        giver_name=giver.name,
        deputy=person.login,
        deputy_name=person.name,
        role=role,
        begins_at=begins_at,
        ends_at=ends_at,
        reason=reason,
    )
    session.add(made)
    return _state(session, actor, DELEGATION_GIVEN, made)


def revoke_delegation(session: Session, actor: Actor, thing: Delegation) -> Delegation:
    """End a delegation before its time (撤销代理); its giver may, and an administrator. Raises `Forbidden`."""
    if actor.id != thing.giver and not actor.may(MANAGE_PEOPLE, thing.site):
        raise Forbidden(N_("Only who gave it, or an administrator, can revoke it."))
    DELEGATION_STATES.apply(thing, "revoke")
    thing.ended_at, thing.how = clock.now(), "revoked"
    return _state(session, actor, DELEGATION_ENDED, thing)


def end_run_out(runtime: Runtime) -> int:
    """State the end of delegations whose time is over (they hold no longer already); returns how many."""
    with runtime.database.transaction() as session:
        over = select(Delegation).where(Delegation.state == "given", Delegation.ends_at <= clock.now())
        ended = session.scalars(over.with_for_update(skip_locked=True)).all()
        for thing in ended:
            DELEGATION_STATES.apply(thing, "run_out")
            thing.ended_at, thing.how = thing.ends_at, "run_out"
            _state(session, Actor.service("desk"), DELEGATION_ENDED, thing)
        return len(ended)


def _check_period(begins_at: datetime, ends_at: datetime) -> None:
    if ends_at <= max(begins_at, clock.now()):
        raise Invalid(N_("The end must be after the beginning, and still to come."), field="ends_at")
    if ends_at - begins_at > timedelta(days=LONGEST_DAYS):
        raise Invalid(N_("At most %(days)s days. For longer, let an administrator give the role."), field="ends_at", days=LONGEST_DAYS)


_TOLD = ("number", "giver", "giver_name", "deputy", "deputy_name", "role", "begins_at", "ends_at", "reason", "ended_at", "how")


def _state(session: Session, actor: Actor, event: EventType, thing: Delegation) -> Delegation:
    fact: dict[str, Any] = {name: getattr(thing, name) for name in _TOLD}
    journal.record(session, actor, event, thing, fact)
    learn_delegation(session, {**fact, "site": thing.site})
    return thing

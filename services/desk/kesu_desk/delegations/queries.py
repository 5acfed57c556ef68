"""Reading delegations: the whole team sees who acts for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Actor, Grant, at_sites
from kesu_common.people.copies import grants_of
from kesu_common.people.delegations import DELEGABLE
from kesu_common.people.roles import DEPARTMENTS
from kesu_desk.delegations.model import Delegation
from kesu_desk.people.model import Person
from kesu_desk.permissions import READ_DELEGATIONS
from kesu_desk.sites.model import SiteSetting

SORTS = {"begins_at": Delegation.begins_at, "ends_at": Delegation.ends_at}


TAKING_PART = {*DEPARTMENTS, *DELEGABLE}
"""Roles whose holders work in the process; auditors only read it, administrators only keep it going."""


def delegations(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """Delegations at the actor's sites and at all sites, narrowed by state, giver and deputy."""
    statement = select(Delegation).where(or_(at_sites(actor, READ_DELEGATIONS, Delegation.site), Delegation.site == ALL_SITES))
    for name in ("state", "giver", "deputy"):
        if value := args.get(name):
            statement = statement.where(getattr(Delegation, name) == value)
    return statement


def delegation_for(session: Session, actor: Actor, number: str, lock: bool = False) -> Delegation:
    """The delegation with this number, if the actor may see it. Raises `NotFound`."""
    wanted = delegations(actor, {}).where(Delegation.number == number)
    found: Delegation | None = session.scalar(wanted.with_for_update().execution_options(populate_existing=True) if lock else wanted)
    if found is None:
        raise NotFound(N_("There is no delegation %(number)s."), number=number)
    return found


def roles_of(session: Session, actor: Actor) -> frozenset[Grant]:
    """What the actor may delegate: the own roles that approve, without what others have delegated."""
    person = session.scalar(select(Person).where(Person.number == actor.id)) if actor.kind == "person" else None
    return frozenset(grant for grant in grants_of(person.grants) if grant.role in DELEGABLE) if person else frozenset()


def sites_to_delegate(session: Session, own: frozenset[Grant]) -> list[str]:
    """The sites that the form offers: those of the own roles; with a role everywhere also every single one."""
    sites = {grant.site for grant in own}
    return sorted(sites | set(session.scalars(select(SiteSetting.number))) if ALL_SITES in sites else sites)


def colleagues(session: Session, actor: Actor, sites: Sequence[str]) -> Sequence[tuple[str, str]]:
    """(login, name) of those who may become deputy: everybody else who works in the process at one of these sites."""
    wanted = select(Person).where(Person.state == "active", Person.number != actor.id).order_by(Person.name)
    at = {*sites, ALL_SITES}
    return [(person.login, person.name) for person in session.scalars(wanted) if takes_part(person, None if ALL_SITES in sites else at)]


def takes_part(person: Person, sites: Collection[str] | None = None) -> bool:
    """Whether the person works in the process, at one of these sites (None: at any): only who knows it from doing it decides in it."""
    return any(grant.role in TAKING_PART and (sites is None or grant.site in sites) for grant in grants_of(person.grants))

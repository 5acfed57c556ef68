"""Reading people. Only administrators see others; of each site they see who holds a role there."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Actor
from kesu_desk.people.model import Person
from kesu_desk.permissions import MANAGE_PEOPLE


def people_for(actor: Actor, *, q: str | None = None, state: str | None = None) -> Select[Person]:
    """The people whom the actor administers: all, or those with a role at one of the actor's sites."""
    statement = select(Person).where(_administered(actor))
    if q:
        statement = statement.where(or_(Person.number.icontains(q, autoescape=True), Person.name.icontains(q, autoescape=True)))
    return statement.where(Person.state == state) if state else statement


def person_named(session: Session, actor: Actor, login: str) -> Person:
    """The person with this login. Raises `NotFound` when there is none whom the actor administers."""
    person = session.scalar(select(Person).where(Person.number == login, _administered(actor)))
    if person is None:
        raise NotFound(N_("There is nobody with the login “%(login)s”."), login=login)
    return person


def account_of(session: Session, login: str) -> Person:
    """The account of somebody whose password was found right. Raises `NotFound`."""
    person = session.scalar(select(Person).where(Person.number == login.strip().lower()))
    if person is None:
        raise NotFound(N_("There is nobody with the login “%(login)s”."), login=login)
    return person


def names_of(session: Session, logins: Collection[str]) -> dict[str, str]:
    """The names of the people with these logins; logins that are nobody's (a customer's, a service's) are left out."""
    people = session.scalars(select(Person).where(Person.number.in_(logins)))
    return {person.number: person.name for person in people}


def own_account(session: Session, actor: Actor) -> Person:
    """The actor's own account. Raises `NotFound` for devices, programs and services, which have none."""
    person = session.scalar(select(Person).where(Person.number == actor.id)) if actor.kind == "person" else None
    if person is None:
        raise NotFound(N_("Only people have an account."))
    return person


def _administered(actor: Actor) -> ColumnElement[bool]:
    sites = actor.sites(MANAGE_PEOPLE)
    if ALL_SITES in sites:
        return true()
    nowhere = func.jsonb_array_length(Person.grants) == 0
    return or_(nowhere, *(Person.grants.contains([{"site": site}]) for site in sorted(sites)))

"""Actors (who) and actions (what), and the one rule that joins them: a grant is a role at a site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, Select, true

from kesu_common.errors import Forbidden
from kesu_common.i18n import N_

ALL_SITES = "*"
SelectT = TypeVar("SelectT", bound="Select[*tuple[Any, ...]]")
Kind = Literal["person", "device", "program", "customer", "service", "anonymous"]


@dataclass(frozen=True, slots=True)
class Grant:
    """One role at one site; site `*` means every site."""

    role: str
    site: str


@dataclass(frozen=True)
class Action:
    """Something that can be done, and the roles that may do it. Declared in a service's `permissions.py`.

    `name` is `<thing>.<imperative>`; `roles` are the roles of people, devices and programs that may.
    """

    name: str
    roles: frozenset[str]

    def __init__(self, name: str, roles: Iterable[str]) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "roles", frozenset(roles))


@dataclass(frozen=True)
class Actor:
    """Who does something: shown in the audit trail as `kind:id (name)`."""

    id: str
    name: str
    kind: Kind
    grants: frozenset[Grant] = field(default_factory=frozenset)
    language: str | None = None
    place: str | None = None
    """For devices: where the device stands."""

    @classmethod
    def service(cls, name: str) -> Actor:
        """The service itself, acting on a fact or a clock: may do everything everywhere."""
        return cls(id=name, name=name, kind="service", grants=frozenset({Grant(ALL_SITES, ALL_SITES)}))

    @classmethod
    def customer(cls, code: str, name: str) -> Actor:
        """A customer who came through a signed link; has no grant, the link itself is the permission."""
        return cls(id=code, name=name, kind="customer")

    def sites(self, action: Action) -> frozenset[str]:
        """The sites where the actor may do it; contains `*` when it is every site."""
        return frozenset(g.site for g in self.grants if g.role in action.roles or g.role == ALL_SITES)

    def may(self, action: Action, site: str | None = None) -> bool:
        """Whether the actor may do it at `site` (at any site if none is given)."""
        sites = self.sites(action)
        return bool(sites) if site is None else site in sites or ALL_SITES in sites

    def require(self, action: Action, site: str | None = None) -> None:
        """Raise `Forbidden` unless the actor may do `action` at `site`."""
        if not self.may(action, site):
            message = (
                N_("Your roles do not include “%(action)s” at site %(site)s. Ask for one of: %(roles)s.")
                if site
                else N_("Your roles do not include “%(action)s”. Ask for one of: %(roles)s.")
            )
            raise Forbidden(message, action=action.name, site=site, roles=", ".join(sorted(action.roles)))

    def has_role(self, role: str, site: str) -> bool:
        """Whether the actor holds `role` at `site` (or everywhere)."""
        return any(g.role in (role, ALL_SITES) and g.site in (site, ALL_SITES) for g in self.grants)

    def as_json(self) -> dict[str, str]:
        """What the journal keeps."""
        return {"kind": self.kind, "id": self.id, "name": self.name}


ANONYMOUS = Actor(id="anonymous", name="", kind="anonymous")


def at_sites(actor: Actor, action: Action, column: Any) -> ColumnElement[bool]:
    """The SQL condition that `column` (a site) is one where the actor may do `action`. Every read goes through it."""
    sites = actor.sites(action)
    return true() if ALL_SITES in sites else column.in_(sorted(sites))


def scoped(statement: SelectT, actor: Actor, action: Action, column: Any) -> SelectT:
    """`statement` narrowed to the sites where the actor may do `action`."""
    return statement.where(at_sites(actor, action, column))

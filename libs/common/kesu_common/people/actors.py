"""Actors (who) and actions (what), and the one rule that joins them: a grant is a role at a site."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


@dataclass(frozen=True, slots=True)
class Delegated:
    """A grant that is somebody else's (`giver`), in which one acts for them while they are away (代理)."""

    grant: Grant
    giver: str
    giver_name: str


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
    delegated: tuple[Delegated, ...] = ()
    """Those of the grants that are not the actor's own, in this order."""
    acted_for: list[Delegated] = field(default_factory=list, compare=False, repr=False)
    """Those of them that were needed so far: on whose behalf the actor acts in this request."""

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
        """Raise `Forbidden` unless the actor may do `action` at `site`. What only a delegation allows is done on its giver's behalf."""
        if not self.may(action, site):
            message = (
                N_("Your roles do not include “%(action)s” at site %(site)s. Ask for one of: %(roles)s.")
                if site
                else N_("Your roles do not include “%(action)s”. Ask for one of: %(roles)s.")
            )
            raise Forbidden(message, action=action.name, site=site, roles=", ".join(sorted(action.roles)))
        self._act(lambda grant: grant.role in action.roles and (site is None or grant.site in (site, ALL_SITES)))

    def has_role(self, role: str, site: str) -> bool:
        """Whether the actor holds `role` at `site` (or everywhere). By delegation alone: what follows is on the giver's behalf."""
        held = any(g.role in (role, ALL_SITES) and g.site in (site, ALL_SITES) for g in self.grants)
        if held:
            self._act(lambda grant: grant.role == role and grant.site in (site, ALL_SITES))
        return held

    @property
    def on_behalf_of(self) -> str | None:
        """The names of those for whom this is done, if it is not the actor's own."""
        return ", ".join(one.giver_name for one in self.acted_for) or None

    def is_one_of(self, *logins: str | None) -> bool:
        """Whether the actor, or somebody on whose behalf this is done, is one of them: nobody approves the own request."""
        return not {self.id, *(one.giver for one in self.acted_for)}.isdisjoint(logins)

    def _act(self, fits: Callable[[Grant], bool]) -> None:
        if not self.delegated:
            return
        borrowed = {one.grant for one in self.delegated}
        if any(g.role == ALL_SITES or fits(g) for g in self.grants - borrowed):
            return
        needed = next((one for one in self.delegated if fits(one.grant)), None)
        if needed is not None and needed not in self.acted_for:
            self.acted_for.append(needed)

    def as_json(self) -> dict[str, Any]:
        """What the journal keeps; `for` are those on whose behalf it was done."""
        known: dict[str, Any] = {"kind": self.kind, "id": self.id, "name": self.name}
        if self.acted_for:
            known["for"] = [{"id": one.giver, "name": one.giver_name} for one in self.acted_for]
        return known


ANONYMOUS = Actor(id="anonymous", name="", kind="anonymous")


def at_sites(actor: Actor, action: Action, column: Any) -> ColumnElement[bool]:
    """The SQL condition that `column` (a site) is one where the actor may do `action`. Every read goes through it."""
    sites = actor.sites(action)
    return true() if ALL_SITES in sites else column.in_(sorted(sites))


def scoped(statement: SelectT, actor: Actor, action: Action, column: Any) -> SelectT:
    """`statement` narrowed to the sites where the actor may do `action`."""
    return statement.where(at_sites(actor, action, column))

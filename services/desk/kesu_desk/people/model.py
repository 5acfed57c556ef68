"""A person's account and roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.people.copies import grants_of
from kesu_common.people.roles import ROLES
from kesu_common.states import StateTable
from kesu_desk.database import Base

PERSON_STATES = StateTable(
    "person",
    {
        ("active", "change"): "active",
        ("active", "close"): "closed",
        ("closed", "reopen"): "active",
    },
)
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class Person(Aggregate, Base):
    """Somebody who signs in (人员). `number` is the login; people belong to no single site (`site` is `*`), their grants do."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(100))
    language: Mapped[str | None] = mapped_column(String(8))
    email: Mapped[str | None] = mapped_column(String(254))
    password_hash: Mapped[str] = mapped_column(info={"secret": True})
    temporary_password: Mapped[bool]
    """The password was given by somebody else: it must be changed before anything can be done with it."""
    sessions_before: Mapped[datetime | None]
    grants: Mapped[list[dict[str, Any]]]

    @property
    def login(self) -> str:
        """The login, which is the number."""
        return self.number

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.state == "active"

    def actor(self) -> Actor:
        """The person as one who acts, with the grants of this moment."""
        return Actor(id=self.login, name=self.name, kind="person", grants=grants_of(self.grants), language=self.language)


def check_login(login: str) -> None:
    """Raise `Invalid` for a login with characters that people mistype."""
    if not LOGIN.fullmatch(login):
        raise Invalid(N_("A login has 2 to 64 small letters, digits and . _ - @"), field="login")


def checked_grants(grants: Iterable[Mapping[str, str]], sites: Iterable[str], *, field: str = "grants") -> list[dict[str, Any]]:
    """Grants without repetition, in order. Raises `Invalid` for a role or site that there is not."""
    known = {ALL_SITES, *sites}
    found = {(str(g["role"]), str(g["site"])) for g in grants}
    for role, site in found:
        if role not in ROLES:
            raise Invalid(N_("There is no role “%(role)s”."), field=field, role=role)
        if site not in known:
            raise Invalid(N_("There is no site “%(site)s”."), field=field, site=site)
    return [{"role": role, "site": site} for role, site in sorted(found, key=lambda pair: (pair[1], ROLES.index(pair[0])))]


def changed_sites(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> set[str]:
    """The sites at which the two sets of grants differ: where one must be administrator to make the change."""
    difference: frozenset[Grant] = grants_of(before) ^ grants_of(after)
    return {grant.site for grant in difference}

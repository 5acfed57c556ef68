"""Every service's small copy of what desk owns: sites, people, keys. Fed by desk's facts, so that no request waits on desk."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from marshmallow import fields
from sqlalchemy import BigInteger, Boolean, Engine, String, func, inspect, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.util import identity_key

from kesu_common.database.columns import CommonBase
from kesu_common.database.engine import quickly
from kesu_common.database.rows import as_stored
from kesu_common.errors import Invalid, NotFound
from kesu_common.events import ConsumedSchema, Event, Reaction, canonical
from kesu_common.i18n import N_
from kesu_common.people.actors import Action, Actor, Grant
from kesu_common.people.delegations import DELEGATION_REACTIONS
from kesu_common.worktime import Calendar


class Site(CommonBase):
    """A plant or office (厂区): names, time zone, working language, calendar, targets and severity rules, as desk last stated them.

    `calendar` is `worktime.Calendar.to_json()`; `targets` maps a task kind's name to `{"hours": n}` or `{"days": n}` of working time, and
    other names to such a time, to `{"times": n}` or to `{"link": address}`; `sequence` is the number of the fact that this copy comes from.
    """

    __tablename__ = "site"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    timezone: Mapped[str] = mapped_column(String(64))
    working_language: Mapped[str] = mapped_column(String(8))
    calendar: Mapped[dict[str, Any]]
    targets: Mapped[dict[str, Any]]
    severity_rules: Mapped[dict[str, Any]]
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)

    def name(self, language: str) -> str:
        """The site's name in `language` (`zh` or English)."""
        return self.name_zh if language == "zh" else self.name_en

    def worktime(self) -> Calendar:
        """The site's working calendar, in the site's own time zone."""
        return _calendar(canonical({**self.calendar, "timezone": self.timezone}))


class KnownPerson(CommonBase):
    """A person's account as far as a service must know it: may the account be used, with which grants, from which sign-in on."""

    __tablename__ = "known_person"

    login: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    language: Mapped[str | None] = mapped_column(String(8))
    email: Mapped[str | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    grants: Mapped[list[dict[str, Any]] | None]
    """None while only a revocation has been heard of: the token's own grants count then."""
    sessions_before: Mapped[datetime | None]
    """Sessions begun before this moment are not accepted any more."""
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)


class KnownKey(CommonBase):
    """A device's or program's key: digest of its secret, its grants, and where the device stands."""

    __tablename__ = "known_key"

    prefix: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str]
    secret_sha256: Mapped[str] = mapped_column(String(64), info={"secret": True})
    grants: Mapped[list[dict[str, Any]]]
    place: Mapped[str | None]
    revoked: Mapped[bool] = mapped_column(Boolean, default=False)
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)


def name_of(session: Session, actor: str) -> str | None:
    """The name of a person (by login) or of a key's holder (by prefix), as far as this service has heard."""
    known = session.get(KnownPerson, actor) or session.get(KnownKey, actor)
    return known.name if known is not None else None


def site_of(session: Session, code: str) -> Site:
    """The site with this code. Raises `Invalid` (field `site`) when this service has never heard of it."""
    present: Site | None = session.identity_map.get(identity_key(Site, code))
    if present is not None:
        return present
    session.flush()
    found = quickly(session, _SITE_VERSION, (code,)).fetchone()
    return site_in_version(session, code, found[0] if found else None)


def site_in_version(session: Session, code: str, version: str | None) -> Site:
    """The site whose row has this `SITE_VERSION`, as a query that joins the table can tell for nothing; None: there is no such row, which
    raises `Invalid` (field `site`).

    Each version of the row is read once per process: hardly a command can do without the site, and a whole calendar is a lot to read.
    """
    if version is None:
        raise Invalid(N_("There is no site “%(site)s”."), field="site", site=code)
    site: Site | None = session.identity_map.get(identity_key(Site, code))
    if site is None:
        site = _site_in_version(session, code, version)
        session.info.setdefault("kesu_sites", []).append(site)  # the session itself lets go of what nobody holds
    return site


def _site_in_version(session: Session, code: str, version: str) -> Site:
    versions = _VERSIONS.setdefault(session.get_bind().engine, {})
    known = versions.get(code)
    if known is not None and known[0] == version:
        return as_stored(session, Site, known[1])
    site = session.get_one(Site, code)
    versions[code] = (version, {attribute.key: getattr(site, attribute.key) for attribute in inspect(Site).column_attrs})
    return site


SITE_VERSION = "site.xmin::text || site.ctid::text"
"""Tells one version of a site's row from every other, those of one transaction too."""
_SITE_VERSION = f"SELECT {SITE_VERSION} FROM site WHERE code = %s"  # noqa: S608
_VERSIONS: WeakKeyDictionary[Engine, dict[str, tuple[str, dict[str, Any]]]] = WeakKeyDictionary()


def require_site(session: Session, actor: Actor, action: Action, code: str) -> None:
    """Raise `NotFound` for a site that there is not, `Forbidden` for one where the actor may not do this."""
    if session.get(Site, code) is None:
        raise NotFound(N_("There is no site “%(site)s”."), site=code)
    actor.require(action, code)


def sites_of(session: Session) -> Sequence[Site]:
    """Every site that this service has heard of, by code."""
    return session.scalars(select(Site).order_by(Site.code)).all()


def sites_where(session: Session, actor: Actor, action: Action) -> list[Site]:
    """The sites at which the actor may do this, by code: what a form offers."""
    return [site for site in sites_of(session) if actor.may(action, site.code)]


def grants_of(stored: list[dict[str, Any]]) -> frozenset[Grant]:
    """Grants as they are kept (`[{"role": …, "site": …}]`) as the actor's grants."""
    return frozenset(Grant(role=str(g["role"]), site=str(g["site"])) for g in stored)


def learn_site(session: Session, site: Mapping[str, Any], sequence: int | None = None) -> None:
    """Keep a copy of a site. What comes from an older fact than the copy is left aside; `sequence=None` is desk itself, always newest."""
    _keep(session, Site, {"code": site["code"]}, {name: site[name] for name in _SITE_FIELDS}, sequence)


def learn_person(session: Session, person: Mapping[str, Any], sequence: int | None = None) -> None:
    """Keep a copy of a person's account (not of `sessions_before`, see `learn_revocation`)."""
    _keep(session, KnownPerson, {"login": person["login"]}, {name: person[name] for name in _PERSON_FIELDS}, sequence)


def learn_revocation(session: Session, login: str, sessions_before: datetime) -> None:
    """Remember that sessions begun before `sessions_before` are over; an earlier moment never replaces a later one."""
    row = {"login": login, "name": login, "active": True, "grants": None, "sessions_before": sessions_before, "sequence": 0}
    statement = insert(KnownPerson).values(row)
    latest = func.greatest(KnownPerson.sessions_before, statement.excluded.sessions_before)
    session.execute(statement.on_conflict_do_update(index_elements=["login"], set_={"sessions_before": latest}))


def learn_key(session: Session, key: Mapping[str, Any], sequence: int | None = None) -> None:
    """Keep a copy of a key; a revoked one stays revoked, whatever order the facts come in."""
    _keep(session, KnownKey, {"prefix": key["prefix"]}, {name: key[name] for name in _KEY_FIELDS}, sequence)


def learn_key_revoked(session: Session, key: Mapping[str, Any]) -> None:
    """Remember that a key is not accepted any more."""
    row = {name: key[name] for name in ("prefix", *_KEY_FIELDS)} | {"revoked": True, "sequence": 0}
    session.execute(insert(KnownKey).values(row).on_conflict_do_update(index_elements=["prefix"], set_={"revoked": True}))


_SITE_FIELDS = ("name_zh", "name_en", "timezone", "working_language", "calendar", "targets", "severity_rules")
_PERSON_FIELDS = ("name", "language", "email", "active", "grants")
_KEY_FIELDS = ("kind", "name", "secret_sha256", "grants", "place")


def _keep(session: Session, table: type[CommonBase], key: dict[str, Any], values: dict[str, Any], sequence: int | None) -> None:
    statement = insert(table).values({**key, **values, "sequence": sequence or 0})
    newer = None if sequence is None else table.__table__.c.sequence <= statement.excluded.sequence
    changed = values if sequence is None else {**values, "sequence": sequence}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed, where=newer))


@functools.lru_cache(maxsize=64)
def _calendar(text: str) -> Calendar:
    return Calendar.from_json(json.loads(text))


class _Grant(ConsumedSchema):
    role = fields.String(required=True)
    site = fields.String(required=True)


class _SiteChanged(ConsumedSchema):
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    timezone = fields.String(required=True)
    working_language = fields.String(required=True)
    calendar = fields.Dict(load_default=dict)
    targets = fields.Dict(load_default=dict)
    severity_rules = fields.Dict(load_default=dict)


class _PersonChanged(ConsumedSchema):
    login = fields.String(required=True)
    name = fields.String(required=True)
    language = fields.String(load_default=None, allow_none=True)
    email = fields.String(load_default=None, allow_none=True)
    active = fields.Boolean(required=True)
    grants = fields.List(fields.Nested(_Grant), required=True)


class _PersonRevoked(ConsumedSchema):
    login = fields.String(required=True)
    sessions_before = fields.AwareDateTime(required=True)


class _Key(ConsumedSchema):
    prefix = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    secret_sha256 = fields.String(required=True)
    grants = fields.List(fields.Nested(_Grant), required=True)
    place = fields.String(load_default=None, allow_none=True)


def _on_site(session: Session, event: Event) -> None:
    learn_site(session, event.data, event.sequence)


def _on_person(session: Session, event: Event) -> None:
    learn_person(session, event.data, event.sequence)


def _on_person_revoked(session: Session, event: Event) -> None:
    learn_revocation(session, event.data["login"], event.data["sessions_before"])


def _on_key(session: Session, event: Event) -> None:
    learn_key(session, event.data, event.sequence)


def _on_key_revoked(session: Session, event: Event) -> None:
    learn_key_revoked(session, event.data)


COMMON_REACTIONS: Mapping[str, Reaction] = {
    "kesu.site.changed.v1": Reaction(_SiteChanged, _on_site),
    "kesu.person.changed.v1": Reaction(_PersonChanged, _on_person),
    "kesu.person.revoked.v1": Reaction(_PersonRevoked, _on_person_revoked),
    "kesu.key.issued.v1": Reaction(_Key, _on_key),
    "kesu.key.revoked.v1": Reaction(_Key, _on_key_revoked),
    **DELEGATION_REACTIONS,
}
"""What every service but desk does when it hears of sites, people, keys and delegations."""

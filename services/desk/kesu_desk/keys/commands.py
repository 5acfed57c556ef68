"""Issuing and revoking keys; every service hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import journal
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Actor
from kesu_common.people.copies import learn_key, learn_key_revoked
from kesu_common.people.keys import KeyKind, new_key
from kesu_desk.events import KEY_ISSUED, KEY_REVOKED
from kesu_desk.keys.model import KEY_STATES, AccessKey
from kesu_desk.people.model import checked_grants
from kesu_desk.permissions import MANAGE_KEYS
from kesu_desk.sites.model import SiteSetting


def issue_key(
    session: Session,
    actor: Actor,
    *,
    kind: KeyKind,
    name: str,
    grants: Iterable[Mapping[str, str]],
    place: str | None = None,
) -> tuple[AccessKey, str]:
    """A new key and its text, which is known at this moment only. No key may administer.

    Raises `Forbidden` unless the actor administers every site of the grants, `Invalid` with the field.
    """
    wanted = checked_grants(grants, session.scalars(select(SiteSetting.number)))
    if not wanted:
        raise Invalid(N_("Give the key at least one role."), field="grants")
    if any(grant["role"] == "admin" for grant in wanted):
        raise Invalid(N_("Only people can be administrators."), field="grants")
    for grant in wanted:
        actor.require(MANAGE_KEYS, grant["site"])
    made = new_key(kind)
    sites = {grant["site"] for grant in wanted}
    key = AccessKey(
        number=made.prefix,
        site=sites.pop() if len(sites) == 1 else ALL_SITES,
        state=KEY_STATES.initial,
        kind=kind,
        name=name,
        secret_sha256=made.digest,
        grants=wanted,
        place=place,
        issued_by=actor.id,
    )
    session.add(key)
    journal.record(session, actor, KEY_ISSUED, key, _fact(key))
    learn_key(session, _fact(key))
    return key, made.text


def revoke_key(session: Session, actor: Actor, key: AccessKey) -> AccessKey:
    """Refuse a key from now on, everywhere, for good."""
    for grant in key.grants:
        actor.require(MANAGE_KEYS, grant["site"])
    KEY_STATES.apply(key, "revoke")
    journal.record(session, actor, KEY_REVOKED, key, _fact(key))
    learn_key_revoked(session, _fact(key))
    return key


def _fact(key: AccessKey) -> dict[str, Any]:
    return {
        "prefix": key.prefix,
        "kind": key.kind,
        "name": key.name,
        "secret_sha256": key.secret_sha256,
        "grants": key.grants,
        "place": key.place,
    }

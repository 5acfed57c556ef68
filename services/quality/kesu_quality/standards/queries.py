"""Reading standards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_quality.permissions import READ
from kesu_quality.standards.model import Standard

SORTS = {"created_at": Standard.created_at, "number": Standard.number, "product": Standard.product, "valid_from": Standard.valid_from}
FILTERS = {"site": Standard.site, "product": Standard.product, "state": Standard.state}
"""Query argument → the column that must equal it."""
WORDS = (Standard.product, Standard.title, Standard.number)
"""Where `q` is looked for."""


def standards(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The versions that the actor may see, narrowed by site, product, state and words `q`."""
    return records(actor, READ, Standard, args, FILTERS, WORDS)


def standard_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Standard:
    """The version with that number, if the actor may see it. Raises `NotFound`."""
    return record_of(session, actor, READ, Standard, number, N_("There is no standard “%(number)s”."), lock=lock)


def standard_at(session: Session, site: str, product: str | None, day: date) -> Standard | None:
    """The version of the product's standard that holds on `day`: the released one that began last (clause 4.1.3.2)."""
    wanted = select(Standard).where(
        Standard.site == site, Standard.product == product, Standard.state == "released", Standard.valid_from <= day
    )
    return session.scalar(wanted.order_by(Standard.valid_from.desc(), Standard.revision.desc()).limit(1))


def versions_of(session: Session, site: str, product: str) -> Sequence[Standard]:
    """All versions of a product's standard, the newest first."""
    return session.scalars(
        select(Standard).where(Standard.site == site, Standard.product == product).order_by(Standard.revision.desc())
    ).all()

"""Reading standards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_quality.permissions import READ
from kesu_quality.standards.model import Standard

SORTS = {"created_at": Standard.created_at, "number": Standard.number, "product": Standard.product, "valid_from": Standard.valid_from}


def standards(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The versions that the actor may see, narrowed by site, product, state and words `q`."""
    statement = scoped(select(Standard), actor, READ, Standard.site)
    for name, column in {"site": Standard.site, "product": Standard.product, "state": Standard.state}.items():
        if args.get(name):
            statement = statement.where(column == args[name])
    if q := args.get("q"):
        like = f"%{q}%"
        statement = statement.where(or_(Standard.product.ilike(like), Standard.title.ilike(like), Standard.number.ilike(like)))
    return statement


def standard_of(session: Session, actor: Actor, number: str, *, lock: bool = False) -> Standard:
    """The version with that number, if the actor may see it. Raises `NotFound`."""
    statement = scoped(select(Standard).where(Standard.number == number), actor, READ, Standard.site)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)
    if found is None:
        raise NotFound(N_("There is no standard “%(number)s”."), number=number)
    return found


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

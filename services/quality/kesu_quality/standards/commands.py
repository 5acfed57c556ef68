"""Writing, releasing and revising product standards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.database import next_number, one_at_a_time
from kesu_common.errors import Conflict, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_quality import events
from kesu_quality.permissions import KEEP_STANDARD, RELEASE_STANDARD
from kesu_quality.standards.model import STANDARD_STATES, Characteristic, Standard

_COPIED = ("name_zh", "name_en", "kind", "method", "instrument", "unit", "nominal", "lower", "upper", "severity_class")


def draft_standard(
    session: Session, actor: Actor, *, site: str, product: str, title: str, valid_from: date, characteristics: Sequence[Mapping[str, Any]],
    change_note: str | None = None,
) -> Standard:  # fmt: skip
    """Write the next version of a product's standard (起草). Raises `Invalid` for an unknown site or limits that cannot be."""
    site_of(session, site)
    actor.require(KEEP_STANDARD, site)
    made = Standard(
        number=next_number(session, "QS", site), site=site, state=STANDARD_STATES.initial, product=product, revision=_next(session, site,
            product),
        title=title, valid_from=valid_from, change_note=change_note, characteristics=_built(characteristics),
    )  # fmt: skip
    session.add(made)
    _state(session, actor, events.STANDARD_DRAFTED, made)
    return made


def change_standard(
    session: Session, actor: Actor, standard: Standard, *, title: str, valid_from: date, characteristics: Sequence[Mapping[str, Any]],
    change_note: str | None = None,
) -> Standard:  # fmt: skip
    """Change a draft (修改草稿); a released version never changes."""
    actor.require(KEEP_STANDARD, standard.site)
    STANDARD_STATES.apply(standard, "change")
    standard.title, standard.valid_from, standard.change_note = title, valid_from, change_note
    standard.characteristics.clear()
    session.flush()
    standard.characteristics.extend(_built(characteristics))
    _state(session, actor, events.STANDARD_DRAFTED, standard)
    return standard


def release_standard(session: Session, actor: Actor, standard: Standard) -> Standard:
    """Put a draft into force (发布). Raises `Conflict` when another version holds from the same day."""
    actor.require(RELEASE_STANDARD, standard.site)
    STANDARD_STATES.apply(standard, "release")
    same = select(Standard.revision).where(
        Standard.site == standard.site, Standard.product == standard.product, Standard.valid_from == standard.valid_from,
        Standard.state == "released", Standard.id != standard.id,
    )  # fmt: skip
    with session.no_autoflush:
        other = session.scalar(same)
    if other is not None:
        raise Conflict(N_("Version %(version)s holds from the same day. Choose another day."), field="valid_from", version=other)
    _state(session, actor, events.STANDARD_RELEASED, standard)
    return standard


def revise_standard(session: Session, actor: Actor, standard: Standard, *, change_note: str, valid_from: date) -> Standard:
    """Copy a version into a new draft (改版), which is returned."""
    actor.require(KEEP_STANDARD, standard.site)
    STANDARD_STATES.next(standard.state, "revise")
    copied = [{name: getattr(each, name) for name in _COPIED} for each in standard.characteristics]
    return draft_standard(
        session, actor, site=standard.site, product=standard.product, title=standard.title, valid_from=valid_from, characteristics=copied,
        change_note=change_note,
    )  # fmt: skip


def retire_standard(session: Session, actor: Actor, standard: Standard) -> Standard:
    """Take a version out of force (作废): the one before it holds again."""
    actor.require(RELEASE_STANDARD, standard.site)
    STANDARD_STATES.apply(standard, "retire")
    _state(session, actor, events.STANDARD_RETIRED, standard)
    return standard


def discard_standard(session: Session, actor: Actor, standard: Standard) -> Standard:
    """Throw a draft away (废弃草稿)."""
    actor.require(KEEP_STANDARD, standard.site)
    STANDARD_STATES.apply(standard, "discard")
    _state(session, actor, events.STANDARD_RETIRED, standard)
    return standard


def _next(session: Session, site: str, product: str) -> int:
    one_at_a_time(session, "standard", site, product)
    last = session.scalar(select(func.max(Standard.revision)).where(Standard.site == site, Standard.product == product))
    return (last or 0) + 1


def _built(characteristics: Sequence[Mapping[str, Any]]) -> list[Characteristic]:
    if not characteristics:
        raise Invalid(N_("A standard needs at least one characteristic."), field="characteristics")
    built = []
    for position, given in enumerate(characteristics, 1):
        values = {name: given.get(name) for name in _COPIED}
        lower, upper = values["lower"], values["upper"]
        if values["kind"] == "attribute":
            lower, upper = None, upper if upper is not None else Decimal(0)
        if lower is None and upper is None:
            raise _wrong(position, "upper", N_("Give at least one limit."))
        if lower is not None and upper is not None and lower > upper:
            raise _wrong(position, "upper", N_("The upper limit lies below the lower one."))
        built.append(Characteristic(**{**values, "lower": lower, "upper": upper}, position=position))
    return built


def _wrong(position: int, field: str, message: str) -> Invalid:
    return Invalid(message, errors={"characteristics": {str(position - 1): {field: [message]}}})


def _state(session: Session, actor: Actor, event: EventType, standard: Standard) -> None:
    names = ("number", "state", "product", "title")
    facts = {name: getattr(standard, name) for name in names}
    data = {"standard_version": standard.revision, "valid_from": standard.valid_from, "characteristics": len(standard.characteristics)}
    record(session, actor, event, standard, {**facts, **data})

"""Reading instruments, and whether one may be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.queries import record_of, records
from kesu_quality.instruments.model import Instrument
from kesu_quality.permissions import READ

SORTS = {
    "calibration_due": Instrument.calibration_due, "code": Instrument.code, "number": Instrument.number,
    "created_at": Instrument.created_at,
}  # fmt: skip
FILTERS = {"site": Instrument.site, "state": Instrument.state}
"""Query argument → the column that must equal it."""
WORDS = (Instrument.code, Instrument.name, Instrument.number)
"""Where `q` is looked for."""


def instruments(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The instruments that the actor may see, narrowed by site, state and words `q`."""
    return records(actor, READ, Instrument, args, FILTERS, WORDS)


def instrument_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Instrument:
    """The instrument with that number, if the actor may see it. Raises `NotFound`."""
    return record_of(session, actor, READ, Instrument, number, N_("There is no instrument “%(number)s”."), lock=lock)


def codes_at(session: Session, site: str) -> Sequence[str]:
    """The codes of the site's instruments in use, for choosing."""
    return session.scalars(
        select(Instrument.code).where(Instrument.site == site, Instrument.state == "in_use").order_by(Instrument.code)
    ).all()


def calibrated_until(session: Session, site: str, code: str | None, at: datetime, reason: str | None) -> date | None:
    """Until when the instrument with that code is calibrated; `None` for none, or one that is not in the register.

    Raises `Invalid` when its calibration has run out by the site's day of `at`, or it is out of use, and no `reason` is given.
    """
    known = session.scalar(select(Instrument).where(Instrument.site == site, Instrument.code == code)) if code else None
    if known is None:
        return None
    day = site_of(session, site).worktime().local_date(at)
    if (day > known.calibration_due or known.state != "in_use") and not reason:
        message = N_("%(code)s was calibrated until %(due)s or is out of use. Take another one, or say why it was used all the same.")
        raise Invalid(message, field="calibration_reason", code=known.code, due=known.calibration_due.isoformat())
    return known.calibration_due

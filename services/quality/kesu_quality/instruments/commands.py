"""Entering, calibrating and retiring instruments."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.database import next_number
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_quality import events
from kesu_quality.instruments.model import INSTRUMENT_STATES, Instrument
from kesu_quality.permissions import KEEP_INSTRUMENT


def enter_instrument(
    session: Session, actor: Actor, *, site: str, code: str, name: str, calibrated_on: date, calibration_due: date,
    certificate: str | None = None,
) -> Instrument:  # fmt: skip
    """Enter an instrument (登记). Raises `Conflict` when the site has one with this code, `Invalid` for days in the wrong order."""
    site_of(session, site)
    actor.require(KEEP_INSTRUMENT, site)
    if other := session.scalar(select(Instrument.number).where(Instrument.site == site, Instrument.code == code)):
        raise Conflict(N_("This code is taken: %(number)s."), field="code", number=other)
    _require_order(calibrated_on, calibration_due)
    made = Instrument(
        number=next_number(session, "IN", site), site=site, state=INSTRUMENT_STATES.initial, code=code, name=name,
        calibrated_on=calibrated_on, calibration_due=calibration_due, certificate=certificate,
    )  # fmt: skip
    session.add(made)
    _state(session, actor, made)
    return made


def calibrate_instrument(
    session: Session, actor: Actor, instrument: Instrument, *, calibrated_on: date, calibration_due: date, certificate: str | None = None
) -> Instrument:
    """It was calibrated (校准); one that was out of use is in use again."""
    actor.require(KEEP_INSTRUMENT, instrument.site)
    _require_order(calibrated_on, calibration_due)
    INSTRUMENT_STATES.apply(instrument, "calibrate")
    instrument.calibrated_on, instrument.calibration_due, instrument.certificate = calibrated_on, calibration_due, certificate
    _state(session, actor, instrument)
    return instrument


def retire_instrument(session: Session, actor: Actor, instrument: Instrument) -> Instrument:
    """Take it out of use (停用)."""
    actor.require(KEEP_INSTRUMENT, instrument.site)
    INSTRUMENT_STATES.apply(instrument, "retire")
    _state(session, actor, instrument)
    return instrument


def _require_order(calibrated_on: date, calibration_due: date) -> None:
    if calibration_due < calibrated_on:
        raise Invalid(N_("The calibration is due after it was made."), field="calibration_due")


def _state(session: Session, actor: Actor, instrument: Instrument) -> None:
    names = ("number", "state", "code", "name", "calibrated_on", "calibration_due")
    record(session, actor, events.INSTRUMENT_KEPT, instrument, {name: getattr(instrument, name) for name in names})

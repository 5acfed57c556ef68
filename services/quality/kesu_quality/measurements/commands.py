"""Recording a test: every value is judged here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Invalid, TooEarly
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_quality import events
from kesu_quality.cases.commands import state
from kesu_quality.cases.model import CASE_STATES, Case
from kesu_quality.instruments.queries import calibrated_until
from kesu_quality.measurements.model import MeasuredValue, Measurement
from kesu_quality.measurements.readings import readings_of
from kesu_quality.permissions import TEST
from kesu_quality.sampling.commands import count_pieces
from kesu_quality.standards.model import Characteristic, Standard
from kesu_quality.standards.queries import standard_at


def record_test(
    session: Session, actor: Actor, case: Case, *, sample: str, values: Sequence[Mapping[str, Any]], instrument: str | None = None,
    remark: str | None = None, tested_at: datetime | None = None, inspected: int | None = None, calibration_reason: str | None = None,
) -> Measurement:  # fmt: skip
    """Keep a test and judge it: values [{characteristic: position in the standard, piece, value}] (clause 4.1.3.2).

    Against the version of the standard that held when the product was made (or received, if that is not known). Fails when one value does.
    After a verdict it is kept and marked late, and its lot is not judged anew. Raises `TooEarly` without a standard, `Invalid` for values
    that do not belong to it, for fewer pieces `inspected` than have values, and for an instrument past its calibration without a reason.
    """
    actor.require(TEST, case.site)
    late = case.state in ("judged", "closed")
    CASE_STATES.apply(case, "record")
    standard = standard_for(session, case)
    judged = _judged(standard, values)
    at = tested_at or clock.now()
    due = calibrated_until(session, case.site, instrument, at, calibration_reason)
    pieces, bad = count_pieces_of(standard, judged)
    if inspected is not None and inspected < pieces:
        raise Invalid(N_("%(pieces)s pieces have values: at least so many were inspected."), field="inspected", pieces=pieces)
    pieces = inspected or pieces
    failed = [c for c in standard.characteristics if any(v.characteristic_id == c.id and not v.conforms for v in judged)]
    missing = [c for c in standard.characteristics if not any(v.characteristic_id == c.id for v in judged)]
    made = Measurement(
        number=next_number(session, "QT", case.site), case_number=case.number, standard_id=standard.id, round=case.round, sample=sample,
        instrument=instrument, remark=remark, result="fail" if failed else "pass", failed=[c.name_en for c in failed],
        missing=[c.name_en for c in missing], late=late, tested_at=at, tested_by=actor.name or actor.id,
        values=judged, inspected=pieces, bad=bad, calibration_due=due, calibration_reason=calibration_reason if due else None,
    )  # fmt: skip
    session.add(made)
    case.tests += 1
    facts = {
        "test": made.number, "standard": standard.number, "standard_version": standard.revision, "result": made.result,
        "failed": made.failed,
        "missing": made.missing, "late": late, "sample": sample, "instrument": instrument, "tested_at": made.tested_at,
        "readings": readings_of(standard, judged),
    }  # fmt: skip
    state(session, actor, events.TEST_RECORDED, case, facts)
    if not late:
        count_pieces(session, actor, case, pieces, bad)
    return made


def count_pieces_of(standard: Standard, values: Sequence[MeasuredValue]) -> tuple[int, int]:
    """How many pieces have values, and how many of them are bad (不合格品数).

    A piece is bad when one of its values is, or an attribute counts it; an attribute with a count above one tells of further bad pieces.
    """
    attributes = {c.id for c in standard.characteristics if c.kind == "attribute"}
    counted = [v for v in values if v.characteristic_id in attributes]
    bad = {v.piece for v in values if v.characteristic_id not in attributes and not v.conforms} | {v.piece for v in counted if v.value}
    more = max((int(v.value) - 1 for v in counted if v.value > 1), default=0)
    return max(len({v.piece for v in values}), len(bad) + more), len(bad) + more


def standard_for(session: Session, case: Case) -> Standard:
    """The version of the product's standard that counts for the case. Raises `TooEarly` when there is none."""
    found = standard_at(session, case.site, case.product, case.standard_day)
    if found is None:
        message = N_("There is no released standard of “%(product)s” for %(day)s. Write and release one first.")
        raise TooEarly(message, product=case.product or "–", day=case.standard_day.isoformat())
    return found


def _judged(standard: Standard, values: Sequence[Mapping[str, Any]]) -> list[MeasuredValue]:
    if not values:
        raise Invalid(N_("Enter at least one measured value."), field="values")
    by_position = {c.position: c for c in standard.characteristics}
    seen: set[tuple[int, int]] = set()
    judged = []
    for index, given in enumerate(values):
        characteristic = by_position.get(given["characteristic"])
        key = (given["characteristic"], given["piece"])
        if characteristic is None:
            raise _wrong(index, "characteristic", N_("The standard has no such characteristic."))
        if key in seen:
            raise _wrong(index, "piece", N_("This piece has a value of this characteristic already."))
        if characteristic.kind == "attribute" and (given["value"] < 0 or given["value"] != int(given["value"])):
            raise _wrong(index, "value", N_("Count the bad pieces: 0 or a whole number."))
        seen.add(key)
        judged.append(_value(characteristic, given))
    return judged


def _value(characteristic: Characteristic, given: Mapping[str, Any]) -> MeasuredValue:
    value = given["value"]
    return MeasuredValue(characteristic_id=characteristic.id, piece=given["piece"], value=value, conforms=characteristic.conforms(value))


def _wrong(index: int, field: str, message: str) -> Invalid:
    return Invalid(message, errors={"values": {str(index): {field: [message]}}})

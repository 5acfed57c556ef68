"""Planning how a lot is sampled, judging it, and what somebody has to decide about a series."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, TooEarly
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_quality import events
from kesu_quality.cases.facts import facts_of
from kesu_quality.cases.model import Case
from kesu_quality.permissions import JUDGE, SWITCH, TEST
from kesu_quality.sampling.model import ENOUGH_SCORE, SERIES_STATES, LotSample, Series
from kesu_quality.sampling.queries import sample_of
from kesu_quality.sampling.switching import count_lot, switch
from kesu_quality.sampling.tables import isolated_plan, lot_plan


def plan_sample(
    session: Session, actor: Actor, case: Case, *, lot_size: int, aql: str | None = None, level: str = "II",
    limiting_quality: str | None = None,
) -> LotSample:  # fmt: skip
    """Work out how many pieces of the case's lot are inspected: by AQL as a lot of its product's series, or by limiting quality as a lot
    that stands alone (exactly one of both, which the schema sees to).

    Planned again before the lot is judged, the new plan counts what was inspected so far. Raises `Conflict` afterwards, and `TooEarly`
    while
    inspection of the series is discontinued.
    """
    actor.require(TEST, case.site)
    found = sample_of(session, case)
    if found is not None and found.accepted is not None:
        raise Conflict(N_("The lot was judged already. Revise the verdict to test anew."), field="lot_size")
    planned = found or LotSample(case_number=case.number, round=case.round, inspected=0, bad=0)
    if aql is not None:
        series = _series(session, actor, case, aql, level)
        if series.state == "discontinued":
            raise TooEarly(N_("Inspection of %(product)s is discontinued: %(series)s."), product=series.product, series=series.number)
        plan = lot_plan(lot_size, aql, level, series.state)
        planned.series, planned.aql, planned.level, planned.severity = series.number, aql, level, series.state
        planned.limiting_quality = None
    else:
        plan = isolated_plan(lot_size, str(limiting_quality))
        planned.series = planned.aql = planned.level = planned.severity = None
        planned.limiting_quality = limiting_quality
    planned.lot_size, planned.letter, planned.n, planned.ac, planned.source = lot_size, plan.letter, plan.n, plan.ac, plan.source
    session.add(planned)
    return planned


def count_pieces(session: Session, actor: Actor, case: Case, inspected: int, bad: int) -> LotSample | None:
    """Pieces of the lot were inspected: judge it as soon as that is possible. Without a plan, or after the judgement, nothing happens."""
    sample = sample_of(session, case)
    if sample is None or sample.accepted is not None:
        return sample
    sample.inspected += inspected
    sample.bad += bad
    if sample.bad > sample.ac:
        _judge(session, actor, case, sample, False)
    elif sample.inspected >= sample.n:
        _judge(session, actor, case, sample, True)
    return sample


def reduce_inspection(session: Session, actor: Actor, series: Series, reason: str) -> Series:
    """Inspect less from now on (转放宽检验): the score is high enough and the reason says that production is steady (9.3.3)."""
    actor.require(SWITCH, series.site)
    SERIES_STATES.next(series.state, "reduce")
    if not series.may_be_reduced:
        message = N_("The switching score is %(score)s. Inspection can be reduced from %(enough)s on.")
        raise Conflict(message, score=series.score, enough=ENOUGH_SCORE)
    return _decided(session, actor, series, "reduce", reason)


def restore_inspection(session: Session, actor: Actor, series: Series, reason: str) -> Series:
    """Go back from reduced to normal inspection (转正常检验), as when production is irregular or delayed (9.3.4)."""
    actor.require(JUDGE, series.site)
    return _decided(session, actor, series, "restore", reason)


def resume_inspection(session: Session, actor: Actor, series: Series, reason: str) -> Series:
    """Inspect again after the cause was removed (恢复检验), tightened to begin with (9.4)."""
    actor.require(SWITCH, series.site)
    return _decided(session, actor, series, "resume", reason)


def _decided(session: Session, actor: Actor, series: Series, command: str, reason: str) -> Series:
    before = series.state
    switch(series, command)
    series.note = reason
    _switched(session, actor, series, before, reason)
    return series


def _judge(session: Session, actor: Actor, case: Case, sample: LotSample, accepted: bool) -> None:
    sample.accepted, sample.judged_at = accepted, clock.now()
    names = ("lot_size", "aql", "limiting_quality", "severity", "n", "ac", "inspected", "bad", "accepted")
    data = {**facts_of(case), "series": sample.series, **{name: getattr(sample, name) for name in names}}
    record(session, actor, events.LOT_JUDGED, case, data, case=case.complaint)
    series = session.scalar(select(Series).where(Series.number == sample.series).with_for_update()) if sample.series else None
    # A lot that was planned before others of its series switched the severity, or discontinued it, does not count in the new one.
    if series is not None and series.state == sample.severity and case.round == 1:
        before = series.state
        if count_lot(series, sample, accepted):
            _switched(session, actor, series, before, None)


def _series(session: Session, actor: Actor, case: Case, aql: str, level: str) -> Series:
    key = {"site": case.site, "product": case.product or "", "aql": aql, "level": level}
    wanted = select(Series).filter_by(**key).with_for_update()
    found = session.scalar(wanted)
    if found is None:
        now = clock.now()
        values: dict[str, Any] = {
            **key, "id": uuid7(), "number": next_number(session, "SR", case.site), "state": SERIES_STATES.initial, "score": 0,
            "rejected": 0,
            "lots": 0, "recent": [], "version": 1, "created_at": now, "updated_at": now,
        }  # fmt: skip
        # Two who plan the first lots of a product at the same moment have one series.
        session.execute(insert(Series).values(**values).on_conflict_do_nothing(constraint="uq_sampling_series_key"))
        found = session.scalars(wanted).one()
    return found


def _switched(session: Session, actor: Actor, series: Series, before: str, reason: str | None) -> None:
    data = {"series": series.number, "product": series.product, "aql": series.aql, "level": series.level}
    record(session, actor, events.SAMPLING_SWITCHED, series, {**data, "before": before, "state": series.state, "reason": reason})

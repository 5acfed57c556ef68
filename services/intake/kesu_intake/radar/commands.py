"""Looking for rises, deciding about them, and setting by which parameters a site looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number, one_at_a_time
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task
from kesu_intake import events, tasks
from kesu_intake.complaints.queries import beginning
from kesu_intake.complaints.severity import rank
from kesu_intake.permissions import DECIDE_RISE, TUNE_RADAR
from kesu_intake.radar.counts import Series, complaints_in, names_of, series_of
from kesu_intake.radar.facts import facts_of
from kesu_intake.radar.model import RISE_STATES, RadarParameters, Rise
from kesu_intake.radar.queries import customers_of, parameters_of
from kesu_intake.radar.rates import Finding, Parameters, judge

INTAKE = Actor.service("intake")


def look_for_rises(session: Session, site: str) -> list[Rise]:
    """Propose every rise of a site that nobody was told of, with a task for QA; today counts.

    One that is proposed already, and complaints of one that was decided, raise nothing again. Two workers at once take turns.
    """
    one_at_a_time(session, "radar", site)
    parameters, zone = parameters_of(session, site), site_of(session, site).worktime().zone
    end = beginning(clock.now().astimezone(zone).date() + timedelta(days=1), zone)
    weeks = parameters.window_weeks + parameters.baseline_weeks
    known = session.scalars(select(Rise).where(Rise.site == site)).all()
    raised = []
    for series in series_of(session, site, end, weeks, parameters.window_weeks, parameters.least):
        earlier = [rise for rise in known if (rise.product, rise.by, rise.value) == (series.product, series.by, series.value)]
        if judge(series.weekly, parameters).found_by is None or any(rise.state == "raised" for rise in earlier):
            continue
        told = {number for rise in earlier for number in rise.complaints}
        new = [row for row in complaints_in(session, site, series, end, parameters.window_weeks) if row[0] not in told]
        series.weekly[-parameters.window_weeks :] = _weekly([row[3] for row in new], parameters.window_weeks)
        finding = judge(series.weekly, parameters)
        if finding.found_by is not None:
            raised.append(_raise(session, site, series, finding, new, end, parameters))
    return raised


def accept_rise(session: Session, actor: Actor, rise: Rise, *, reason: str) -> Rise:
    """One corrective action for all complaints of the rise: capa opens it when it hears so."""
    return _decide(session, actor, rise, "accept", reason)


def dismiss_rise(session: Session, actor: Actor, rise: Rise, *, reason: str) -> Rise:
    """No action, and why; these complaints raise nothing again."""
    return _decide(session, actor, rise, "dismiss", reason)


def tune_radar(session: Session, actor: Actor, site: str, **values: Any) -> Parameters:
    """Set by which parameters a site looks for rises. Raises `Invalid` for a baseline shorter than the window."""
    of_site = site_of(session, site)
    actor.require(TUNE_RADAR, site)
    parameters = Parameters(**values)
    if parameters.baseline_weeks < parameters.window_weeks:
        raise Invalid(N_("The baseline is at least as long as the window."), field="baseline_weeks")
    one_at_a_time(session, "radar", site)
    own = session.get(RadarParameters, of_site.code) or RadarParameters(site=of_site.code)
    for name, value in asdict(parameters).items():
        setattr(own, name, value)
    own.changed_by = actor.name or actor.id
    session.add(own)
    record(session, actor, events.RADAR_TUNED, own, {"site": of_site.code, **asdict(parameters)})
    return parameters


def _raise(
    session: Session, site: str, series: Series, finding: Finding, new: Sequence[Any], end: datetime, parameters: Parameters
) -> Rise:
    zh, en = names_of(session, series.value) if series.by == "defect" else (None, None)
    rise = Rise(
        number=next_number(session, "RD", site),
        site=site,
        state=RISE_STATES.initial,
        product=series.product,
        by=series.by,
        value=series.value,
        name_zh=zh,
        name_en=en,
        window_begin=(end - timedelta(weeks=parameters.window_weeks)).date(),
        window_end=end.date(),
        window_weeks=parameters.window_weeks,
        weekly=series.weekly,
        observed=finding.observed,
        expected=finding.expected,
        probability=finding.probability,
        cusum=finding.cusum,
        found_by=finding.found_by,
        complaints=[row[0] for row in new],
        severity=max((row[2] for row in new), key=rank),
    )
    session.add(rise)
    session.flush()
    record(session, INTAKE, events.RADAR_RAISED, rise, facts_of(rise, [(row[0], row[1]) for row in new]))
    params = {"product": rise.product, "what": zh or en or rise.value}
    open_task(session, INTAKE, tasks.DECIDE_RISE, subject=rise.number, site=site, params=params)
    return rise


def _decide(session: Session, actor: Actor, rise: Rise, command: str, reason: str) -> Rise:
    actor.require(DECIDE_RISE, rise.site)
    RISE_STATES.apply(rise, command)
    rise.reason, rise.decided_by, rise.decided_at = reason, actor.name or actor.id, clock.now()
    event = events.RADAR_ACCEPTED if command == "accept" else events.RADAR_DISMISSED
    record(session, actor, event, rise, {**facts_of(rise, customers_of(session, rise)), "reason": reason})
    finish_task(session, actor, tasks.DECIDE_RISE, rise.number, rise.state)
    return rise


def _weekly(weeks_ago: Sequence[int], weeks: int) -> list[int]:
    return [weeks_ago.count(week) for week in range(weeks - 1, -1, -1)]

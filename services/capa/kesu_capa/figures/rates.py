"""Rates by site, department and month from single outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_capa.figures.outcomes import DEADLINES, Outcome, effective, in_time, repeated
from kesu_capa.figures.share import Share
from kesu_common.people.actors import Actor
from kesu_common.people.copies import sites_of

BY = ("site", "department", "month")


@dataclass(frozen=True)
class Line:
    """A rate of one group: a site, a department, or a month `YYYY-MM` of the site's calendar."""

    name: str
    share: Share


@dataclass(frozen=True)
class Group:
    """A group with its share of every rate."""

    name: str
    shares: Sequence[Share]


@dataclass(frozen=True)
class Rate:
    """A rate over all, and of each group."""

    name: str
    whole: Share
    lines: Sequence[Line]


def rates(session: Session, actor: Actor, since: datetime, *, by: str, days: int, site: str | None, department: str | None) -> list[Rate]:
    """Effectiveness, punctuality (D3, plan, actions, closure) and repetition, narrowed to a site or a department."""
    zones = {known.code: ZoneInfo(known.timezone) for known in sites_of(session)}
    found: dict[str, list[Outcome]] = {"effective": effective(session, actor, since)}
    found |= {name: in_time(session, actor, kind, since) for name, kind in DEADLINES.items()}
    found["repeated"] = repeated(session, actor, since, days)
    return [_rate(name, _only(outcomes, site, department), _group(by, zones)) for name, outcomes in found.items()]


def by_group(found: Sequence[Rate]) -> list[Group]:
    """The same with the groups as rows: every rate's share of each, in the order of `found`."""
    known = [{line.name: line.share for line in rate.lines} for rate in found]
    return [Group(name, [shares.get(name, Share(0, 0)) for shares in known]) for name in sorted({*chain.from_iterable(known)})]


def _only(outcomes: Iterable[Outcome], site: str | None, department: str | None) -> list[Outcome]:
    return [o for o in outcomes if site in (None, o.site) and department in (None, o.department)]


def _group(by: str, zones: Mapping[str, ZoneInfo]) -> Callable[[Outcome], str]:
    if by == "month":
        return lambda o: f"{o.at.astimezone(zones[o.site]):%Y-%m}"
    return lambda o: o.site if by == "site" else o.department


def _rate(name: str, outcomes: Sequence[Outcome], group: Callable[[Outcome], str]) -> Rate:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        groups[group(outcome)].append(outcome.good)
    lines = [Line(key, Share(sum(good), len(good))) for key, good in sorted(groups.items())]
    return Rate(name, Share(sum(o.good for o in outcomes), len(outcomes)), lines)

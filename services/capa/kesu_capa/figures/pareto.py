"""Which causes there are most of (柏拉图), and where the bars and points of the chart lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kesu_capa.capas.model import Capa
from kesu_capa.copies.model import KnownVerdict
from kesu_capa.permissions import READ
from kesu_common.people.actors import Actor, scoped

BY: Mapping[str, InstrumentedAttribute[Any]] = {
    "defect": Capa.defect_code,
    "product": Capa.product,
    "department": Capa.responsible_department,
    "source": Capa.source,
}
"""What can be counted by."""
MOST = 25
WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM, _WIDEST = 34, 44, 12, 40, 110


@dataclass(frozen=True)
class Cause:
    """A cause, how many reports have it, the share of it and all more frequent ones together, and its names where there are some."""

    code: str
    number: int
    cumulative: float
    zh: str | None = None
    en: str | None = None


@dataclass(frozen=True)
class Bar:
    """A bar of the chart, and the point of the cumulative line above it."""

    cause: Cause
    x: float
    y: float
    width: float
    height: float
    line_x: float
    line_y: float


def pareto(session: Session, actor: Actor, since: datetime, *, by: str, product: str | None = None, site: str | None = None) -> list[Cause]:
    """Reports opened since then that were not declined, by one of `BY`, the most frequent first; those without are left out."""
    rows = _counted(session, actor, _narrow(select(BY[by], func.count()), since, product, site).where(BY[by].is_not(None)).group_by(BY[by]))
    names = _names(session, [code for code, _ in rows]) if by == "defect" else {}
    total, so_far, found = sum(number for _, number in rows), 0, []
    for code, number in rows:
        so_far += number
        found.append(Cause(code, number, so_far / total, *names.get(code, (None, None))))
    return found[:MOST]


def bars(causes: Sequence[Cause]) -> list[Bar]:
    """The chart: bars from the left, the cumulative share above on its own scale of 0 to 100 %."""
    if not causes:
        return []
    most, room = causes[0].number, HEIGHT - _TOP - _BOTTOM
    step = min((WIDTH - _LEFT - _RIGHT) / len(causes), _WIDEST)
    drawn = []
    for at, cause in enumerate(causes):
        height, x = cause.number / most * room, _LEFT + at * step
        drawn.append(Bar(cause, x + 2, _TOP + room - height, step - 4, height, x + step / 2, _TOP + (1 - cause.cumulative) * room))
    return drawn


def _narrow(statement: Select[Any], since: datetime, product: str | None, site: str | None) -> Select[Any]:
    wanted = statement.where(Capa.created_at >= since, Capa.state != "declined")
    wanted = wanted.where(Capa.product == product) if product else wanted
    return wanted.where(Capa.site == site) if site else wanted


def _counted(session: Session, actor: Actor, statement: Select[Any]) -> list[tuple[str, int]]:
    rows = session.execute(scoped(statement, actor, READ, Capa.site)).all()
    return sorted(((str(code), int(number)) for code, number in rows), key=lambda row: (-row[1], row[0]))


def _names(session: Session, codes: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """Chinese and English names of defects, as the verdicts had them."""
    wanted = select(KnownVerdict.defect_code, func.max(KnownVerdict.defect_zh), func.max(KnownVerdict.defect_en))
    rows = session.execute(wanted.where(KnownVerdict.defect_code.in_(codes)).group_by(KnownVerdict.defect_code))
    return {str(code): (zh, en) for code, zh, en in rows}

"""Which causes there are most of (柏拉图), and where the bars and points of the chart lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kesu_capa.capas.model import Capa
from kesu_capa.causes.model import Cause
from kesu_capa.copies.model import KnownVerdict
from kesu_capa.permissions import READ
from kesu_common.people.actors import Actor, scoped

COLUMNS: Mapping[str, InstrumentedAttribute[Any]] = {
    "defect": Capa.defect_code,
    "product": Capa.product,
    "department": Capa.responsible_department,
    "source": Capa.source,
}
BY = (*COLUMNS, "category")
"""What can be counted by; the category is that of the verified root causes in the fish bone (人机料法测环)."""
MOST = 25
WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM, _WIDEST = 34, 44, 12, 40, 110


@dataclass(frozen=True)
class Counted:
    """A cause, how many reports have it, the share of it and all more frequent ones together, and its names where there are some."""

    code: str
    number: int
    cumulative: float
    zh: str | None = None
    en: str | None = None


@dataclass(frozen=True)
class Bar:
    """A bar of the chart, and the point of the cumulative line above it."""

    cause: Counted
    x: float
    y: float
    width: float
    height: float
    line_x: float
    line_y: float


def pareto(
    session: Session, actor: Actor, since: datetime, *, by: str, product: str | None = None, site: str | None = None
) -> list[Counted]:
    """Reports opened since then, without declined and joined ones, by one of `BY`, the most frequent first."""
    if by == "category":
        rows = _categories(session, scoped(_narrow(select(Capa.id), since, product, site), actor, READ, Capa.site))
    else:
        column = COLUMNS[by]
        counted = _narrow(select(column, func.count()), since, product, site).where(column.is_not(None)).group_by(column)
        rows = _sorted(session.execute(scoped(counted, actor, READ, Capa.site)).all())
    names = _names(session, [code for code, _ in rows]) if by == "defect" else {}
    total, so_far, found = sum(number for _, number in rows), 0, []
    for code, number in rows:
        so_far += number
        found.append(Counted(code, number, so_far / total, *names.get(code, (None, None))))
    return found[:MOST]


def bars(causes: Sequence[Counted]) -> list[Bar]:
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
    wanted = statement.where(Capa.created_at >= since, Capa.state.not_in(("declined", "joined")))
    wanted = wanted.where(Capa.product == product) if product else wanted
    return wanted.where(Capa.site == site) if site else wanted


def _categories(session: Session, reports: Select[Any]) -> list[tuple[str, int]]:
    """Each report counts once for every bone on which a root cause of it lies; a cause below another lies on the bone of its tree."""
    known: dict[UUID, dict[int, Cause]] = {}
    for cause in session.scalars(select(Cause).where(Cause.capa_id.in_(reports))):
        known.setdefault(cause.capa_id, {})[cause.line] = cause
    found: Counter[str] = Counter()
    for causes in known.values():
        found.update({bone for cause in causes.values() if cause.is_root and (bone := _bone(cause, causes))})
    return _sorted(found.items())


def _bone(cause: Cause, causes: Mapping[int, Cause]) -> str | None:
    while cause.branch is None and cause.below is not None:
        cause = causes[cause.below]
    return cause.branch


def _sorted(rows: Iterable[Any]) -> list[tuple[str, int]]:
    return sorted(((str(code), int(number)) for code, number in rows), key=lambda row: (-row[1], row[0]))


def _names(session: Session, codes: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """Chinese and English names of defects, as the verdicts had them."""
    wanted = select(KnownVerdict.defect_code, func.max(KnownVerdict.defect_zh), func.max(KnownVerdict.defect_en))
    rows = session.execute(wanted.where(KnownVerdict.defect_code.in_(codes)).group_by(KnownVerdict.defect_code))
    return {str(code): (zh, en) for code, zh, en in rows}

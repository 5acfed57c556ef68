"""Reading series and the samples of lots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_quality.cases.model import Case
from kesu_quality.permissions import READ
from kesu_quality.sampling.model import LotSample, Series

SORTS = {"created_at": Series.created_at, "number": Series.number, "product": Series.product}
FILTERS = {"site": Series.site, "state": Series.state, "product": Series.product}
"""Query argument → the column that must equal it."""
WORDS = (Series.product, Series.number)
"""Where `q` is looked for."""


def series_list(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The series that the actor may see, narrowed by site, state, product and words `q`."""
    return records(actor, READ, Series, args, FILTERS, WORDS)


def series_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Series:
    """The series with that number, if the actor may see it. Raises `NotFound`."""
    return record_of(session, actor, READ, Series, number, N_("There is no series “%(number)s”."), lock=lock)


def lots_of(session: Session, series: str, most: int = 50) -> Sequence[LotSample]:
    """The series' lots, newest first."""
    wanted = select(LotSample).where(LotSample.series == series).order_by(LotSample.planned_at.desc(), LotSample.id.desc())
    return session.scalars(wanted.limit(most)).all()


def sample_of(session: Session, case: Case) -> LotSample | None:
    """How the case's lot is sampled in this round; `None` while nobody has planned it."""
    return session.scalar(select(LotSample).where(LotSample.case_number == case.number, LotSample.round == case.round))


def samples_of(session: Session, case: str) -> Sequence[LotSample]:
    """The plans of all rounds, oldest first."""
    return session.scalars(select(LotSample).where(LotSample.case_number == case).order_by(LotSample.round)).all()

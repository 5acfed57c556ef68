"""Judging by the clock the effects that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kesu_capa.capas.model import Capa
from kesu_capa.effect.commands import judge_effect
from kesu_common.jobs import Job

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime


def judge_due(runtime: Runtime) -> None:
    """Look at every report that waits for its figures, each in a transaction of its own."""
    waiting = select(Capa.id).where(Capa.state == "verifying", Capa.effect_amount.is_not(None), Capa.effect_judged_at.is_(None))
    with runtime.database.transaction() as session:
        ids = session.scalars(waiting).all()
    for one in ids:
        with runtime.database.transaction() as session:
            capa = session.scalar(select(Capa).where(Capa.id == one).with_for_update(skip_locked=True))
            if capa is not None:
                judge_effect(session, capa)


JUDGE = Job("effect", 3600, judge_due)
"""Every hour: deliveries come in by the day."""

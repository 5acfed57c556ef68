"""What Prometheus is told about corrective actions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import FINAL, Capa
from kesu_common.service import Gauge


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_capa_open_capas{site,state,severity}`: reports that are neither closed nor declined."""
    columns = (Capa.site, Capa.state, Capa.severity)
    counted = select(*columns, func.count()).where(Capa.state.not_in(FINAL)).group_by(*columns)
    for site, state, severity, count in session.execute(counted):
        yield Gauge("open_capas", {"site": site, "state": state, "severity": severity}, count)

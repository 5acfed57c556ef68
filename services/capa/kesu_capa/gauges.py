"""What Prometheus is told about corrective actions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kesu_capa.capas.model import FINAL, Capa
from kesu_common.queries import counted
from kesu_common.service import Gauge


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_capa_open_capas{site,state,severity}`: reports that are neither closed nor declined."""
    return counted(session, "open_capas", Capa.site, Capa.state, Capa.severity, where=Capa.state.not_in(FINAL))

"""What Prometheus is told about the complaints themselves."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.service import Gauge
from kesu_intake.complaints.model import FINAL, Complaint


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_intake_open_complaints{site,state,severity}`: complaints that are neither closed nor withdrawn."""
    columns = (Complaint.site, Complaint.state, Complaint.severity)
    counted = select(*columns, func.count()).where(Complaint.state.not_in(FINAL)).group_by(*columns)
    for site, state, severity, count in session.execute(counted):
        yield Gauge("open_complaints", {"site": site, "state": state, "severity": severity}, count)

"""What Prometheus is told about the complaints themselves."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kesu_common.queries import counted
from kesu_common.service import Gauge
from kesu_intake.complaints.model import FINAL, Complaint


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_intake_open_complaints{site,state,severity}`: complaints that are neither closed nor withdrawn."""
    return counted(session, "open_complaints", Complaint.site, Complaint.state, Complaint.severity, where=Complaint.state.not_in(FINAL))

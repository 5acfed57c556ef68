"""What Prometheus is told about the complaints themselves."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kesu_common.queries import counted
from kesu_common.service import Gauge
from kesu_intake.complaints.model import FINAL, Complaint
from kesu_intake.drafts.model import Draft


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_intake_open_complaints{site,state,severity}`: complaints that are neither closed nor withdrawn;
    `kesu_intake_waiting_drafts{site}`: e-mails about which nobody has decided."""
    yield from counted(session, "open_complaints", Complaint.site, Complaint.state, Complaint.severity, where=Complaint.state.not_in(FINAL))
    yield from counted(session, "waiting_drafts", Draft.site, where=Draft.state == "waiting")

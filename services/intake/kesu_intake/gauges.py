"""What Prometheus is told about the complaints themselves."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kesu_common.queries import counted
from kesu_common.service import Gauge
from kesu_intake.complaints.model import FINAL, Complaint
from kesu_intake.contacts.model import FINAL as CONTACT_FINAL
from kesu_intake.contacts.model import Contact
from kesu_intake.contacts.queries import is_overdue
from kesu_intake.customers.model import Customer
from kesu_intake.drafts.model import Draft
from kesu_intake.service_files.queries import lacks_file


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_intake_open_complaints{site,state,severity}`: complaints that are neither closed nor withdrawn.

    `…_open_contacts{site,kind,state}`: contacts that have not come to their end; `…_contact_replies_late{site}`: those whose customer
    should have heard from us; `…_service_file_gaps{site}`: tier A customers without a service file; `…_waiting_drafts{site}`: e-mails about
    which nobody has decided.
    """
    yield from counted(session, "open_complaints", Complaint.site, Complaint.state, Complaint.severity, where=Complaint.state.not_in(FINAL))
    yield from counted(session, "open_contacts", Contact.site, Contact.kind, Contact.state, where=Contact.state.not_in(CONTACT_FINAL))
    yield from counted(session, "service_file_gaps", Customer.site, where=lacks_file())
    yield from counted(session, "contact_replies_late", Contact.site, where=is_overdue())
    yield from counted(session, "waiting_drafts", Draft.site, where=Draft.state == "waiting")

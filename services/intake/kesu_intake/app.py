"""Intake (客诉受理) as one description: what the web application, the worker, the command line and the documents are made from."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.service import NavItem, Service
from kesu_intake.complaints.api import api as complaints_api
from kesu_intake.complaints.exports import pages as export_pages
from kesu_intake.complaints.imports import COMPLAINTS
from kesu_intake.complaints.model import COMPLAINT_STATES
from kesu_intake.complaints.pages import pages as complaint_pages
from kesu_intake.complaints.printing import pages as print_pages
from kesu_intake.complaints.report import pages as report_pages
from kesu_intake.confirmations.pages import pages as confirmation_pages
from kesu_intake.customers.api import api as customers_api
from kesu_intake.customers.imports import CUSTOMERS
from kesu_intake.customers.model import CUSTOMER_STATES
from kesu_intake.customers.pages import pages as customer_pages
from kesu_intake.database import Base
from kesu_intake.dispatches.model import DISPATCH_STATES
from kesu_intake.events import EVENTS
from kesu_intake.followups.model import FOLLOWUP_STATES
from kesu_intake.gauges import gauges
from kesu_intake.permissions import ACTIONS, READ
from kesu_intake.radar.api import api as rises_api
from kesu_intake.radar.clock import LOOK
from kesu_intake.radar.model import RISE_STATES
from kesu_intake.radar.pages import pages as radar_pages
from kesu_intake.reactions import REACTIONS
from kesu_intake.saved_filters.api import api as saved_filters_api
from kesu_intake.saved_filters.pages import pages as saved_filter_pages
from kesu_intake.tasks import TASKS

service = Service(
    name="intake",
    package="kesu_intake",
    title=N_("Complaints"),
    metadata=Base.metadata,
    reading=READ,
    actions=ACTIONS,
    events=EVENTS,
    reactions=REACTIONS,
    states=(COMPLAINT_STATES, CUSTOMER_STATES, DISPATCH_STATES, FOLLOWUP_STATES, RISE_STATES),
    tasks=TASKS,
    imports=(CUSTOMERS, COMPLAINTS),
    apis=(complaints_api, customers_api, saved_filters_api, rises_api),
    pages=(export_pages, report_pages, complaint_pages, print_pages, confirmation_pages, customer_pages, saved_filter_pages, radar_pages),
    nav=(
        NavItem(N_("Complaints"), "/complaints/", READ, icon="message-report"),
        NavItem(N_("Customers"), "/customers/", READ, icon="users"),
        NavItem(N_("Radar"), "/rises/", READ, icon="chart-line"),
    ),
    gauges=gauges,
    jobs=(LOOK,),
)
"""What runs as `kesu intake …`."""

"""Intake (客诉受理) as one description: what the web application, the worker, the command line and the documents are made from."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.jobs import Job
from kesu_common.service import NavItem, Service
from kesu_intake.agreements.api import api as agreements_api
from kesu_intake.agreements.model import AGREEMENT_STATES
from kesu_intake.agreements.pages import pages as agreement_pages
from kesu_intake.appointments.model import APPOINTMENT_STATES
from kesu_intake.complaints.api import api as complaints_api
from kesu_intake.complaints.exports import pages as export_pages
from kesu_intake.complaints.filling import pages as filling_pages
from kesu_intake.complaints.imports import COMPLAINTS
from kesu_intake.complaints.model import COMPLAINT_STATES
from kesu_intake.complaints.pages import pages as complaint_pages
from kesu_intake.complaints.printing import pages as print_pages
from kesu_intake.complaints.report import pages as report_pages
from kesu_intake.confirmations.pages import pages as confirmation_pages
from kesu_intake.contacts.api import api as contacts_api
from kesu_intake.contacts.model import CONTACT_STATES
from kesu_intake.contacts.pages import pages as contact_pages
from kesu_intake.customers.api import api as customers_api
from kesu_intake.customers.imports import CUSTOMERS
from kesu_intake.customers.model import CUSTOMER_STATES
from kesu_intake.customers.pages import pages as customer_pages
from kesu_intake.customers.people_imports import PEOPLE
from kesu_intake.database import Base
from kesu_intake.dispatches.model import DISPATCH_STATES
from kesu_intake.drafts.api import api as drafts_api
from kesu_intake.drafts.model import DRAFT_STATES
from kesu_intake.drafts.pages import pages as draft_pages
from kesu_intake.drafts.smtp import receive_mail
from kesu_intake.events import EVENTS
from kesu_intake.followups.api import api as followups_api
from kesu_intake.followups.model import FOLLOWUP_STATES
from kesu_intake.followups.pages import pages as followup_pages
from kesu_intake.gauges import gauges
from kesu_intake.glossary.api import api as glossary_api
from kesu_intake.glossary.imports import TERMS
from kesu_intake.glossary.pages import pages as glossary_pages
from kesu_intake.mails.api import api as mails_api
from kesu_intake.mails.delivery import send_mails
from kesu_intake.mails.model import MAIL_STATES
from kesu_intake.originals.api import api as originals_api
from kesu_intake.originals.commands import log_download
from kesu_intake.originals.pages import pages as original_pages
from kesu_intake.permissions import ACTIONS, READ, READ_DRAFTS
from kesu_intake.portal.api import api as portal_api
from kesu_intake.portal.links_pages import pages as portal_link_pages
from kesu_intake.portal.pages import pages as portal_pages
from kesu_intake.questions.model import QUESTION_STATES
from kesu_intake.radar.api import api as rises_api
from kesu_intake.radar.clock import LOOK
from kesu_intake.radar.model import RISE_STATES
from kesu_intake.radar.pages import pages as radar_pages
from kesu_intake.reactions import REACTIONS
from kesu_intake.saved_filters.api import api as saved_filters_api
from kesu_intake.saved_filters.pages import pages as saved_filter_pages
from kesu_intake.talks.api import api as talks_api
from kesu_intake.talks.model import TALK_STATES
from kesu_intake.talks.pages import pages as talk_pages
from kesu_intake.tasks import TASKS
from kesu_intake.test_reports.pages import pages as test_report_pages
from kesu_intake.tiers.api import api as tiers_api
from kesu_intake.tiers.pages import pages as tier_pages
from kesu_intake.visits.api import api as visits_api
from kesu_intake.visits.model import VISIT_STATES
from kesu_intake.visits.pages import pages as visit_pages
from kesu_intake.working_texts.pages import pages as checking_pages

service = Service(
    name="intake",
    package="kesu_intake",
    title=N_("Complaints"),
    metadata=Base.metadata,
    reading=READ,
    actions=ACTIONS,
    events=EVENTS,
    reactions=REACTIONS,
    states=(
        COMPLAINT_STATES,
        CUSTOMER_STATES,
        DISPATCH_STATES,
        FOLLOWUP_STATES,
        CONTACT_STATES,
        QUESTION_STATES,
        APPOINTMENT_STATES,
        VISIT_STATES,
        AGREEMENT_STATES,
        DRAFT_STATES,
        MAIL_STATES,
        TALK_STATES,
        RISE_STATES,
    ),
    tasks=TASKS,
    imports=(
        CUSTOMERS,
        COMPLAINTS,
        PEOPLE,
        TERMS,
    ),
    apis=(
        complaints_api,
        customers_api,
        contacts_api,
        visits_api,
        agreements_api,
        tiers_api,
        originals_api,
        portal_api,
        drafts_api,
        glossary_api,
        mails_api,
        saved_filters_api,
        rises_api,
        followups_api,
        talks_api,
    ),
    pages=(
        complaint_pages,
        print_pages,
        test_report_pages,
        report_pages,
        export_pages,
        saved_filter_pages,
        radar_pages,
        confirmation_pages,
        followup_pages,
        talk_pages,
        customer_pages,
        contact_pages,
        visit_pages,
        agreement_pages,
        tier_pages,
        filling_pages,
        original_pages,
        portal_pages,
        portal_link_pages,
        draft_pages,
        glossary_pages,
        checking_pages,
    ),
    nav=(
        NavItem(N_("Complaints"), "/complaints/", READ, icon="message-report"),
        NavItem(N_("Contacts with customers"), "/contacts/", READ, icon="phone"),
        NavItem(N_("Customers"), "/customers/", READ, icon="users"),
        NavItem(N_("Follow-up"), "/followups/", READ, icon="user-check"),
        NavItem(N_("Talks"), "/talks/", READ, icon="message-2"),
        NavItem(N_("E-mails"), "/drafts/", READ_DRAFTS, icon="mail"),
        NavItem(N_("Glossary"), "/glossary/", READ, icon="language"),
        NavItem(N_("Radar"), "/rises/", READ, icon="chart-line"),
    ),
    gauges=gauges,
    threads={"mail": receive_mail},
    downloaded=log_download,
    jobs=(Job("mails", 5, send_mails), LOOK),
    tones={"bounced": "bad", "unclear": "warn", "queued": "busy", "sending": "busy", "sent": "good", "replaced": "calm"},
)
"""What runs as `kesu intake …`."""

"""Codes and names of facts that pages put into words, marked for translation."""

from __future__ import annotations

from kesu_common.i18n import N_

CODES = (
    N_("Phone"), N_("Email"), N_("Letter"), N_("Visit"), N_("Portal"), N_("Warehouse"), N_("Survey"), N_("Message"),
    N_("Unstated"), N_("Answer"), N_("Exchange"), N_("Return"), N_("Rework"), N_("Compensation"), N_("Explain"), N_("Goodwill"),
    N_("Minor"), N_("Major"), N_("Critical"),
    N_("Quality"), N_("Rnd"), N_("Production"), N_("Sales"), N_("Lead"), N_("Gm"),
    N_("Ours"), N_("Not ours"), N_("No fault found"), N_("Undetermined"),
    N_("Zh"), N_("En"), N_("Ja"), N_("Ko"), N_("Ru"), N_("De"), N_("Fr"), N_("Es"), N_("Other"),
    N_("In"), N_("Out"), N_("Link"), N_("Evidence"), N_("Silence"), N_("Reminder"), N_("Original"), N_("Photo"),
    N_("Requested"), N_("Approved"), N_("Rejected"), N_("Authorised"), N_("Received"), N_("Replacing"),
    N_("Opened"), N_("Contained"), N_("Analysed"), N_("Planned"), N_("Verified"), N_("Declined"), N_("Reopened"),
)  # fmt: skip
"""Channels, claims, severities, departments, verdicts, languages and states of other departments' records."""

FACTS = {
    "customer.registered": (N_("Customer entered"), "user"),
    "customer.changed": (N_("Customer changed"), "edit"),
    "complaint.registered": (N_("Registered"), "message-report"),
    "complaint.acknowledged": (N_("Acknowledged to the customer"), "mail"),
    "complaint.attached": (N_("File attached"), "paperclip"),
    "complaint.translated": (N_("Translated"), "language"),
    "complaint.dispatched": (N_("Dispatched to departments"), "send"),
    "complaint.answered": (N_("A department answered"), "message-2"),
    "complaint.escalated": (N_("Escalated: corrective action report"), "urgent"),
    "complaint.settled": (N_("Settled with the customer"), "heart-handshake"),
    "complaint.replied": (N_("Replied to the customer"), "mail"),
    "complaint.confirmed": (N_("Confirmed by the customer"), "thumb-up"),
    "complaint.disputed": (N_("The customer disagrees"), "thumb-down"),
    "complaint.closed": (N_("Closed"), "circle-check"),
    "complaint.reopened": (N_("Reopened"), "refresh"),
    "complaint.withdrawn": (N_("Withdrawn"), "ban"),
    "followup.recorded": (N_("Follow-up recorded"), "phone"),
    "exchange.logged": (N_("Exchange with the customer"), "message"),
}
"""What a history calls each fact, and its icon. Facts about tasks are left out there: their effects are in it."""

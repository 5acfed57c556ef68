"""The facts that intake states, each with its schema and a frozen example. Others build on them: a changed meaning is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kesu_common.events import EventType, SchemaClass
from kesu_intake.agreements.facts import AGREEMENT_EVENTS
from kesu_intake.complaints.facts import EXAMPLE, ComplaintFact
from kesu_intake.contacts.facts import CONTACT_EVENTS
from kesu_intake.customers.facts import CUSTOMER_FILE_EVENTS
from kesu_intake.fact_schemas import (
    Amended,
    Answered,
    Attached,
    Clarified,
    Confirmed,
    CustomerFact,
    Dispatched,
    Escalated,
    ExchangeFact,
    FollowUpFact,
    Joined,
    QuestionTakenBack,
    Registered,
    Replied,
    Settled,
    Translated,
    WithReason,
)
from kesu_intake.mails.facts import MAIL_EVENTS
from kesu_intake.paper_events import PAPER_EVENTS
from kesu_intake.radar.facts import RISE, RiseDecided, RiseFact, TunedFact
from kesu_intake.talks.facts import TALK_EVENTS
from kesu_intake.tiers.facts import TIER_RULE_CHANGED
from kesu_intake.visits.facts import VISIT_EVENTS


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_CUSTOMER = {"code": "C001", "name": "Hamburg Pumps GmbH", "tier": "A", "language": "en", "site": "SZ", "state": "active"}
_AT = "2026-11-23T02:00:00+00:00"
_FORM = {"quantity": "120", "claim": "exchange"}

CUSTOMER_REGISTERED = _of("customer.registered", CustomerFact, _CUSTOMER, "A customer was entered")
CUSTOMER_CHANGED = _of("customer.changed", CustomerFact, {**_CUSTOMER, "tier": "B"}, "A customer's name, tier, language or state changed")
REGISTERED = _of(
    "complaint.registered",
    Registered,
    {**EXAMPLE, **_FORM, "channel": "email", "received_at": _AT, "text_language": "en"},
    "A complaint was registered",
)
ACKNOWLEDGED = _of("complaint.acknowledged", ComplaintFact, EXAMPLE, "The customer was told that the complaint has arrived")
ATTACHED = _of(
    "complaint.attached",
    Attached,
    {
        **EXAMPLE,
        "kind": "original",
        "attachment": "01935d7e-8a40-7c11-b0a4-6a1f9c3f2b11",
        "sha256": "0" * 64,
        "size": 48213,
        "media_type": "application/pdf",
        "filename": "letter.pdf",
    },
    "A file was attached to a complaint",
)
TRANSLATED = _of(
    "complaint.translated",
    Translated,
    {**EXAMPLE, "state": "translated", "language": "zh", "translator": "Li Wei", "differences": 0},
    "A complaint stands in the site's working language",
)
DISPATCHED = _of(
    "complaint.dispatched",
    Dispatched,
    {
        **EXAMPLE,
        **_FORM,
        "state": "dispatched",
        "text": "轴封泄漏，120 件。",
        "departments": [{"department": "quality", "question": "请检测轴封。", "due_at": _AT}],
    },
    "Departments were asked about a complaint",
)
ANSWERED = _of(
    "complaint.answered",
    Answered,
    {**EXAMPLE, "state": "answered", "department": "rnd", "answer": "The seal is rated for 80 °C.", "complete": True},
    "A department answered",
)
QUESTION_TAKEN_BACK = _of(
    "complaint.question_taken_back",
    QuestionTakenBack,
    {**EXAMPLE, "state": "dispatched", "department": "production", "reason": "The lot was bought in."},
    "A department was asked and need not answer any more",
)
ESCALATED = _of(
    "complaint.escalated",
    Escalated,
    {**EXAMPLE, "to": "quality", "reason": "People were hurt or in danger"},
    "A serious complaint: the corrective action report to QA, and to the GM when critical",
)
AMENDED = _of(
    "complaint.amended",
    Amended,
    {
        **EXAMPLE,
        "changes": [{"field": "lot", "before": None, "after": "L2026-1107"}],
        "reason": "As it stands on the photo of the label",
        "quantity": "120",
        "received_at": _AT,
    },
    "Which goods, how many or how it was found became known, or was corrected",
)
CLARIFIED = _of(
    "complaint.clarified",
    Clarified,
    {
        **EXAMPLE,
        "state": "answered",
        "cause": "Fitted on an uneven surface.",
        "advice": "Plane the surface, or use the thicker seal P-200.",
        "helpers": "Wang Fang (R&D)",
    },
    "Not our fault: the cause, what we advise, and who helped to find it",
)
SETTLED = _of(
    "complaint.settled",
    Settled,
    {
        **EXAMPLE,
        "state": "settled",
        "settlement": "019c3f4e-0b7a-7c3e-9d2f-5a1b2c3d4e5f",
        "replaces": None,
        "kind": "exchange",
        "quantity": "120",
        "terms": "Exchange of the whole lot by 10 December.",
        "agreed_with": "Ms Petersen",
        "agreed_at": _AT,
        "requested_by": "li.wei",
    },
    "A settlement was agreed with the customer, or goodwill was granted",
)
REPLIED = _of(
    "complaint.replied",
    Replied,
    {**EXAMPLE, "state": "replied", "kind": "reply", "channel": "email", "to": "Ms Petersen"},
    "The customer was told the outcome, or reminded to confirm it",
)
CONFIRMED = _of(
    "complaint.confirmed",
    Confirmed,
    {**EXAMPLE, "state": "confirmed", "how": "link", "who": "Ms Petersen"},
    "The customer confirmed the outcome",
)
DISPUTED = _of("complaint.disputed", WithReason, {**EXAMPLE, "state": "dispatched", "reason": "Still leaking."}, "The customer disagrees")
CLOSED = _of("complaint.closed", ComplaintFact, {**EXAMPLE, "state": "closed"}, "A complaint was closed")
REOPENED = _of(
    "complaint.reopened", WithReason, {**EXAMPLE, "state": "dispatched", "reason": "It leaks again."}, "A closed complaint was reopened"
)
WITHDRAWN = _of(
    "complaint.withdrawn", WithReason, {**EXAMPLE, "state": "withdrawn", "reason": "Entered twice."}, "A complaint was withdrawn"
)
JOINED = _of(
    "complaint.joined",
    Joined,
    {**EXAMPLE, "state": "withdrawn", "into": "KS-SZ-2026-000120"},
    "A complaint was entered twice and joined into the one that goes on",
)
FOLLOWUP_RECORDED = _of(
    "followup.recorded",
    FollowUpFact,
    {"capa": "CA-SZ-2026-000007", "complaint": "KS-SZ-2026-000123", "customer_code": "C001", "effective": True, "words": "No leak since."},
    "The customer said whether a corrective action has helped",
)
EXCHANGE_LOGGED = _of(
    "exchange.logged",
    ExchangeFact,
    {"complaint": "KS-SZ-2026-000123", "customer_code": "C001", "direction": "in", "channel": "phone", "person": "Ms Petersen"},
    "Something was said or written between the company and the customer",
)
RADAR_RAISED = _of(
    "radar.raised", RiseFact, RISE, "More complaints about a product's defect or component than before: a proposal to join them"
)
RADAR_ACCEPTED = _of(
    "radar.accepted",
    RiseDecided,
    {**RISE, "state": "accepted", "reason": "The same seal in all of them."},
    "The complaints of a rise shall have one corrective action",
)
RADAR_DISMISSED = _of(
    "radar.dismissed", RiseDecided, {**RISE, "state": "dismissed", "reason": "Season: they come every November."}, "A rise needs no action"
)
RADAR_TUNED = _of(
    "radar.tuned",
    TunedFact,
    {"site": "SZ", "window_weeks": 4, "baseline_weeks": 26, "least": 5, "probability": 0.001, "ratio": 1.5, "cusum_limit": 6.0},
    "A site looks for rises by other parameters",
)

EVENTS = (
    CUSTOMER_REGISTERED,
    CUSTOMER_CHANGED,
    REGISTERED,
    ACKNOWLEDGED,
    ATTACHED,
    AMENDED,
    TRANSLATED,
    DISPATCHED,
    ANSWERED,
    QUESTION_TAKEN_BACK,
    ESCALATED,
    CLARIFIED,
    SETTLED,
    REPLIED,
    *MAIL_EVENTS,
    CONFIRMED,
    DISPUTED,
    CLOSED,
    REOPENED,
    WITHDRAWN,
    JOINED,
    FOLLOWUP_RECORDED,
    EXCHANGE_LOGGED,
    *CONTACT_EVENTS,
    *CUSTOMER_FILE_EVENTS,
    *TALK_EVENTS,
    *VISIT_EVENTS,
    *AGREEMENT_EVENTS,
    TIER_RULE_CHANGED,
    *PAPER_EVENTS,
    RADAR_RAISED,
    RADAR_ACCEPTED,
    RADAR_DISMISSED,
    RADAR_TUNED,
)

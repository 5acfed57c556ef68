"""The facts that intake states, each with its schema and a frozen example. Others build on them: a changed meaning is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_intake.complaints.facts import EXAMPLE, ComplaintFact


class CustomerFact(Schema):
    """A customer as it is after the fact."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    tier = fields.String(required=True)
    language = fields.String(required=True)
    site = fields.String(required=True)
    state = fields.String(required=True)


class Registered(ComplaintFact):
    """A complaint was written down."""

    quantity = fields.String(required=True, allow_none=True)
    claim = fields.String(required=True)
    channel = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    text_language = fields.String(required=True)


class Attached(ComplaintFact):
    """A file came to a complaint."""

    kind = fields.String(required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    media_type = fields.String(required=True)
    filename = fields.String(required=True)


class Translated(ComplaintFact):
    """The text stands in the working language now, or a translation was corrected."""

    language = fields.String(required=True)
    translator = fields.String(required=True)
    differences = fields.Integer(required=True)


class Asked(Schema):
    """One department's question."""

    department = fields.String(required=True)
    question = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True)


class Dispatched(ComplaintFact):
    """Departments were asked; `text` is in the site's working language where there is one."""

    quantity = fields.String(required=True, allow_none=True)
    claim = fields.String(required=True)
    text = fields.String(required=True)
    departments = fields.List(fields.Nested(Asked), required=True)


class Answered(ComplaintFact):
    """A department answered; `complete` when it was the last one."""

    department = fields.String(required=True)
    answer = fields.String(required=True)
    complete = fields.Boolean(required=True)


class Escalated(ComplaintFact):
    """The corrective action report; `to` is `quality`, or `gm` for a critical one, which lies on the GM's desk as well."""

    to = fields.String(required=True)
    reason = fields.String(required=True)


class Settled(ComplaintFact):
    """Something was agreed with the customer, or granted as goodwill."""

    kind = fields.String(required=True)
    quantity = fields.String(required=True, allow_none=True)
    terms = fields.String(required=True)
    agreed_with = fields.String(required=True)
    agreed_at = fields.AwareDateTime(required=True)
    requested_by = fields.String(required=True)


class Replied(ComplaintFact):
    """The customer was told the outcome, or reminded."""

    kind = fields.String(required=True)
    channel = fields.String(required=True)
    to = fields.String(required=True)


class Confirmed(ComplaintFact):
    """The customer agrees (`how`: link, evidence or silence)."""

    how = fields.String(required=True)
    who = fields.String(required=True)


class WithReason(ComplaintFact):
    """Something that needs a reason."""

    reason = fields.String(required=True)


class FollowUpFact(Schema):
    """What the customer says after a corrective action."""

    capa = fields.String(required=True)
    complaint = fields.String(required=True)
    customer_code = fields.String(required=True)
    effective = fields.Boolean(required=True)
    words = fields.String(required=True)


class ExchangeFact(Schema):
    """Something was said or written between the company and the customer, about a complaint or in general."""

    complaint = fields.String(required=True, allow_none=True)
    customer_code = fields.String(required=True)
    direction = fields.String(required=True)
    channel = fields.String(required=True)
    person = fields.String(required=True)


class OriginalMoved(ComplaintFact):
    """The paper original lies somewhere else now."""

    from_place = fields.String(required=True, allow_none=True)
    to_place = fields.String(required=True)
    reason = fields.String(required=True)


class OriginalCopied(ComplaintFact):
    """A department has a copy of an original: `how` is download, or paper (without a digest)."""

    how = fields.String(required=True)
    what = fields.String(required=True)
    sha256 = fields.String(required=True, allow_none=True)
    department = fields.String(required=True)
    person = fields.String(required=True)


class PortalFact(CustomerFact):
    """A customer's own link to the portal: `link` names it without opening it."""

    link = fields.String(required=True)
    person = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class DraftFact(Schema):
    """An e-mail that may become a complaint; the customer is none while nobody knows the sender."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    sender = fields.String(required=True)
    title = fields.String(required=True)
    customer_code = fields.String(required=True, allow_none=True)
    complaint = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class GlossaryFact(Schema):
    """One term of a site's glossary as it is now; a removed one has `removed`."""

    en = fields.String(required=True)
    zh = fields.String(required=True)
    removed = fields.Boolean(required=True)


class CorrectionRead(ComplaintFact):
    """Somebody who had read a translation has read its correction."""

    person = fields.String(required=True)
    department = fields.String(required=True)


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
    {**EXAMPLE, "kind": "original", "sha256": "0" * 64, "size": 48213, "media_type": "application/pdf", "filename": "letter.pdf"},
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
ESCALATED = _of(
    "complaint.escalated",
    Escalated,
    {**EXAMPLE, "to": "quality", "reason": "People were hurt or in danger"},
    "A serious complaint: the corrective action report to QA, and to the GM when critical",
)
SETTLED = _of(
    "complaint.settled",
    Settled,
    {
        **EXAMPLE,
        "state": "settled",
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
ORIGINAL_MOVED = _of(
    "original.moved",
    OriginalMoved,
    {**EXAMPLE, "from_place": "Cabinet 3", "to_place": "Cabinet 5, folder 12", "reason": "Archive of the year"},
    "The paper original of a complaint was moved",
)
ORIGINAL_COPIED = _of(
    "original.copied",
    OriginalCopied,
    {**EXAMPLE, "how": "download", "what": "letter.pdf", "sha256": "0" * 64, "department": "quality", "person": "Wang Fang"},
    "A copy of a written original was downloaded or handed out",
)
FILES_SEEN = _of("complaint.seen", ComplaintFact, EXAMPLE, "Sales has looked at what the customer had added over the portal")
CORRECTION_READ = _of(
    "translation.read",
    CorrectionRead,
    {**EXAMPLE, "person": "Wang Fang", "department": "quality"},
    "Somebody who had read a translation has read its correction",
)
_LINK = {"link": "01a208af-332d-7523-8de2-6a1f7bbac067", "person": "Ms Petersen", "expires_at": "2027-05-22T02:00:00+00:00"}
PORTAL_OPENED = _of("portal.opened", PortalFact, {**_CUSTOMER, **_LINK}, "A customer was given an own link to the portal")
PORTAL_REVOKED = _of("portal.revoked", PortalFact, {**_CUSTOMER, **_LINK}, "A customer's link to the portal was taken back")
_DRAFT = {
    "number": "ED-SZ-2026-000007",
    "state": "waiting",
    "sender": "petersen@hamburg-pumps.example",
    "title": "Seal leaks",
    "customer_code": "C001",
    "complaint": None,
    "reason": None,
}
DRAFT_RECEIVED = _of("draft.received", DraftFact, _DRAFT, "An e-mail came in that may be a complaint")
DRAFT_REGISTERED = _of(
    "draft.registered", DraftFact, {**_DRAFT, "state": "registered", "complaint": "KS-SZ-2026-000123"}, "An e-mail became a complaint"
)
DRAFT_DISCARDED = _of(
    "draft.discarded", DraftFact, {**_DRAFT, "state": "discarded", "reason": "An advertisement."}, "An e-mail was discarded, with a reason"
)
GLOSSARY_CHANGED = _of(
    "glossary.changed",
    GlossaryFact,
    {"en": "shaft seal", "zh": "轴封", "removed": False},
    "A glossary term was entered, changed or removed",
)

EVENTS = (
    CUSTOMER_REGISTERED,
    CUSTOMER_CHANGED,
    REGISTERED,
    ACKNOWLEDGED,
    ATTACHED,
    TRANSLATED,
    DISPATCHED,
    ANSWERED,
    ESCALATED,
    SETTLED,
    REPLIED,
    CONFIRMED,
    DISPUTED,
    CLOSED,
    REOPENED,
    WITHDRAWN,
    FOLLOWUP_RECORDED,
    EXCHANGE_LOGGED,
    ORIGINAL_MOVED,
    ORIGINAL_COPIED,
    FILES_SEEN,
    CORRECTION_READ,
    PORTAL_OPENED,
    PORTAL_REVOKED,
    DRAFT_RECEIVED,
    DRAFT_REGISTERED,
    DRAFT_DISCARDED,
    GLOSSARY_CHANGED,
)

"""The facts about what comes in and is kept: originals, corrections of translations, portal links, e-mails, the glossary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_intake.complaints.facts import EXAMPLE, ComplaintFact


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


class PortalFact(Schema):
    """A customer's own link to the portal: `link` names it without opening it."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    site = fields.String(required=True)
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
_LINK = {
    "code": "C001",
    "name": "Hamburg Pumps GmbH",
    "site": "SZ",
    "link": "01a208af-332d-7523-8de2-6a1f7bbac067",
    "person": "Ms Petersen",
    "expires_at": "2027-05-22T02:00:00+00:00",
}
PORTAL_OPENED = _of("portal.opened", PortalFact, _LINK, "A customer was given an own link to the portal")
PORTAL_REVOKED = _of("portal.revoked", PortalFact, _LINK, "A customer's link to the portal was taken back")
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

PAPER_EVENTS = (
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

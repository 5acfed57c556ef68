"""What goes in and out over the portal, and the links for sales."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import Amount, StrictSchema, Words, one_of
from kesu_intake.complaints.model import CLAIMS


class LinkIn(StrictSchema):
    """A new link."""

    person = Words(200, required=True, metadata={"description": "to whom it is given"})
    days = fields.Integer(load_default=180, validate=validate.Range(1, 730), metadata={"description": "how long it is good"})


class PortalLinkOut(Schema):
    """A link; `address` is what the customer opens."""

    id = fields.UUID()
    person = fields.String()
    issued_by = fields.String()
    issued_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    revoked_at = fields.AwareDateTime(allow_none=True)
    revoked_by = fields.String(allow_none=True)
    address = fields.String(allow_none=True)


_TRAPPED = N_("A program seems to have filled this in: leave the field “website” empty.")


class WebFormIn(StrictSchema):
    """Every form of the portal: who writes; `website` is a trap for programs, people do not see it."""

    who = Words(200, required=True)
    website = fields.String(load_default="", validate=validate.Length(max=0, error=_TRAPPED))


class PortalComplaintIn(WebFormIn):
    """A complaint in the customer's own words."""

    text = Words(10_000, required=True)
    product = Words(200, allow_none=True)
    lot = Words(100, allow_none=True)
    serial = Words(100, allow_none=True)
    quantity = Amount(allow_none=True)
    claim = fields.String(validate=one_of(*CLAIMS))
    safety = fields.Boolean()
    found_on = fields.Date(allow_none=True)


class PortalAddIn(WebFormIn):
    """Words or files for a complaint."""

    words = Words(5000)


class PortalAnswerIn(WebFormIn):
    """Agreement, or disagreement with words."""

    answer = fields.String(required=True, validate=one_of("confirm", "dispute"))
    words = Words(5000)

"""What the API gives of mails."""

from __future__ import annotations

from marshmallow import Schema, fields


class SurveyMailOut(Schema):
    """A mail with a customer's link, and what is known of it."""

    id = fields.UUID()
    invitation = fields.String()
    kind = fields.String()
    address = fields.String()
    state = fields.String()
    answer = fields.String(allow_none=True)

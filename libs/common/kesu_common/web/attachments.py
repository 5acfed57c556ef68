"""What the API of a record's attachments takes and gives, the same in every service."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields


class AttachmentIn(Schema):
    """A file to attach, as multipart/form-data."""

    file = Upload(required=True)


class AttachmentOut(Schema):
    """An attached file; its bytes are at `/files/<id>`."""

    id = fields.UUID()
    kind = fields.String()
    filename = fields.String()
    media_type = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    added_by = fields.String()
    added_at = fields.AwareDateTime()

"""Keys in and out of the API."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, Words
from kesu_common.web.paging import PageArgs
from kesu_desk.keys.model import KEY_STATES
from kesu_desk.people.schemas import GrantIn

KINDS = (N_("device"), N_("api"))


class KeyIn(StrictSchema):
    """What a key is for."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    name = Words(100, required=True)
    place = Words(100, load_default=None, allow_none=True, metadata={"description": "where a device stands"})
    grants = fields.List(fields.Nested(GrantIn), required=True, validate=validate.Length(1, 50))


class KeyOut(KeyIn):
    """A key, without its secret."""

    prefix = fields.String()
    state = fields.String()
    issued_by = fields.String()
    created_at = fields.AwareDateTime()
    version = fields.Integer()


class NewKeyOut(KeyOut):
    """A new key with its text, which is shown this once."""

    key = fields.String(metadata={"description": "send it in X-Api-Key; it cannot be shown again"})


class KeyQuery(PageArgs):
    """Filters of the list."""

    q = fields.String()
    state = fields.String(validate=validate.OneOf(KEY_STATES.states))

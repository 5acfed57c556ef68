"""What API and forms take and give of subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_webhooks.subscriptions.model import SUBSCRIPTION_STATES

PATTERN = validate.Regexp(r"(\*|[a-z_]+\.(\*|[a-z_]+))\Z", error=N_("Write patterns like complaint.*, return.closed or *."))


class SubscriptionListArgs(PageArgs):
    """Filters of the list."""

    class Meta:
        unknown = EXCLUDE

    state = fields.String(validate=one_of(*SUBSCRIPTION_STATES.states))
    site = fields.String(validate=validate.Length(max=16))

    @pre_load
    def drop_empty(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """An empty filter of a form is none."""
        return {name: value for name, value in data.items() if value != ""}


class SubscriptionChange(StrictSchema):
    """What may change."""

    url = Words(2000)
    types = fields.List(Words(100, validate=PATTERN), validate=validate.Length(1, 50))
    sites = fields.List(Words(16), validate=validate.Length(1, 50))


class SubscriptionIn(SubscriptionChange):
    """A new subscription; without `sites` it is about its own site."""

    site = Words(16, required=True)
    name = Words(100, required=True)
    url = Words(2000, required=True)
    types = fields.List(Words(100, validate=PATTERN), required=True, validate=validate.Length(1, 50))


class SubscriptionOut(Schema):
    """A subscription as it stands, without its secret."""

    number = fields.String()
    site = fields.String()
    state = fields.String()
    version = fields.Integer()
    name = fields.String()
    url = fields.String()
    types = fields.List(fields.String())
    sites = fields.List(fields.String())
    secret_since = fields.AwareDateTime()
    created_by = fields.String()
    created_at = fields.AwareDateTime()


class WithSecretOut(SubscriptionOut):
    """… with the secret, this one time."""

    secret = fields.String()

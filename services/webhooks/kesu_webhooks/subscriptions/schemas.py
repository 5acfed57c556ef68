"""What API and forms take and give of subscriptions."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_webhooks.subscriptions.model import SUBSCRIPTION_STATES

PATTERN = validate.Regexp(r"(\*|[a-z_]+\.(\*|[a-z_]+))\Z", error=N_("Write patterns like complaint.*, return.closed or *."))


class SubscriptionListArgs(PageArgs):
    """Filters of the list."""

    state = fields.String(validate=one_of(*SUBSCRIPTION_STATES.states))
    site = fields.String(validate=validate.Length(max=16))


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


class SubscriptionOut(RecordOut):
    """A subscription as it stands, without its secret."""

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

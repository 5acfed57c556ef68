"""The facts about service files and merged customers, each with its schema and a frozen example."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.events import EventType


class ServiceFileFact(Schema):
    """A service file and who keeps it."""

    customer_code = fields.String(required=True)
    tier = fields.String(required=True)
    keeper = fields.String(required=True)


class MergedFact(Schema):
    """Two customers were one: `merged` is an alias of `customer_code` from now on; how much was moved."""

    customer_code = fields.String(required=True)
    merged = fields.String(required=True)
    reason = fields.String(required=True)
    complaints = fields.Integer(required=True)
    contacts = fields.Integer(required=True)


_FILE = {"customer_code": "C001", "tier": "A", "keeper": "Li Wei"}

SERVICE_FILE_OPENED = EventType(
    type="kesu.servicefile.opened.v1", schema=ServiceFileFact, example=_FILE, summary="The service file of a customer was opened"
)
SERVICE_FILE_CHANGED = EventType(
    type="kesu.servicefile.changed.v1", schema=ServiceFileFact, example=_FILE, summary="The service file of a customer was changed"
)
CUSTOMER_MERGED = EventType(
    type="kesu.customer.merged.v1",
    schema=MergedFact,
    example={"customer_code": "C001", "merged": "C017", "reason": "Entered twice.", "complaints": 3, "contacts": 1},
    summary="Two entries of the same customer were made one",
)

CUSTOMER_FILE_EVENTS = (SERVICE_FILE_OPENED, SERVICE_FILE_CHANGED, CUSTOMER_MERGED)

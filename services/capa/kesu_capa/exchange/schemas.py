"""What the exchange takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_capa.capas.model import SEVERITIES
from kesu_capa.exchange.model import EXCHANGE_STATES
from kesu_capa.permissions import DEPARTMENTS
from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs


class HeadIn(StrictSchema):
    """What partners must know of each other; `null` or left out: not known."""

    customer_reference = Words(200, load_default=None, metadata={"description": "the customer's number of the complaint process"})
    company = Words(300, load_default=None)
    street = Words(300, load_default=None)
    postal_code = Words(40, load_default=None)
    city = Words(200, load_default=None)
    country = Words(100, load_default=None)
    partner_number = Words(20, load_default=None, metadata={"description": "BPNL of the customer"})
    email = Words(300, load_default=None)
    phone = Words(50, load_default=None)
    supplier_number = Words(100, load_default=None, metadata={"description": "our number at the customer"})
    customer_part = Words(200, load_default=None)
    order_number = Words(200, load_default=None)
    contact_name = Words(200, load_default=None)
    contact_email = Words(300, load_default=None)


class DocumentOut(Schema):
    """An 8D report of the model report_8d 1.0.0, with the steps that there are."""

    header = fields.Dict()
    stepD0 = fields.Dict()
    stepD1 = fields.Dict()
    stepD2 = fields.Dict()
    stepD3 = fields.Dict()
    stepD4 = fields.Dict()
    stepD5 = fields.Dict()
    stepD6 = fields.Dict()
    stepD7 = fields.Dict()
    stepD8 = fields.Dict()


class ReceiveIn(StrictSchema):
    """A report coming in."""

    site = Words(16, required=True)
    document = fields.Dict(required=True, metadata={"description": "JSON of the model urn:samm:io.catenax.report_8d:1.0.0#Report8D"})


class TakeIn(StrictSchema):
    """What a new corrective action needs; one that is there already needs neither."""

    severity = fields.String(load_default=None, allow_none=True, validate=one_of(*SEVERITIES))
    responsible_department = fields.String(load_default=None, allow_none=True, validate=one_of(*DEPARTMENTS))


class ReceivedListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String()
    site = fields.String()
    state = fields.String(metadata={"enum": list(EXCHANGE_STATES.states)})
    capa = fields.String()


class ReadingOut(Schema):
    """What a document says, in the words of a corrective action."""

    reference = fields.String()
    supplier_reference = fields.String(allow_none=True)
    sender = fields.String()
    title = fields.String()
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    leader = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    problem = fields.String(allow_none=True)
    symptom = fields.String(allow_none=True)
    containment = fields.String(allow_none=True)
    occurrence_cause = fields.String(allow_none=True)
    escape_cause = fields.String(allow_none=True)
    cause_verified = fields.String(allow_none=True)
    actions = fields.String(allow_none=True)
    read_across = fields.String(allow_none=True)
    closing = fields.String(allow_none=True)


class ReceivedOut(RecordOut):
    """A report that came in."""

    customer_reference = fields.String()
    sender = fields.String()
    capa = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()


class ReceivedDetailsOut(ReceivedOut):
    """… with what it says, and what taking it would do."""

    reading = fields.Nested(ReadingOut)
    would_update = fields.String(allow_none=True, metadata={"description": "the corrective action that it means; none: a new one"})
    document = fields.Dict()

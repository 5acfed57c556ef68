"""Work over the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.web.paging import PageArgs
from kesu_desk.my_work.queries import WHOSE


class WorkQuery(PageArgs):
    """Filters of one's work."""

    whose = fields.String(load_default="mine", validate=validate.OneOf(WHOSE))
    role = fields.String()
    site = fields.String()
    service = fields.String()
    case = fields.String()
    overdue = fields.Boolean(load_default=False)
    q = fields.String(validate=validate.Length(max=200), metadata={"description": "part of title, number or case"})


class WorkOut(Schema):
    """One task of one service."""

    id = fields.UUID()
    service = fields.String()
    kind = fields.String()
    subject = fields.String()
    site = fields.String()
    case = fields.String(attribute="case_number", allow_none=True)
    role = fields.String()
    assignee = fields.String(allow_none=True)
    title_zh = fields.String()
    title_en = fields.String()
    page = fields.String(metadata={"description": "below the service's prefix"})
    opened_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime()
    provisional = fields.Boolean()
    why = fields.List(fields.Dict())
    level = fields.Integer()
    escalated_to = fields.String(allow_none=True)


class FiguresOut(Schema):
    """How many open tasks there are of each sort."""

    mine = fields.Integer()
    department = fields.Integer()
    taken = fields.Integer()
    escalated = fields.Integer()
    all = fields.Integer()
    overdue = fields.Integer()

"""REST interface of defect codes: `/api/v1/defects`."""

from __future__ import annotations

from collections.abc import Sequence

from marshmallow import Schema, fields

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_session
from kesu_quality.defects.model import Defect
from kesu_quality.defects.queries import defects
from kesu_quality.permissions import READ

api = ApiBlueprint("defects", __name__, description="Defect codes (缺陷代码)")


class DefectOut(Schema):
    """A defect code in both languages."""

    code = fields.String()
    parent = fields.String(allow_none=True)
    zh = fields.String()
    en = fields.String()


@api.get("")
@allow(READ)
@api.response(200, DefectOut(many=True))
def list_defects() -> Sequence[Defect]:
    """The whole tree, groups before their codes"""
    return defects(current_session())

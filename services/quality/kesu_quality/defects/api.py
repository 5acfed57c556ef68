"""REST interface of defect codes: `/api/v1/defects`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_quality.defects.commands import add_defect, change_defect
from kesu_quality.defects.model import Defect
from kesu_quality.defects.queries import defects
from kesu_quality.defects.schemas import DefectChangeIn, DefectIn, DefectOut
from kesu_quality.permissions import KEEP_DEFECTS, READ

api = ApiBlueprint("defects", __name__, description="Defect codes (缺陷代码)")


@api.get("")
@allow(READ)
@api.response(200, DefectOut(many=True))
def list_defects() -> Sequence[Defect]:
    """The whole tree, groups before their codes"""
    return defects(current_session())


@api.post("")
@allow(KEEP_DEFECTS)
@api.arguments(DefectIn)
@api.response(201, DefectOut)
def add(data: Mapping[str, Any]) -> Defect:
    """Add a code or a group"""
    return add_defect(current_session(), current_actor(), **data)


@api.put("/<code>")
@allow(KEEP_DEFECTS)
@api.arguments(DefectChangeIn)
@api.response(200, DefectOut)
def change(data: Mapping[str, Any], code: str) -> Defect:
    """Rename a code, or take it out of use"""
    return change_defect(current_session(), current_actor(), code, **data)

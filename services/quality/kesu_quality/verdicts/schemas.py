"""Verdicts going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_quality.cases.model import SEVERITIES
from kesu_quality.verdicts.model import RESPONSIBLE, VERDICTS


class VerdictIn(StrictSchema):
    """Quality's judgement."""

    verdict = fields.String(required=True, validate=one_of(*VERDICTS))
    defect_code = Words(32, allow_none=True, metadata={"description": "required for ours"})
    responsible_department = fields.String(allow_none=True, validate=one_of(*RESPONSIBLE), metadata={"description": "required for ours"})
    severity = fields.String(allow_none=True, validate=one_of(*SEVERITIES), metadata={"description": "the case's, when not given"})
    summary = Words(10_000, required=True, metadata={"description": "what was found, in words that sales can use"})
    untested = Words(2000, allow_none=True, metadata={"description": "why nothing was measured; required for a verdict without any test"})
    despite = Words(2000, allow_none=True, metadata={"description": "why it says otherwise than the tests; required then"})
    reason = Words(2000, allow_none=True, metadata={"description": "why the verdict before is revised"})


class VerdictOut(Schema):
    """A verdict."""

    number = fields.Integer()
    verdict = fields.String()
    defect_code = fields.String(allow_none=True)
    defect_zh = fields.String(attribute="defect.zh", allow_none=True)
    defect_en = fields.String(attribute="defect.en", allow_none=True)
    responsible_department = fields.String(allow_none=True)
    severity = fields.String()
    summary = fields.String()
    untested = fields.String(allow_none=True)
    despite = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    given_by = fields.String()
    given_at = fields.AwareDateTime()

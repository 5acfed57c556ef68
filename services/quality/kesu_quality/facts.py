"""The payloads of the facts that quality states; `events.py` gives each its type and a frozen example."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import AttachedFile
from kesu_quality.cases.facts import CaseFact
from kesu_quality.goods.facts import GoodsFact
from kesu_quality.measurements.readings import ReadingFact


class StandardFact(Schema):
    """A version of a product's standard."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    product = fields.String(required=True)
    title = fields.String(required=True)
    standard_version = fields.Integer(required=True)
    valid_from = fields.Date(required=True)
    characteristics = fields.Integer(required=True)


class CaseOpened(CaseFact):
    """… where it comes from, and until when it is to be judged."""

    source = fields.String(required=True)
    severity = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True)
    question = fields.String(required=True, allow_none=True)


class CaseAsked(CaseFact):
    """… what sales asks now."""

    question = fields.String(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True)


class CaseAmended(CaseFact):
    """… how many pieces it is about."""

    quantity = fields.String(required=True, allow_none=True)


class CasePlanned(CaseFact):
    """… what is tested how."""

    plan = fields.String(required=True)
    manufactured_on = fields.Date(required=True, allow_none=True)


class CaseReopened(CaseFact):
    """… why it is tested again, for which time."""

    reason = fields.String(required=True)
    round = fields.Integer(required=True)


class CaseClosed(CaseFact):
    """… with which note."""

    note = fields.String(required=True, allow_none=True)


class TestRecorded(CaseFact):
    """A sample was measured; `failed` and `missing` are English names of characteristics, `late` means after a verdict."""

    __test__ = False

    test = fields.String(required=True)
    standard = fields.String(required=True)
    standard_version = fields.Integer(required=True)
    sample = fields.String(required=True)
    result = fields.String(required=True)
    failed = fields.List(fields.String(), required=True)
    missing = fields.List(fields.String(), required=True)
    late = fields.Boolean(required=True)
    instrument = fields.String(allow_none=True)
    tested_at = fields.AwareDateTime()
    readings = fields.List(fields.Nested(ReadingFact))


class CaseAttached(AttachedFile, CaseFact):
    """A photo or another file was joined to the case."""

    kind = fields.String(required=True)


class DefectFact(Schema):
    """A defect code as it is now; codes are the same at all sites."""

    code = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    active = fields.Boolean(required=True)


class LotJudged(CaseFact):
    """The lot of a case was accepted or not, by sampling: of a series (`aql`, `severity`) or alone (`limiting_quality`)."""

    series = fields.String(required=True, allow_none=True)
    aql = fields.String(required=True, allow_none=True)
    limiting_quality = fields.String(required=True, allow_none=True)
    severity = fields.String(required=True, allow_none=True)
    lot_size = fields.Integer(required=True)
    n = fields.Integer(required=True)
    ac = fields.Integer(required=True)
    inspected = fields.Integer(required=True)
    bad = fields.Integer(required=True)
    accepted = fields.Boolean(required=True)


class SamplingSwitched(Schema):
    """The lots of a series are inspected more, less, or not any more; `reason` is empty when the lots themselves caused it."""

    series = fields.String(required=True)
    product = fields.String(required=True)
    aql = fields.String(required=True)
    level = fields.String(required=True)
    before = fields.String(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class InstrumentFact(Schema):
    """A measuring instrument and until when it is calibrated."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    calibrated_on = fields.Date(required=True)
    calibration_due = fields.Date(required=True)


class VerdictGiven(CaseFact):
    """Whose fault it is."""

    verdict = fields.String(required=True)
    defect_code = fields.String(required=True, allow_none=True)
    defect_zh = fields.String(required=True, allow_none=True)
    defect_en = fields.String(required=True, allow_none=True)
    responsible_department = fields.String(required=True, allow_none=True)
    severity = fields.String(required=True)
    summary = fields.String(required=True)


class VerdictRevised(VerdictGiven):
    """… and what was said before."""

    before = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class HandlingFact(Schema):
    """A return that is to be handled."""

    return_number = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    customer_code = fields.String(required=True, allow_none=True)
    customer_name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)


class FormLine(Schema):
    """A line of the return's form."""

    line = fields.Integer(required=True)
    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)
    quantity = fields.Decimal(required=True)


class HandlingAsked(HandlingFact):
    """… and its form."""

    lines = fields.List(fields.Nested(FormLine), required=True)


class HandlingDecided(HandlingFact):
    """… how: a code (`way`) and the instructions in words (`handling`)."""

    way = fields.String(required=True)
    handling = fields.String(required=True)


class HandlingCancelled(HandlingFact):
    """… not any more, and why."""

    reason = fields.String(required=True)


class ReviewFact(Schema):
    """The review of a return."""

    review = fields.String(required=True)
    return_number = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    customer_code = fields.String(required=True, allow_none=True)
    customer_name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)


class ReviewDue(ReviewFact):
    """… and until when it has to be held."""

    due_at = fields.AwareDateTime(required=True)


class Participant(Schema):
    """Who takes part, for which department."""

    department = fields.String(required=True)
    name = fields.String(required=True)


class ReviewConvened(ReviewFact):
    """… and who takes part."""

    participants = fields.List(fields.Nested(Participant), required=True)


class JudgedLine(Schema):
    """How many pieces of a line are whose fault."""

    line = fields.Integer(required=True)
    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)
    ours = fields.Decimal(required=True)
    not_ours = fields.Decimal(required=True)
    no_fault_found = fields.Decimal(required=True)


class ReviewCompleted(ReviewConvened):
    """… and its result; when it is corrected it is stated again, the last one counts."""

    result = fields.String(required=True)
    capa_needed = fields.Boolean(required=True)
    capa_reason = fields.String(required=True, allow_none=True)
    responsible_department = fields.String(required=True, allow_none=True)
    defect_code = fields.String(required=True, allow_none=True)
    lines = fields.List(fields.Nested(JudgedLine), required=True)
    in_time = fields.Boolean(required=True)


class ReviewNoted(ReviewFact):
    """… and which departments have read the result."""

    departments = fields.List(fields.String(), required=True)


class ReviewSigned(ReviewFact):
    """… what a participating department said: it signed, or did not and why."""

    department = fields.String(required=True)
    signed = fields.Boolean(required=True)
    comment = fields.String(required=True, allow_none=True)


class ConsentAsked(GoodsFact):
    """The customer has to agree before a concession: what sales is to ask."""

    question = fields.String(required=True)


class ConsentRecorded(GoodsFact):
    """What the customer said to it, who said so, and how it is known."""

    agreed = fields.Boolean(required=True)
    evidence = fields.String(required=True)


class CostRecorded(CaseFact):
    """What poor quality cost: `kind` hours, material, freight or credit; `amount` in the currency."""

    kind = fields.String(required=True)
    amount = fields.Decimal(required=True)
    currency = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)


class ReviewCancelled(ReviewFact):
    """… and why it is not needed."""

    reason = fields.String(required=True)


class GoodsCounted(GoodsFact):
    """… and how many of them it was."""

    quantity = fields.Decimal(required=True)


class Part(Schema):
    """A disposition and its quantity."""

    disposition = fields.String(required=True)
    quantity = fields.Decimal(required=True)


class DispositionDecided(GoodsFact):
    """`parts` is all that was decided on these goods so far, `added` what was decided now."""

    customer_code = fields.String(required=True, allow_none=True)
    parts = fields.List(fields.Nested(Part), required=True)
    added = fields.List(fields.Nested(Part), required=True)


class WorkReported(GoodsCounted):
    """… repaired or reworked, by which department."""

    part = fields.Integer(required=True)
    disposition = fields.String(required=True)
    department = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)


class Reinspected(GoodsCounted):
    """… of which part."""

    part = fields.Integer(required=True)
    disposition = fields.String(required=True)


class Released(GoodsCounted):
    """… after a disposition or a re-inspection."""

    after = fields.String(required=True)

"""What the facts of capa tell: the schemas of `events`."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import AttachedFile


class CapaFact(Schema):
    """What every fact about a corrective action tells."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True)
    source = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    campaign = fields.String(required=True, allow_none=True)
    item = fields.String(required=True, allow_none=True)
    severity = fields.String(required=True)
    title = fields.String(required=True)
    responsible_department = fields.String(required=True)
    complaints = fields.List(fields.String(), required=True)
    customers = fields.List(fields.String(), required=True)


class WithReason(CapaFact):
    """… and why."""

    reason = fields.String(required=True)


class Assigned(CapaFact):
    """… who leads and who takes part."""

    leader = fields.String(required=True)
    team = fields.String(required=True, allow_none=True)


class Contained(CapaFact):
    """… what protects the customer, and the quantities looked through."""

    containment = fields.String(required=True)
    in_stock = fields.String(required=True, allow_none=True)
    in_transit = fields.String(required=True, allow_none=True)
    at_customer = fields.String(required=True, allow_none=True)


class Analysed(CapaFact):
    """… the causes, and how they were verified."""

    occurrence_cause = fields.String(required=True)
    escape_cause = fields.String(required=True)
    cause_verified = fields.String(required=True)


class CauseFact(CapaFact):
    """… and what became of one cause: `cause` is its line, `what` happened to it."""

    cause = fields.Integer(required=True)
    what = fields.String(required=True)
    side = fields.String(required=True)
    statement = fields.String(required=True)
    cause_state = fields.String(required=True)
    is_root = fields.Boolean(required=True)
    verified_how = fields.String(required=True, allow_none=True)


class ProofAttached(AttachedFile, CapaFact):
    """… the file, and what it proves: `containment` or `evidence`; the number of the `action` whose evidence it is."""

    proof_of = fields.String(required=True)
    action = fields.String(allow_none=True)


class Merged(CapaFact):
    """… into which report it was joined."""

    into = fields.String(required=True)
    reason = fields.String(required=True)


class Split(CapaFact):
    """… which complaint was split off, and the report that has it now."""

    from_complaint = fields.String(required=True, allow_none=True)
    to = fields.String(required=True)
    reason = fields.String(required=True)


class Planned(CapaFact):
    """… how many actions were chosen."""

    actions = fields.Integer(required=True)


class Verified(CapaFact):
    """… whether it works, and how that was judged."""

    effective = fields.Boolean(required=True)
    verification = fields.String(required=True)


class CriterionSet(CapaFact):
    """… and when the effect is judged: after `amount` of `until` (units, lots, days), by complaints per unit or by failing lots (`basis`).

    `units` is the amount where it is units.
    """

    units = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True)
    until = fields.String(required=True)
    amount = fields.String(required=True)


class Closed(CapaFact):
    """… the conclusion and who signed."""

    closing = fields.String(required=True)
    signed_by = fields.String(required=True)
    signed_as = fields.String(required=True)
    meaning = fields.String(required=True)
    thanks = fields.String(required=True, allow_none=True)


class ActionFact(Schema):
    """One action of a report."""

    number = fields.String(required=True)
    capa = fields.String(required=True)
    description = fields.String(required=True)
    department = fields.String(required=True)
    owner = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True)
    evidence = fields.String(required=True, allow_none=True)


class ReportFact(Schema):
    """An 8D report that came in as JSON."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    customer_reference = fields.String(required=True)
    sender = fields.String(required=True)
    capa = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class ExchangeKept(Schema):
    """What a corrective action is called by its customer."""

    number = fields.String(required=True)
    customer_reference = fields.String(required=True)


class FormFact(Schema):
    """A customer's spreadsheet."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    title = fields.String(required=True)
    customer_code = fields.String(required=True, allow_none=True)
    filename = fields.String(required=True)
    cells = fields.Integer(required=True)


class ActionDecided(ActionFact):
    """… and why it was chosen, rejected, dropped; or how it was validated."""

    reason = fields.String(required=True, allow_none=True)


class ActionValidated(ActionFact):
    """… whether the implemented action does what it should, and how that was seen."""

    works = fields.Boolean(required=True)
    validation = fields.String(required=True)


class ReadAcrossFact(Schema):
    """Something else that a report applies to."""

    number = fields.String(required=True)
    capa = fields.String(required=True)
    kind = fields.String(required=True)
    what = fields.String(required=True)
    department = fields.String(required=True)
    state = fields.String(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)

"""The facts that capa states, each with its schema and a frozen example. Others build on them: a changed meaning is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kesu_capa.fact_schemas import (
    ActionDecided,
    ActionFact,
    ActionValidated,
    Analysed,
    Assigned,
    CauseFact,
    Closed,
    Contained,
    CriterionSet,
    ExchangeKept,
    FormFact,
    Merged,
    Planned,
    ProofAttached,
    ReadAcrossFact,
    ReportFact,
    Split,
    Verified,
    WithReason,
)
from kesu_common.events import EventType, SchemaClass


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_CAPA: dict[str, Any] = {
    "number": "CA-SZ-2026-000007",
    "state": "opened",
    "kind": "corrective",
    "source": "complaint",
    "complaint": "KS-SZ-2026-000123",
    "campaign": None,
    "item": None,
    "severity": "major",
    "title": "Shaft seal leaks (P-100)",
    "responsible_department": "production",
    "complaints": ["KS-SZ-2026-000123"],
    "customers": ["C001"],
}
_ACTION: dict[str, Any] = {
    "number": "CA-SZ-2026-000007/1",
    "capa": "CA-SZ-2026-000007",
    "description": "Replace the press die",
    "department": "production",
    "owner": "Zhao Qiang",
    "due_on": "2026-12-20",
    "state": "open",
    "evidence": None,
}

OPENED = _of("capa.opened", WithReason, {**_CAPA, "reason": "Severity major"}, "A corrective or preventive action was opened")
JOINED = _of(
    "capa.joined", WithReason, {**_CAPA, "reason": "KS-SZ-2026-000130"}, "A further reason was joined to an open corrective action"
)
ASSIGNED = _of(
    "capa.assigned",
    Assigned,
    {**_CAPA, "state": "assigned", "leader": "Zhao Qiang", "team": "QA, tooling"},
    "Leader and team were named (D1)",
)
CONTAINED = _of(
    "capa.contained",
    Contained,
    {
        **_CAPA,
        "state": "contained",
        "containment": "All stock of L2026-07 blocked and sorted",
        "in_stock": "340",
        "in_transit": "0",
        "at_customer": "120",
    },
    "The customer is protected (D3)",
)
ANALYSED = _of(
    "capa.analysed",
    Analysed,
    {
        **_CAPA,
        "state": "analysed",
        "occurrence_cause": "Die worn",
        "escape_cause": "Leak test skipped on night shift",
        "cause_verified": "Reproduced on 5 parts",
    },
    "The causes are known (D4)",
)
PLANNED = _of("capa.planned", Planned, {**_CAPA, "state": "planned", "actions": 2}, "Actions were chosen (D5)")
ACTION_ASSIGNED = _of("action.assigned", ActionFact, _ACTION, "An action was given to a department")
ACTION_OVERDUE = _of("action.overdue", ActionFact, _ACTION, "An action was not done by its date")
ACTION_DONE = _of("action.done", ActionFact, {**_ACTION, "state": "done", "evidence": "Photo of the new die"}, "An action was done (D6)")
CRITERION_SET = _of(
    "capa.criterion_set",
    CriterionSet,
    {**_CAPA, "state": "verifying", "units": "5000", "basis": "units", "until": "units", "amount": "5000"},
    "It was decided after how many delivered units, lots or days the effect is judged (D6)",
)
EFFECT_UNTOLD = _of(
    "capa.effect_untold",
    WithReason,
    {**_CAPA, "state": "verifying", "reason": "2 complaints in 5,000 units after 4 in 6,000: p = 0.4"},
    "The planned number of units was delivered, and the effect cannot be told: quality has to judge",
)
VERIFIED = _of(
    "capa.verified",
    Verified,
    {**_CAPA, "state": "effective", "effective": True, "verification": "0 of 412 leak"},
    "The effect was judged (D6)",
)
CLOSED = _of(
    "capa.closed",
    Closed,
    {
        **_CAPA,
        "state": "closed",
        "closing": "Works",
        "signed_by": "Wu Min",
        "signed_as": "gm",
        "meaning": "approved",
        "thanks": "Thanks to all",
    },
    "A corrective action was closed (D8)",
)
REOPENED = _of(
    "capa.reopened",
    WithReason,
    {**_CAPA, "state": "reopened", "reason": "The customer still has leaks"},
    "A corrective action was taken up again",
)
DECLINED = _of(
    "capa.declined",
    WithReason,
    {**_CAPA, "state": "declined", "reason": "Single transport damage"},
    "No corrective action is needed, and why",
)

_REPORT: dict[str, Any] = {
    "number": "8D-SZ-2026-000003",
    "state": "waiting",
    "customer_reference": "OE-123456789",
    "sender": "Hamburg Pumps GmbH",
    "capa": None,
    "reason": None,
}
_FORM: dict[str, Any] = {
    "number": "CF-SZ-2026-000001",
    "state": "active",
    "title": "8D of Hamburg Pumps",
    "customer_code": "C001",
    "filename": "8d.xlsx",
    "cells": 0,
}
REPORT_RECEIVED = _of("report_8d.received", ReportFact, _REPORT, "An 8D report came in as JSON and waits for a person")
REPORT_TAKEN = _of(
    "report_8d.taken",
    ReportFact,
    {**_REPORT, "state": "taken", "capa": "CA-SZ-2026-000007"},
    "A received 8D report opened or updated a corrective action",
)
REPORT_DISCARDED = _of(
    "report_8d.discarded", ReportFact, {**_REPORT, "state": "discarded", "reason": "Sent twice"}, "A received 8D report was left aside"
)
EXCHANGE_KEPT = _of(
    "capa.exchange_kept",
    ExchangeKept,
    {"number": "CA-SZ-2026-000007", "customer_reference": "OE-123456789"},
    "What partners must know of each other was written down for the exchange",
)
FORM_ADDED = _of("customer_form.added", FormFact, _FORM, "A customer's spreadsheet was added")
FORM_MAPPED = _of("customer_form.mapped", FormFact, {**_FORM, "cells": 12}, "It was decided which cell takes what of a report")
FORM_WITHDRAWN = _of("customer_form.withdrawn", FormFact, {**_FORM, "state": "withdrawn"}, "A customer's spreadsheet is not used any more")
FORM_RESTORED = _of("customer_form.restored", FormFact, _FORM, "A customer's spreadsheet is used again")
_READ_ACROSS: dict[str, Any] = {
    "number": "RA-SZ-2026-000007-1",
    "capa": "CA-SZ-2026-000007",
    "kind": "product",
    "what": "P-200 has the same seal",
    "department": "rnd",
    "state": "open",
    "due_on": None,
    "answer": None,
}
CAUSE_NOTED = _of(
    "capa.cause_noted",
    CauseFact,
    {
        **_CAPA,
        "state": "contained",
        "cause": 3,
        "what": "confirmed",
        "side": "occurrence",
        "statement": "Die worn",
        "cause_state": "confirmed",
        "is_root": True,
        "verified_how": "Reproduced on 5 parts",
    },
    "A cause was added, changed, removed, confirmed or ruled out (D4)",
)
PROOF_ATTACHED = _of(
    "capa.proof_attached",
    ProofAttached,
    {
        **_CAPA,
        "proof_of": "evidence",
        "action": "CA-SZ-2026-000001/1",
        "attachment": "01935d7e-8a40-7c11-b0a4-6a1f9c3f2b11",
        "filename": "die.jpg",
        "media_type": "image/jpeg",
        "size": 183220,
        "sha256": "9f" * 32,
    },
    "A file was joined to a corrective action as proof",
)
MERGED = _of(
    "capa.merged",
    Merged,
    {**_CAPA, "state": "joined", "into": "CA-SZ-2026-000003", "reason": "The same die"},
    "A corrective action was joined into another by hand",
)
SPLIT = _of(
    "capa.split",
    Split,
    {**_CAPA, "from_complaint": "KS-SZ-2026-000130", "to": "CA-SZ-2026-000009", "reason": "Another defect"},
    "A complaint was split off a corrective action and has its own now",
)
SEPARATED = _of(
    "capa.separated",
    WithReason,
    {**_CAPA, "reason": "Another die"},
    "A corrective action that was joined into another stands on its own again",
)
ACTION_PROPOSED = _of("action.proposed", ActionFact, {**_ACTION, "state": "candidate"}, "An action was proposed (D5)")
ACTION_CHANGED = _of("action.changed", ActionDecided, {**_ACTION, "reason": None}, "Another order of the actions was decided")
ACTION_REJECTED = _of(
    "action.rejected", ActionDecided, {**_ACTION, "state": "rejected", "reason": "Too dear"}, "A proposed action was not chosen (D5)"
)
ACTION_DROPPED = _of(
    "action.dropped", ActionDecided, {**_ACTION, "state": "dropped", "reason": "The line was stopped"}, "An action is not done any more"
)
ACTION_VALIDATED = _of(
    "action.validated",
    ActionValidated,
    {**_ACTION, "state": "done", "evidence": "Photo", "works": True, "validation": "Cpk 1.67 over 50 parts"},
    "It was seen whether an implemented action does what it should (D6)",
)
READ_ACROSS_ASSIGNED = _of(
    "read_across.assigned", ReadAcrossFact, _READ_ACROSS, "A department has to see whether it applies there too (D7)"
)
READ_ACROSS_DONE = _of(
    "read_across.done", ReadAcrossFact, {**_READ_ACROSS, "state": "done", "answer": "Seal changed"}, "It was carried over (D7)"
)
READ_ACROSS_DECLINED = _of(
    "read_across.declined", ReadAcrossFact, {**_READ_ACROSS, "state": "declined", "answer": "Other seal"}, "It does not apply there (D7)"
)

EVENTS = (
    OPENED,
    JOINED,
    ASSIGNED,
    CONTAINED,
    ANALYSED,
    PLANNED,
    ACTION_ASSIGNED,
    ACTION_OVERDUE,
    ACTION_DONE,
    CRITERION_SET,
    EFFECT_UNTOLD,
    VERIFIED,
    CLOSED,
    REOPENED,
    DECLINED,
    REPORT_RECEIVED,
    REPORT_TAKEN,
    REPORT_DISCARDED,
    EXCHANGE_KEPT,
    FORM_ADDED,
    FORM_MAPPED,
    FORM_WITHDRAWN,
    FORM_RESTORED,
    CAUSE_NOTED,
    PROOF_ATTACHED,
    MERGED,
    SPLIT,
    SEPARATED,
    ACTION_PROPOSED,
    ACTION_CHANGED,
    ACTION_REJECTED,
    ACTION_DROPPED,
    ACTION_VALIDATED,
    READ_ACROSS_ASSIGNED,
    READ_ACROSS_DONE,
    READ_ACROSS_DECLINED,
)

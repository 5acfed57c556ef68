"""The facts that desk states: sites for everybody; people and keys for the services alone; instructions of the general manager."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType


class GrantFact(Schema):
    """A role at a site; `*` is every site."""

    role = fields.String(required=True)
    site = fields.String(required=True)


class SiteFact(Schema):
    """A site as it is after the fact."""

    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    timezone = fields.String(required=True)
    working_language = fields.String(required=True)
    calendar = fields.Dict(required=True)
    targets = fields.Dict(required=True)
    severity_rules = fields.Dict(required=True)


class PersonFact(Schema):
    """A person's account as it is after the fact; never the password."""

    login = fields.String(required=True)
    name = fields.String(required=True)
    language = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)
    grants = fields.List(fields.Nested(GrantFact), required=True)


class PersonRevokedFact(Schema):
    """Sessions of the person begun before this moment are over."""

    login = fields.String(required=True)
    sessions_before = fields.AwareDateTime(required=True)


class KeyFact(Schema):
    """A device's or program's key: the digest of its secret, never the secret."""

    prefix = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    secret_sha256 = fields.String(required=True)
    grants = fields.List(fields.Nested(GrantFact), required=True)
    place = fields.String(required=True, allow_none=True)


class InstructionFact(Schema):
    """An instruction of the general manager on a case, and what came of it."""

    instruction = fields.String(required=True)
    case = fields.String(required=True)
    department = fields.String(required=True)
    text = fields.String(required=True)
    answer = fields.String(required=True, allow_none=True)


class DelegationFact(Schema):
    """Who acts for whom, in which role (at the fact's own site, `*` for all), in which period; `how` it ended: over or revoked."""

    number = fields.String(required=True)
    giver = fields.String(required=True)
    giver_name = fields.String(required=True)
    deputy = fields.String(required=True)
    deputy_name = fields.String(required=True)
    role = fields.String(required=True)
    begins_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    reason = fields.String(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    how = fields.String(required=True, allow_none=True)


_SITE: dict[str, Any] = {
    "code": "SZ",
    "name_zh": "深圳工厂",
    "name_en": "Shenzhen plant",
    "timezone": "Asia/Shanghai",
    "working_language": "zh",
    "calendar": {"country": "CN"},
    "targets": {"quality.review": {"days": 1}},
    "severity_rules": {},
}
_PERSON: dict[str, Any] = {
    "login": "li.wei",
    "name": "李伟",
    "language": "zh",
    "email": "li.wei@example.com",
    "active": True,
    "grants": [{"role": "sales", "site": "SZ"}],
}
_KEY: dict[str, Any] = {
    "prefix": "kd_7hq2mzk4vd",
    "kind": "device",
    "name": "Scanner 3",
    "secret_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "grants": [{"role": "scanner", "site": "SZ"}],
    "place": "Gate 2",
}
_INSTRUCTION: dict[str, Any] = {
    "instruction": "IN-SZ-2026-000001",
    "case": "KS-SZ-2026-000123",
    "department": "quality",
    "text": "Call the customer today and report to me.",
    "answer": None,
}

_DELEGATION: dict[str, Any] = {
    "number": "DG-SZ-2026-000001",
    "giver": "wang.fang",
    "giver_name": "王芳",
    "deputy": "chen.jing",
    "deputy_name": "陈静",
    "role": "lead",
    "begins_at": "2026-12-01T00:00:00+00:00",
    "ends_at": "2026-12-08T00:00:00+00:00",
    "reason": "Annual leave.",
    "ended_at": None,
    "how": None,
}

SITE_CHANGED = EventType(
    type="kesu.site.changed.v1", schema=SiteFact, example=_SITE, summary="A site was added, or its calendar, targets or rules changed"
)
PERSON_CHANGED = EventType(
    type="kesu.person.changed.v1", schema=PersonFact, example=_PERSON, summary="A person's account or grants changed", internal=True
)
PERSON_REVOKED = EventType(
    type="kesu.person.revoked.v1",
    schema=PersonRevokedFact,
    example={"login": "li.wei", "sessions_before": "2026-11-23T08:00:00+00:00"},
    summary="Everything that a person was signed in with is over",
    internal=True,
)
KEY_ISSUED = EventType(
    type="kesu.key.issued.v1", schema=KeyFact, example=_KEY, summary="A device or program was given a key", internal=True
)
KEY_REVOKED = EventType(type="kesu.key.revoked.v1", schema=KeyFact, example=_KEY, summary="A key is not accepted any more", internal=True)
INSTRUCTION_GIVEN = EventType(
    type="kesu.instruction.given.v1",
    schema=InstructionFact,
    example=_INSTRUCTION,
    summary="The general manager left an instruction on a case",
)
INSTRUCTION_ANSWERED = EventType(
    type="kesu.instruction.answered.v1",
    schema=InstructionFact,
    example={**_INSTRUCTION, "answer": "Called at 15:20; the customer keeps the goods."},
    summary="A department reported what it did on an instruction",
)

DELEGATION_GIVEN = EventType(
    type="kesu.delegation.given.v1",
    schema=DelegationFact,
    example=_DELEGATION,
    summary="Somebody acts for a lead or the general manager who is away",
    internal=True,
)
DELEGATION_ENDED = EventType(
    type="kesu.delegation.ended.v1",
    schema=DelegationFact,
    example={**_DELEGATION, "ended_at": "2026-12-04T02:00:00+00:00", "how": "revoked"},
    summary="A delegation was revoked, or its time is over",
    internal=True,
)

EVENTS = (
    SITE_CHANGED,
    PERSON_CHANGED,
    PERSON_REVOKED,
    KEY_ISSUED,
    KEY_REVOKED,
    INSTRUCTION_GIVEN,
    INSTRUCTION_ANSWERED,
    DELEGATION_GIVEN,
    DELEGATION_ENDED,
)

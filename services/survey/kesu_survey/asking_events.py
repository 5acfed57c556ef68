"""The facts about how customers are asked: mails, links, paper forms, what they are told; each with its schema and a frozen example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_survey.events import CampaignFact, InvitationFact


class InvitationAddressed(InvitationFact):
    """… and where its mails go to from now on; nowhere when the link goes another way."""

    address = fields.String(required=True, allow_none=True)


class InvitationQueued(InvitationFact):
    """… the mail that lies in the outbox (invitation or reminder), and where it goes; the fact's id is the Message-ID."""

    kind = fields.String(required=True)
    address = fields.String(required=True)


class InvitationBounced(InvitationFact):
    """… and the words of the server, or of who found out."""

    reason = fields.String(required=True)


class InvitationRevoked(InvitationFact):
    """… why the link was withdrawn, and which edition of it is good now."""

    reason = fields.String(required=True)
    edition = fields.Integer(required=True)


class InvitationKeyed(InvitationFact):
    """… and how many items differ between the two who typed the paper form in; none when only one has."""

    differences = fields.Integer(required=True)


class InvitationAnswered(InvitationFact):
    """An anonymous form came back (`via`: link or paper). What it says is told nowhere beside the customer."""

    via = fields.String(required=True)
    late = fields.Boolean(required=True)
    repeated = fields.Boolean(required=True)


class CampaignInvited(CampaignFact):
    """… how many mails went into the outbox, and how many customers have no address."""

    queued = fields.Integer(required=True)
    without_address = fields.Integer(required=True)


class CampaignReminders(CampaignFact):
    """… why no reminders are sent any more, or are again."""

    reason = fields.String(required=True, allow_none=True)


class Told(Schema):
    """What customers said, and what was done."""

    said_zh = fields.String(required=True)
    said_en = fields.String(required=True)
    did_zh = fields.String(required=True)
    did_en = fields.String(required=True)
    capa = fields.String(required=True, allow_none=True)


class CampaignTold(CampaignFact):
    """… and what its form opens with."""

    measures = fields.List(fields.Nested(Told), required=True)


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_INVITATION = {"invitation": "SC-SZ-2026-000001-0001", "campaign": "SC-SZ-2026-000001", "customer_code": "C001", "state": "queued"}
_MAIL = {**_INVITATION, "kind": "invitation", "address": "petersen@pumps.example"}
_CAMPAIGN = {
    "number": "SC-SZ-2026-000001",
    "state": "collecting",
    "plan": "SP-SZ-2026-000001",
    "year": 2026,
    "questionnaire": "SQ-SZ-DEFAULT-v1",
    "targets": {"delivery": "4.2"},
    "ends_on": "2026-12-20",
}
_MEASURE = {
    "said_zh": "交货期不稳定", "said_en": "Delivery dates were not kept",
    "did_zh": "新增一条装配线", "did_en": "We added an assembly line", "capa": "CA-SZ-2025-000004",
}  # fmt: skip

INVITATION_ADDRESSED = _of(
    "invitation.addressed", InvitationAddressed, {**_INVITATION, "address": "petersen@pumps.example"}, "Where the mails to a customer go to"
)
INVITATION_QUEUED = _of("invitation.queued", InvitationQueued, _MAIL, "A mail with the link, or a reminder, lies in the outbox")
INVITATION_BOUNCED = _of(
    "invitation.bounced",
    InvitationBounced,
    {**_INVITATION, "state": "bounced", "reason": "5.1.1 no such person"},
    "The link did not arrive",
)
INVITATION_REVOKED = _of(
    "invitation.revoked", InvitationRevoked, {**_INVITATION, "reason": "Sent to the wrong person.", "edition": 2}, "A link was withdrawn"
)
INVITATION_UNSUBSCRIBED = _of(
    "invitation.unsubscribed", InvitationFact, {**_INVITATION, "state": "sent"}, "The customer wants no reminders; the link stays good"
)
INVITATION_KEYED = _of(
    "invitation.keyed", InvitationKeyed, {**_INVITATION, "state": "differing", "differences": 1}, "A paper form was typed in, once or again"
)
INVITATION_DISCARDED = _of(
    "invitation.discarded",
    InvitationBounced,
    {**_INVITATION, "state": "partly", "reason": "Wrong customer."},
    "A typed paper form was taken back",
)
INVITATION_ANSWERED = _of(
    "invitation.answered",
    InvitationAnswered,
    {**_INVITATION, "state": "completed", "via": "link", "late": False, "repeated": False},
    "A customer's anonymous form came back",
)
CAMPAIGN_INVITED = _of(
    "campaign.invited", CampaignInvited, {**_CAMPAIGN, "queued": 40, "without_address": 2}, "The mails with the links lie in the outbox"
)
CAMPAIGN_STOPPED = _of("campaign.stopped", CampaignReminders, {**_CAMPAIGN, "reason": "The fair begins."}, "No more reminders are sent")
CAMPAIGN_RESUMED = _of("campaign.resumed", CampaignReminders, {**_CAMPAIGN, "reason": None}, "Reminders are sent again")
CAMPAIGN_TOLD = _of(
    "campaign.told", CampaignTold, {**_CAMPAIGN, "measures": [_MEASURE]}, "What a survey tells first of what came of the last one"
)

ASKING_EVENTS = (
    INVITATION_ADDRESSED, INVITATION_QUEUED, INVITATION_BOUNCED, INVITATION_REVOKED, INVITATION_UNSUBSCRIBED, INVITATION_KEYED,
    INVITATION_DISCARDED, INVITATION_ANSWERED, CAMPAIGN_INVITED, CAMPAIGN_STOPPED, CAMPAIGN_RESUMED, CAMPAIGN_TOLD,
)  # fmt: skip

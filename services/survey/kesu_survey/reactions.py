"""What survey does when it hears of sites, customers, tiers, complaints, returns and corrective actions: it keeps small copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from marshmallow import fields
from sqlalchemy.orm import Session

from kesu_common.events import ConsumedSchema, Event, Reaction
from kesu_common.people.actors import Actor
from kesu_common.people.copies import COMMON_REACTIONS
from kesu_survey.copies.commands import (
    learn_capa,
    learn_complaint,
    learn_contact,
    learn_customer,
    learn_return,
    learn_talk,
    learn_tier_rule,
)
from kesu_survey.questionnaires.default import ensure_default

SURVEY = Actor.service("survey")
SITE = COMMON_REACTIONS["kesu.site.changed.v1"]


class CustomerHeard(ConsumedSchema):
    """A customer as intake states it."""

    name = fields.String(required=True)
    tier = fields.String(required=True)
    language = fields.String(load_default="zh")
    site = fields.String(load_default=None, allow_none=True)
    state = fields.String(load_default="active")


class TierRuleHeard(ConsumedSchema):
    """What a customer's tier means at a site, as far as a survey is concerned."""

    tier = fields.String(required=True)
    survey_share = fields.Integer(required=True)


class ComplaintHeard(ConsumedSchema):
    """A complaint as it is after the fact."""

    customer_code = fields.String(required=True)
    product = fields.String(load_default=None, allow_none=True)
    severity = fields.String(load_default="minor")
    received_at = fields.AwareDateTime(load_default=None, allow_none=True)


class ReturnHeard(ConsumedSchema):
    """A return; one that nobody has recognised yet has no customer."""

    customer_code = fields.String(load_default=None, allow_none=True)
    complaint = fields.String(load_default=None, allow_none=True)


class ContactHeard(ConsumedSchema):
    """A contact that is no complaint."""

    customer_code = fields.String(required=True)
    kind = fields.String(required=True)
    about = fields.String(load_default=None, allow_none=True)
    received_at = fields.AwareDateTime(load_default=None, allow_none=True)


class CapaHeard(ConsumedSchema):
    """A corrective action; only one that a survey led to has a campaign."""

    campaign = fields.String(load_default=None, allow_none=True)
    item = fields.String(load_default=None, allow_none=True)
    responsible_department = fields.String(load_default="", allow_none=True)
    state = fields.String(load_default=None, allow_none=True)


class TalkHeard(ConsumedSchema):
    """A talk with a dissatisfied customer."""

    campaign = fields.String(required=True)
    customer_code = fields.String(required=True)
    state = fields.String(required=True)


def on_site(session: Session, event: Event) -> None:
    """Keep the site, and see that it has a questionnaire to begin with (clause 4.2.2.1)."""
    SITE.function(session, event)
    ensure_default(session, SURVEY, event.data["code"])


def on_customer(session: Session, event: Event) -> None:
    """Keep the customer: surveys draw their samples from these."""
    heard = {**event.data, "site": event.data["site"] or event.site}
    learn_customer(session, event.subject, event.sequence, **heard)


def on_tier_rule(session: Session, event: Event) -> None:
    """Plans that are drawn up from now on propose this share (clause 4.2.1.3)."""
    learn_tier_rule(session, event.site, event.data["tier"], event.sequence, share=event.data["survey_share"])


def on_complaint(state: str) -> Callable[[Session, Event], None]:
    """Remember that a complaint has come to `state`: the year's complaints stand beside the answers (clause 4.2.1.4)."""

    def react(session: Session, event: Event) -> None:
        heard = {**event.data, "received_at": event.data["received_at"] or event.time}
        learn_complaint(session, event.subject, event.sequence, state=state, **heard)

    return react


def on_return(state: str) -> Callable[[Session, Event], None]:
    """Remember that a return has come to `state`."""

    def react(session: Session, event: Event) -> None:
        if event.data["customer_code"]:
            learn_return(session, event.subject, event.sequence, first_at=event.time, state=state, **event.data)

    return react


def on_contact(session: Session, event: Event) -> None:
    """Remember praise and other contacts: they stand beside the answers as complaints do (clause 4.2.1.4)."""
    heard = {**event.data, "received_at": event.data["received_at"] or event.time}
    learn_contact(session, event.subject, event.sequence, **heard)


def on_capa(state: str) -> Callable[[Session, Event], None]:
    """Link a corrective action back to the campaign's item that it was opened for (clause 4.2.3.5)."""

    def react(session: Session, event: Event) -> None:
        heard = event.data
        if heard["campaign"] and heard["item"]:
            known = {"campaign": heard["campaign"], "item": heard["item"], "department": heard["responsible_department"] or ""}
            learn_capa(session, event.subject, event.sequence, state=heard["state"] or state, **known)

    return react


def on_talk(session: Session, event: Event) -> None:
    """Remember how far the talk with a dissatisfied customer has come (clause 4.2.3.7)."""
    learn_talk(session, event.subject, event.sequence, **event.data)


COMPLAINT_STATES = ("registered", "answered", "settled", "closed", "reopened", "withdrawn")
RETURN_STATES = ("requested", "approved", "rejected", "authorised", "received", "settled", "closed", "unannounced", "cancelled", "matched")
CAPA_STATES = ("opened", "assigned", "contained", "analysed", "planned", "verified", "closed", "reopened", "declined")

REACTIONS: Mapping[str, Reaction] = {
    "kesu.site.changed.v1": Reaction(SITE.schema, on_site),
    "kesu.customer.registered.v1": Reaction(CustomerHeard, on_customer),
    "kesu.customer.changed.v1": Reaction(CustomerHeard, on_customer),
    "kesu.tierrule.changed.v1": Reaction(TierRuleHeard, on_tier_rule),
    **{f"kesu.complaint.{state}.v1": Reaction(ComplaintHeard, on_complaint(state)) for state in COMPLAINT_STATES},
    "kesu.contact.recorded.v1": Reaction(ContactHeard, on_contact),
    **{f"kesu.return.{state}.v1": Reaction(ReturnHeard, on_return(state)) for state in RETURN_STATES},
    **{f"kesu.talk.{fact}.v1": Reaction(TalkHeard, on_talk) for fact in ("opened", "found", "told")},
    **{f"kesu.capa.{state}.v1": Reaction(CapaHeard, on_capa(state)) for state in CAPA_STATES},
}

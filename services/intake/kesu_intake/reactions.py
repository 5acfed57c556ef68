"""What intake does when it hears of verdicts, returns, rework at the customer's, corrective actions and dissatisfied customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from marshmallow import fields
from sqlalchemy.orm import Session

from kesu_common.events import ConsumedSchema, Event, Reaction
from kesu_common.people.actors import Actor
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.copies.commands import learn_answer, learn_capa, learn_case, learn_delivery, learn_return, learn_test
from kesu_intake.customers.queries import customer_of
from kesu_intake.dispatches.commands import take_verdict
from kesu_intake.followups.commands import open_followup
from kesu_intake.settlements.commands import end_settlement
from kesu_intake.settlements.model import ENDS
from kesu_intake.talks.commands import open_talk

INTAKE = Actor.service("intake")


class CaseHeard(ConsumedSchema):
    """Quality's case; one of a returned lot may belong to no complaint."""

    complaint = fields.String(load_default=None, allow_none=True)


class VerdictHeard(ConsumedSchema):
    """Quality's judgement."""

    case = fields.String(required=True)
    complaint = fields.String(load_default=None, allow_none=True)
    verdict = fields.String(required=True)
    defect_code = fields.String(load_default=None, allow_none=True)
    defect_zh = fields.String(load_default=None, allow_none=True)
    defect_en = fields.String(load_default=None, allow_none=True)
    responsible_department = fields.String(load_default=None, allow_none=True)
    severity = fields.String(load_default=None, allow_none=True)
    summary = fields.String(load_default="", allow_none=True)


class ReadingHeard(ConsumedSchema):
    """The values of one characteristic."""

    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    unit = fields.String(load_default=None, allow_none=True)
    lower = fields.String(load_default=None, allow_none=True)
    upper = fields.String(load_default=None, allow_none=True)
    values = fields.List(fields.String(), load_default=list)
    conforms = fields.Boolean(required=True)


class TestHeard(ConsumedSchema):
    """A test of quality; older facts tell no values."""

    __test__ = False

    case = fields.String(required=True)
    test = fields.String(required=True)
    standard = fields.String(load_default="", allow_none=True)
    standard_version = fields.Integer(load_default=1)
    sample = fields.String(load_default="", allow_none=True)
    result = fields.String(required=True)
    late = fields.Boolean(load_default=False)
    instrument = fields.String(load_default=None, allow_none=True)
    tested_at = fields.AwareDateTime(load_default=None, allow_none=True)
    readings = fields.List(fields.Nested(ReadingHeard), load_default=list)


class ReturnHeard(ConsumedSchema):
    """How far a return, or rework at the customer's, has come."""

    number = fields.String(load_default=None, allow_none=True)
    complaint = fields.String(load_default=None, allow_none=True)
    settlement = fields.UUID(load_default=None, allow_none=True)


class SplitHeard(ReturnHeard):
    """A part of a return is a return of its own, with this number."""

    into = fields.String(required=True)


class CapaHeard(ConsumedSchema):
    """How far a corrective action has come; it may serve several complaints."""

    number = fields.String(load_default=None, allow_none=True)
    title = fields.String(load_default=None, allow_none=True)
    complaint = fields.String(load_default=None, allow_none=True)
    complaints = fields.List(fields.String(), load_default=list)


class DissatisfiedItemHeard(ConsumedSchema):
    """An item and its low score."""

    item = fields.String(required=True)
    item_zh = fields.String(load_default="")
    item_en = fields.String(load_default="")
    score = fields.Integer(load_default=None, allow_none=True)


class DissatisfiedHeard(ConsumedSchema):
    """A key customer who is dissatisfied with items of a survey."""

    campaign = fields.String(required=True)
    customer_code = fields.String(required=True)
    items = fields.List(fields.Nested(DissatisfiedItemHeard), load_default=list)


class DeliveryHeard(ConsumedSchema):
    """A delivered line; one whose customer nobody knows is of no use here."""

    number = fields.String(required=True)
    customer_code = fields.String(load_default=None, allow_none=True)
    product = fields.String(required=True)
    lot = fields.String(load_default=None, allow_none=True)
    quantity = fields.Decimal(required=True)
    delivered_on = fields.Date(required=True)


class ScoreHeard(ConsumedSchema):
    """One answer of a form."""

    item = fields.String(required=True)
    score = fields.Integer(load_default=None, allow_none=True)
    text = fields.String(load_default=None, allow_none=True)


class AnswersHeard(ConsumedSchema):
    """A customer's form of a survey."""

    campaign = fields.String(required=True)
    invitation = fields.String(required=True)
    customer_code = fields.String(required=True)
    answers = fields.List(fields.Nested(ScoreHeard), load_default=list)


def on_delivery(session: Session, event: Event) -> None:
    """Keep what was delivered to whom: it stands in the customer's service file (clause 4.1.2-a)."""
    heard = dict(event.data)
    if heard["customer_code"]:
        learn_delivery(session, heard.pop("number"), event.sequence, **heard)


def on_answers(session: Session, event: Event) -> None:
    """Keep what a customer answered: it stands in the service file (clause 4.1.2-a)."""
    heard = dict(event.data)
    learn_answer(session, heard.pop("invitation"), event.sequence, answered_at=event.time, **heard)


def on_case_opened(session: Session, event: Event) -> None:
    """Remember which case quality has opened."""
    if complaint := event.data["complaint"]:
        learn_case(session, event.subject, complaint, event.sequence)


def on_verdict(session: Session, event: Event) -> None:
    """Keep the verdict, and let it answer what quality was asked."""
    heard = event.data
    if heard["complaint"] is None:
        return
    complaint = complaint_of(session, INTAKE, heard["complaint"], lock=True)
    known = {name: heard[name] for name in ("verdict", "defect_code", "defect_zh", "defect_en", "responsible_department", "summary")}
    if not learn_case(session, heard["case"], complaint.number, event.sequence, **known):
        return
    quality = Actor(id="quality", name=event.actor.get("name", "quality"), kind="service", grants=INTAKE.grants)
    summary = heard["summary"] or heard["verdict"]
    revised = event.type.endswith(".revised.v1")
    take_verdict(session, quality, complaint, verdict=heard["verdict"], severity=heard["severity"], summary=summary, revised=revised)


def on_test(session: Session, event: Event) -> None:
    """Keep a test with its values, for the report that goes to the customer."""
    heard = event.data
    known = {name: heard[name] for name in ("standard_version", "result", "late", "instrument", "readings")}
    known |= {"standard": heard["standard"] or "", "sample": heard["sample"] or "", "tested_at": heard["tested_at"] or event.time}
    learn_test(session, heard["test"], heard["case"], event.sequence, **known)


def on_return(state: str) -> Callable[[Session, Event], None]:
    """Remember that a return or job has come to `state`: no complaint is closed while one of its returns or jobs is open.

    What was agreed falls away with it, when it does not take place.
    """

    def react(session: Session, event: Event) -> None:
        if not (number := event.data["complaint"]):
            return
        settlement = event.data["settlement"]
        known = {"settlement": settlement} if settlement else {}
        complaint = complaint_of(session, INTAKE, number, lock=True) if settlement and state in ENDS else None
        news = learn_return(session, event.data["number"] or event.subject, number, state, event.sequence, **known)
        if news and complaint is not None:
            end_settlement(session, INTAKE, complaint, settlement, state)

    return react


def on_split(session: Session, event: Event) -> None:
    """Wait for the part as well, from the moment when there is one: what the first return states later is heard later."""
    if complaint := event.data["complaint"]:
        learn_return(session, event.data["into"], complaint, "authorised", event.sequence, settlement=event.data["settlement"])


def on_capa(state: str) -> Callable[[Session, Event], None]:
    """Remember how far a corrective action has come; once it is closed, the customers are asked whether it helped."""

    def react(session: Session, event: Event) -> None:
        heard = event.data
        number = heard["number"] or event.subject
        own = [heard["complaint"]] if heard["complaint"] else []
        named = {"title": heard["title"]} if heard["title"] else {}
        for complaint in dict.fromkeys([*own, *heard["complaints"]]):
            news = learn_capa(session, number, complaint, state, event.sequence, **named)
            if news and state == "closed":
                open_followup(session, INTAKE, complaint_of(session, INTAKE, complaint, lock=True), number)

    return react


def on_dissatisfied(session: Session, event: Event) -> None:
    """Talk in depth to a key customer whose answers show dissatisfaction (clause 4.2.3.7)."""
    customer = customer_of(session, INTAKE, event.data["customer_code"])
    open_talk(session, INTAKE, customer, campaign=event.data["campaign"], items=event.data["items"])


RETURN_STATES = ("requested", "approved", "rejected", "cancelled", "authorised", "received", "settled", "closed")
ONSITE_STATES = {
    "requested": "preparing",
    "ready": "ready",
    "freed": "preparing",
    "started": "in_progress",
    "completed": "completed",
    "cancelled": "cancelled",
}
"""Facts about rework at the customer's after which it is in another state (clause 4.1.3.7-d), and the state."""
CAPA_STATES = ("opened", "contained", "analysed", "planned", "verified", "closed", "reopened", "declined")

REACTIONS: Mapping[str, Reaction] = {
    "kesu.case.opened.v1": Reaction(CaseHeard, on_case_opened),
    "kesu.test.recorded.v1": Reaction(TestHeard, on_test),
    "kesu.verdict.given.v1": Reaction(VerdictHeard, on_verdict),
    "kesu.verdict.revised.v1": Reaction(VerdictHeard, on_verdict),
    **{f"kesu.return.{state}.v1": Reaction(ReturnHeard, on_return(state)) for state in RETURN_STATES},
    "kesu.return.split.v1": Reaction(SplitHeard, on_split),
    "kesu.replacement.shipped.v1": Reaction(ReturnHeard, on_return("replacing")),
    **{f"kesu.onsite.{fact}.v1": Reaction(ReturnHeard, on_return(state)) for fact, state in ONSITE_STATES.items()},
    **{f"kesu.capa.{state}.v1": Reaction(CapaHeard, on_capa(state)) for state in CAPA_STATES},
    "kesu.delivery.recorded.v1": Reaction(DeliveryHeard, on_delivery),
    "kesu.answer.received.v1": Reaction(AnswersHeard, on_answers),
    "kesu.customer.dissatisfied.v1": Reaction(DissatisfiedHeard, on_dissatisfied),
}

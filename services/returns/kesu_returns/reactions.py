"""What the warehouse does when other departments state facts. Every reaction may run late, or after a fact that came later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.events import ConsumedSchema, Event, Reaction
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_returns import tasks
from kesu_returns.copies.commands import learn_complaint, learn_customer, learn_verdict
from kesu_returns.onsite.commands import cancel_job, request_job
from kesu_returns.onsite.queries import open_jobs_of
from kesu_returns.returns.commands import cancel_return, decide_handling, open_work, request_return
from kesu_returns.returns.model import KINDS, RETURN_STATES, Return
from kesu_returns.returns.queries import locked_return, open_returns_of
from kesu_returns.reviews.commands import keep_disposition, keep_release, remember_review

ME = Actor.service("returns")


class CustomerHeard(ConsumedSchema):
    """Of a customer."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    tier = fields.String(load_default=None, allow_none=True)
    language = fields.String(load_default=None, allow_none=True)


class ComplaintHeard(ConsumedSchema):
    """Of a complaint."""

    number = fields.String(required=True)
    customer_code = fields.String(load_default=None, allow_none=True)
    customer_name = fields.String(load_default=None, allow_none=True)
    product = fields.String(load_default=None, allow_none=True)
    lot = fields.String(load_default=None, allow_none=True)
    quantity = fields.Decimal(load_default=None, allow_none=True)


class SettlementHeard(ComplaintHeard):
    """What was agreed with the customer."""

    kind = fields.String(required=True)
    terms = fields.String(load_default=None, allow_none=True)
    agreed_with = fields.String(load_default=None, allow_none=True)
    agreed_at = fields.AwareDateTime(load_default=None, allow_none=True)
    requested_by = fields.String(load_default=None, allow_none=True)
    settlement = fields.String(load_default=None, allow_none=True)
    replaces = fields.String(load_default=None, allow_none=True)


class WithdrawalHeard(ConsumedSchema):
    """That a complaint was withdrawn."""

    number = fields.String(required=True)
    reason = fields.String(load_default=None, allow_none=True)


class VerdictHeard(ConsumedSchema):
    """Whose fault it is."""

    complaint = fields.String(load_default=None, allow_none=True)
    verdict = fields.String(required=True)


class HandlingHeard(ConsumedSchema):
    """How the goods are to be handled."""

    return_number = fields.String(required=True)
    handling = fields.String(required=True)
    way = fields.String(load_default=None, allow_none=True)


class ReviewedLineHeard(ConsumedSchema):
    """How a line's pieces were judged."""

    line = fields.Integer(required=True)
    ours = fields.Decimal(load_default=0)
    not_ours = fields.Decimal(load_default=0)
    no_fault_found = fields.Decimal(load_default=0)


class ReviewHeard(ConsumedSchema):
    """What the review of returned goods found."""

    review = fields.String(required=True)
    return_number = fields.String(load_default=None, allow_none=True)
    result = fields.String(load_default=None, allow_none=True)
    lines = fields.List(fields.Nested(ReviewedLineHeard), load_default=list)


class DisposedPartHeard(ConsumedSchema):
    """What happens to a part of the goods."""

    disposition = fields.String(required=True)
    quantity = fields.Decimal(required=True)


class DispositionHeard(ConsumedSchema):
    """How nonconforming goods were disposed of."""

    goods = fields.String(required=True)
    return_number = fields.String(load_default=None, allow_none=True)
    parts = fields.List(fields.Nested(DisposedPartHeard), required=True)


class ReleaseHeard(ConsumedSchema):
    """That goods may leave quarantine."""

    goods = fields.String(required=True)
    return_number = fields.String(load_default=None, allow_none=True)
    quantity = fields.Decimal(required=True)


def on_customer(session: Session, event: Event) -> None:
    """Keep the copy of a customer."""
    learn_customer(session, event.data, event.site, event.sequence)


def on_complaint(session: Session, event: Event) -> None:
    """Keep the copy of a complaint."""
    known = {name: value for name, value in event.data.items() if name != "number"}
    learn_complaint(session, event.data["number"], event.site, **known)


def on_settled(session: Session, event: Event) -> None:
    """Exchange or return agreed: ask for the goods, once per settlement. Rework at the customer's agreed: ask the departments for it.
    Goodwill granted: remember it for the complaint and its open return.

    What an earlier agreement has opened, which this one replaces, is cancelled; unless goods or people are on their way.
    """
    told = event.data
    number = told["number"]
    if told["kind"] == "goodwill":
        learn_complaint(session, number, event.site, goodwill=True)
        for thing in open_returns_of(session, number):
            thing.goodwill = True
        return
    goes_on = told["replaces"] is not None and _replace(session, told)
    if told["kind"] == "rework":
        goods = ("customer_code", "customer_name", "product", "lot", "quantity", "terms", "settlement")
        wanted = {"complaint": number, **{name: told[name] for name in goods}}
        request_job(session, ME, event.site, wanted, requested_by=told["requested_by"])
        return
    if told["kind"] not in KINDS or goes_on:
        return  # answered or explained: no goods move
    names = ("customer_code", "customer_name", "agreed_with", "agreed_at", "settlement")
    line = {"product": told["product"], "lot": told["lot"], "quantity": told["quantity"]}
    data: dict[str, Any] = {
        "kind": told["kind"],
        "complaint": number,
        "reason": told["terms"],
        "lines": [line] if told["quantity"] else [],
        **{n: told[n] for n in names},
    }
    request_return(session, ME, event.site, data, source="complaint", requested_by=told["requested_by"])


def _replace(session: Session, told: Mapping[str, Any]) -> bool:
    """End what the replaced agreement has opened. `True`: goods or people are on their way already, and go on under the new agreement;
    sales looks at it."""
    number, earlier = told["number"], told["replaces"]
    goes_on = False
    for job in open_jobs_of(session, number):
        if job.settlement != earlier:
            continue
        if job.state == "in_progress":
            job.settlement = told["settlement"]
        else:
            cancel_job(session, ME, job, N_("Another settlement was agreed."))
    for thing in open_returns_of(session, number):
        if thing.settlement != earlier:
            continue
        if _cancellable(thing):
            cancel_return(session, ME, thing, N_("Another settlement was agreed."))
            continue
        thing.settlement = told["settlement"]
        if told["kind"] in KINDS:
            thing.kind = told["kind"]
        open_work(session, ME, tasks.AGREED_ANEW, thing)
        goes_on = True
    return goes_on


def on_withdrawn(session: Session, event: Event) -> None:
    """The complaint is withdrawn: its return is cancelled, or, when goods are on their way or here, sales has to look at it again."""
    learn_complaint(session, event.data["number"], event.site, withdrawn=True)
    for job in open_jobs_of(session, event.data["number"]):
        cancel_job(session, ME, job, N_("The complaint was withdrawn."))
    for thing in open_returns_of(session, event.data["number"]):
        if _cancellable(thing):
            cancel_return(session, ME, thing, N_("The complaint was withdrawn."))
        else:
            open_work(session, ME, tasks.LOOK_AGAIN, thing)


def on_verdict(session: Session, event: Event) -> None:
    """Keep the verdict: nothing is authorised on *not ours* without goodwill."""
    if event.data["complaint"]:
        learn_verdict(session, event.data["complaint"], event.site, event.data["verdict"], event.sequence)


def on_handling(session: Session, event: Event) -> None:
    """Quality has decided the handling. A return that has gone on or ended in the meantime keeps its state; only the words are kept."""
    thing = _known(session, event.data["return_number"])
    if thing.state == RETURN_STATES.initial:
        decide_handling(session, ME, thing, event.data["handling"], event.data["way"])
    else:
        thing.handling, thing.way = event.data["handling"], event.data["way"]


def on_review(session: Session, event: Event) -> None:
    """Quality's review: applied to the goods that came in, or remembered until they have."""
    if event.data["return_number"]:
        told = {"review": event.data["review"], "result": event.data["result"], "lines": event.data["lines"]}
        remember_review(session, ME, _known(session, event.data["return_number"]), told)


def on_disposition(session: Session, event: Event) -> None:
    """Quality's disposition: what goes back to the customer is sent by the warehouse."""
    if event.data["return_number"]:
        keep_disposition(session, ME, _known(session, event.data["return_number"]), event.data["goods"], event.data["parts"])


def on_released(session: Session, event: Event) -> None:
    """Quality has released goods: the warehouse carries them out of quarantine."""
    if event.data["return_number"]:
        keep_release(session, ME, _known(session, event.data["return_number"]), event.data["goods"], event.data["quantity"])


def _cancellable(thing: Return) -> bool:
    return "cancel" in RETURN_STATES.allowed(thing.state) and not any(line.received for line in thing.lines)


def _known(session: Session, number: str) -> Return:
    found = locked_return(session, number)
    if found is None:
        raise NotFound(N_("There is no return %(number)s."), number=number)
    return found


REACTIONS = {
    "kesu.customer.registered.v1": Reaction(CustomerHeard, on_customer),
    "kesu.customer.changed.v1": Reaction(CustomerHeard, on_customer),
    "kesu.complaint.registered.v1": Reaction(ComplaintHeard, on_complaint),
    "kesu.complaint.amended.v1": Reaction(ComplaintHeard, on_complaint),
    "kesu.complaint.settled.v1": Reaction(SettlementHeard, on_settled),
    "kesu.complaint.withdrawn.v1": Reaction(WithdrawalHeard, on_withdrawn),
    "kesu.verdict.given.v1": Reaction(VerdictHeard, on_verdict),
    "kesu.verdict.revised.v1": Reaction(VerdictHeard, on_verdict),
    "kesu.handling.decided.v1": Reaction(HandlingHeard, on_handling),
    "kesu.review.completed.v1": Reaction(ReviewHeard, on_review),
    "kesu.disposition.decided.v1": Reaction(DispositionHeard, on_disposition),
    "kesu.goods.released.v1": Reaction(ReleaseHeard, on_released),
}

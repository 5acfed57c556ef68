"""What quality does when it hears of complaints that it is asked about, and of goods that come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import fields
from sqlalchemy.orm import Session

from kesu_common.events import ConsumedSchema, Event, Reaction
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_quality.cases.commands import amend_case, ask_again, close_case, open_case, reopen_case, revise_case, withdraw_case
from kesu_quality.cases.queries import case_of_complaint
from kesu_quality.copies.commands import learn_complaint, learn_file
from kesu_quality.costs.commands import learn_returned_cost
from kesu_quality.goods.commands import take_returned
from kesu_quality.goods.judging import judge_line
from kesu_quality.handlings.commands import cancel_handling, take_form
from kesu_quality.handlings.model import HANDLING_STATES
from kesu_quality.handlings.queries import find_handling
from kesu_quality.reviews.commands import ask_for, cancel_review, count_received, open_review, take_away
from kesu_quality.reviews.model import REVIEW_STATES, Review
from kesu_quality.reviews.queries import find_review

QUALITY = Actor.service("quality")
SEVERITIES = ("minor", "major", "critical")


class AskedHeard(ConsumedSchema):
    """What one department was asked."""

    department = fields.String(required=True)
    question = fields.String(load_default=None, allow_none=True)
    due_at = fields.AwareDateTime(load_default=None, allow_none=True)


class ComplaintHeard(ConsumedSchema):
    """A complaint as intake tells of it."""

    number = fields.String(required=True)
    state = fields.String(load_default=None, allow_none=True)
    customer_code = fields.String(load_default=None, allow_none=True)
    customer_name = fields.String(load_default=None, allow_none=True)
    product = fields.String(load_default=None, allow_none=True)
    lot = fields.String(load_default=None, allow_none=True)
    serial = fields.String(load_default=None, allow_none=True)
    severity = fields.String(load_default=None, allow_none=True)
    reason = fields.String(load_default="", allow_none=True)


class AttachedHeard(ConsumedSchema):
    """A file that came to a complaint; `attachment` is its name in intake's files."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    attachment = fields.UUID(load_default=None, allow_none=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)


class DispatchedHeard(ComplaintHeard):
    """… with its text in the working language, and who was asked what."""

    quantity = fields.String(load_default=None, allow_none=True)
    text = fields.String(load_default="", allow_none=True)
    departments = fields.List(fields.Nested(AskedHeard), load_default=list)


class AmendedHeard(ComplaintHeard):
    """… and how many pieces it is about."""

    quantity = fields.String(load_default=None, allow_none=True)


class TakenBackHeard(ComplaintHeard):
    """… and which department need not answer."""

    department = fields.String(required=True)


class LineHeard(ConsumedSchema):
    """A line of a return: `quantity` as asked for, `received` as it came in so far."""

    line = fields.Integer(required=True)
    product = fields.String(load_default=None, allow_none=True)
    lot = fields.String(load_default=None, allow_none=True)
    quantity = fields.Decimal(load_default=Decimal(0))
    received = fields.Decimal(load_default=Decimal(0))


class ReturnHeard(ConsumedSchema):
    """A return as the warehouse tells of it."""

    number = fields.String(required=True)
    complaint = fields.String(load_default=None, allow_none=True)
    customer_code = fields.String(load_default=None, allow_none=True)
    customer_name = fields.String(load_default=None, allow_none=True)
    complete = fields.Boolean(load_default=False)
    reason = fields.String(load_default="", allow_none=True)
    lines = fields.List(fields.Nested(LineHeard), load_default=list)


class SplitLineHeard(LineHeard):
    """What became which line of the other return."""

    into_line = fields.Integer(required=True)


class SplitHeard(ReturnHeard):
    """A part of a return is a return of its own."""

    into = fields.String(required=True)
    lines = fields.List(fields.Nested(SplitLineHeard), load_default=list)


class CostHeard(ConsumedSchema):
    """What a return or an on-site job cost."""

    cost = fields.UUID(required=True)
    number = fields.String(required=True)
    complaint = fields.String(load_default=None, allow_none=True)
    kind = fields.String(required=True)
    amount = fields.Decimal(required=True)
    currency = fields.String(required=True)
    note = fields.String(load_default=None, allow_none=True)
    recorded_by = fields.String(load_default="")


def on_dispatched(session: Session, event: Event) -> None:
    """Quality is asked about a complaint: a case is opened, or the one there is is taken up again."""
    heard = event.data
    if not learn_complaint(session, heard, event.site, event.sequence):
        return
    asked = next((each for each in heard["departments"] if each["department"] == "quality"), None)
    if asked is None:
        return
    case = case_of_complaint(session, heard["number"], lock=True)
    due_at: datetime | None = asked["due_at"]
    if case is not None:
        ask_again(session, QUALITY, case, question=asked["question"], due_at=due_at, text=heard["text"] or case.text)
        return
    known = {name: heard[name] for name in ("customer_code", "customer_name", "product", "lot", "serial")}
    open_case(
        session, QUALITY, site=event.site, source="complaint", complaint=heard["number"], text=heard["text"] or "",
        question=asked["question"],
        severity=heard["severity"] if heard["severity"] in SEVERITIES else "minor", due_at=due_at, quantity=_quantity(heard["quantity"]),
        **known,
    )  # fmt: skip


def on_complaint(react: Callable[[Session, Any, str], None]) -> Callable[[Session, Event], None]:
    """Do something with the complaint's case, if it has one and the fact is news."""

    def reaction(session: Session, event: Event) -> None:
        if learn_complaint(session, event.data, event.site, event.sequence):
            case = case_of_complaint(session, event.data["number"], lock=True)
            if case is not None:
                react(session, case, event.data["reason"] or event.type)

    return reaction


def on_amended(session: Session, event: Event) -> None:
    """Sales or quality knows better which goods it is about: the case knows it as well, unless it is over."""
    if not learn_complaint(session, event.data, event.site, event.sequence):
        return
    case = case_of_complaint(session, event.data["number"], lock=True)
    if case is not None and case.state != "closed":
        goods = {name: event.data[name] for name in ("product", "lot", "serial")}
        amend_case(session, QUALITY, case, quantity=_quantity(event.data["quantity"]), **goods)


def on_taken_back(session: Session, event: Event) -> None:
    """Sales needs no answer of quality after all: the case ends, whatever was found so far stays."""
    if event.data["department"] == "quality":
        on_complaint(end_with_complaint)(session, event)


def take_up_again(session: Session, case: Any, reason: str) -> None:
    """The customer disagrees, or the complaint was reopened: what was judged is tested again."""
    if case.state == "judged":
        revise_case(session, QUALITY, case, reason)
    elif case.state == "closed":
        reopen_case(session, QUALITY, case, reason)


def end_with_complaint(session: Session, case: Any, reason: str) -> None:
    """The complaint was taken back."""
    if case.state != "closed":
        withdraw_case(session, QUALITY, case, reason)


def close_with_complaint(session: Session, case: Any, _reason: str) -> None:
    """The complaint is closed: a judged case is as well; one that is being tested goes on."""
    if case.state == "judged":
        close_case(session, QUALITY, case)


def on_return_requested(session: Session, event: Event) -> None:
    """Quality has the form: its head decides the handling, and the review's one working day begins (clause 4.1.3.7-a, -c)."""
    heard = event.data
    common = {name: heard[name] for name in ("complaint", "customer_code", "customer_name", "lines")}
    if find_handling(session, heard["number"]) is None:
        take_form(session, QUALITY, number=heard["number"], site=event.site, asked_at=event.time, **common)
    if find_review(session, heard["number"], lock=True) is None:
        open_review(session, QUALITY, site=event.site, return_number=heard["number"], form_at=event.time, **common)


def on_return_received(session: Session, event: Event) -> None:
    """Returned goods are in quarantine, or more of them; of a return without a form the review begins now."""
    heard = event.data
    common = {name: heard[name] for name in ("complaint", "customer_code", "customer_name")}
    review = find_review(session, heard["number"], lock=True)
    if review is None:
        lines = [{**line, "quantity": line["received"]} for line in heard["lines"]]
        review = open_review(session, QUALITY, site=event.site, return_number=heard["number"], form_at=event.time, lines=lines, **common)
    count_received(session, review, heard["lines"], complete=heard["complete"])
    if review.nothing_came and "cancel" in REVIEW_STATES.allowed(review.state):
        cancel_review(session, QUALITY, review, N_("Nothing came back."))
    for line in heard["lines"]:
        where = {"product": line["product"], "lot": line["lot"]}
        take_returned(
            session,
            QUALITY,
            site=event.site,
            return_number=heard["number"],
            line=line["line"],
            received=line["received"],
            at=event.time,
            **common,
            **where,
        )
    if review.decided_at is not None:
        _judge(session, review)


def on_return_split(session: Session, event: Event) -> None:
    """A part of a return is a return of its own: it gets its review, due one working day from now; the first one waits for less."""
    heard = event.data
    common = {name: heard[name] for name in ("complaint", "customer_code", "customer_name")}
    moved = [{**line, "line": line["into_line"]} for line in heard["lines"]]
    part = find_review(session, heard["into"], lock=True)
    if part is None:
        open_review(session, QUALITY, site=event.site, return_number=heard["into"], form_at=event.time, lines=moved, **common)
    else:
        ask_for(part, moved)
    whole = find_review(session, heard["number"], lock=True)
    if whole is not None:
        take_away(whole, heard["lines"])


def on_return_ended(session: Session, event: Event) -> None:
    """The return was cancelled or refused: what quality had to decide about it is not needed any more."""
    handling, review = find_handling(session, event.data["number"]), find_review(session, event.data["number"], lock=True)
    reason = event.data["reason"] or event.type
    if handling is not None and "cancel" in HANDLING_STATES.allowed(handling.state):
        cancel_handling(session, QUALITY, handling, reason)
    if review is not None and "cancel" in REVIEW_STATES.allowed(review.state):
        cancel_review(session, QUALITY, review, reason)


def on_attached(session: Session, event: Event) -> None:
    """Show the inspector what the customer has sent."""
    if event.data["attachment"] is not None:  # a fact from before files had names for others
        learn_file(session, event.data, event.time)


def on_cost(session: Session, event: Event) -> None:
    """What goods cost on their way back counts to the cost of poor quality of the complaint's case, whichever comes first."""
    learn_returned_cost(session, event.data, event.time)


def _judge(session: Session, review: Review) -> None:
    for line in review.lines:
        judge_line(session, QUALITY, review.return_number, line)


def _quantity(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


REACTIONS: Mapping[str, Reaction] = {
    "kesu.complaint.attached.v1": Reaction(AttachedHeard, on_attached),
    "kesu.complaint.amended.v1": Reaction(AmendedHeard, on_amended),
    "kesu.complaint.dispatched.v1": Reaction(DispatchedHeard, on_dispatched),
    "kesu.complaint.question_taken_back.v1": Reaction(TakenBackHeard, on_taken_back),
    "kesu.complaint.disputed.v1": Reaction(ComplaintHeard, on_complaint(take_up_again)),
    "kesu.complaint.reopened.v1": Reaction(ComplaintHeard, on_complaint(take_up_again)),
    "kesu.complaint.withdrawn.v1": Reaction(ComplaintHeard, on_complaint(end_with_complaint)),
    "kesu.complaint.closed.v1": Reaction(ComplaintHeard, on_complaint(close_with_complaint)),
    "kesu.return.requested.v1": Reaction(ReturnHeard, on_return_requested),
    "kesu.return.received.v1": Reaction(ReturnHeard, on_return_received),
    "kesu.return.split.v1": Reaction(SplitHeard, on_return_split),
    "kesu.return.cost_recorded.v1": Reaction(CostHeard, on_cost),
    "kesu.return.cancelled.v1": Reaction(ReturnHeard, on_return_ended),
    "kesu.return.rejected.v1": Reaction(ReturnHeard, on_return_ended),
}

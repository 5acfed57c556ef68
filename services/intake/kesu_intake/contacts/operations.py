"""Every operation on a contact, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Field, Why
from kesu_common.web.operations import Operation, Operations
from kesu_intake import permissions
from kesu_intake.appointments.commands import agree_appointment, cancel_appointment, hold_appointment
from kesu_intake.appointments.queries import agreed_appointment
from kesu_intake.appointments.schemas import AppointIn, CancelAppointmentIn, HoldIn
from kesu_intake.complaints.model import CHANNELS, CLAIMS
from kesu_intake.contacts import commands, schemas
from kesu_intake.contacts.conversion import convert_contact
from kesu_intake.contacts.model import CONTACT_STATES, Contact
from kesu_intake.contacts.queries import contact_of
from kesu_intake.exchanges.commands import log_contact_exchange
from kesu_intake.exchanges.schemas import ExchangeIn
from kesu_intake.questions.commands import answer_question, ask_departments
from kesu_intake.questions.queries import open_questions
from kesu_intake.questions.schemas import AnswerQuestionIn, AskAboutContactIn

_FORMS = "intake/contacts/"
_REASON = Why()
_RESULT = Field(name="result", label=N_("What came of it"), kind="long", required=True)


def _person(contact: Contact) -> str:
    return contact.caller or contact.customer_name


def _first_question(_session: Session, _actor: Actor, contact: Contact) -> Mapping[str, Any]:
    """The department that is asked as a rule, with the customer's words."""
    asks = contact.rule.asks
    return {} if asks is None else {f"ask-{asks}": True, "question": contact.text}


def _appointment(session: Session, _actor: Actor, contact: Contact) -> Mapping[str, Any]:
    """The one that is moved, else what the customer would like."""
    agreed = agreed_appointment(session, contact.number)
    if agreed is not None:
        return {name: getattr(agreed, name) for name in ("starts_at", "place", "people", "with_whom")}
    return {"starts_at": contact.wanted_at, "place": contact.place, "with_whom": _person(contact)}


def _reply(_session: Session, _actor: Actor, contact: Contact) -> Mapping[str, Any]:
    """Over the channel that the customer used, with what came of it."""
    return {"channel": contact.channel, "to": _person(contact), "text": contact.outcome}


def _talk(_session: Session, _actor: Actor, contact: Contact) -> Mapping[str, Any]:
    return {"direction": "in", "channel": contact.channel, "person": _person(contact)}


def _as_complaint(_session: Session, _actor: Actor, contact: Contact) -> Mapping[str, Any]:
    return {"claim": "return" if contact.kind == "return_request" else "unstated"}


def _was_asked(session: Session, actor: Actor, contact: Contact) -> bool:
    return any(actor.has_role(question.department, contact.site) for question in open_questions(session, contact.number))


def _travels(_session: Session, _actor: Actor, contact: Contact) -> bool:
    return contact.rule.appointment


def _has_appointment(session: Session, _actor: Actor, contact: Contact) -> bool:
    return agreed_appointment(session, contact.number) is not None


def _may_close(_session: Session, _actor: Actor, contact: Contact) -> bool:
    return contact.replied_at is not None or not contact.reply_wanted


OPERATIONS = Operations[Contact](
    states=CONTACT_STATES,
    find=contact_of,
    all=(
        Operation(
            path="analyse",
            title=N_("Analyse"),
            summary="Write down what it is about and what follows (clause 4.1.2-b)",
            action=permissions.HANDLE_CONTACT,
            schema=schemas.AnalyseIn,
            run=commands.analyse_contact,
            command="analyse",
            icon="search",
            fields=(Field(name="analysis", label=N_("What it is about, and what follows"), kind="long", required=True),),
        ),
        Operation(
            path="ask",
            title=N_("Ask a department"),
            summary="Put questions to the departments that can answer (clauses 3.2-c, 3.3, 3.4)",
            action=permissions.HANDLE_CONTACT,
            schema=AskAboutContactIn,
            run=ask_departments,
            command="ask",
            icon="send",
            template=f"{_FORMS}ask.html",
            initial=_first_question,
        ),
        Operation(
            path="answer",
            title=N_("Answer"),
            summary="Answer what the department was asked",
            action=permissions.ANSWER_CONTACT,
            schema=AnswerQuestionIn,
            run=answer_question,
            command="answer",
            icon="message-2",
            template=f"{_FORMS}answer.html",
            offered=_was_asked,
        ),
        Operation(
            path="appoint",
            title=N_("Agree on an appointment"),
            summary="Agree when, where and who goes (clause 3.2-d); an earlier appointment is moved",
            action=permissions.HANDLE_CONTACT,
            schema=AppointIn,
            run=agree_appointment,
            command="appoint",
            icon="calendar-event",
            initial=_appointment,
            offered=_travels,
            fields=(
                Field(name="starts_at", label=N_("When"), kind="datetime", required=True),
                Field(name="place", label=N_("Where"), required=True),
                Field(name="people", label=N_("Who of us goes"), required=True),
                Field(name="with_whom", label=N_("With whom at the customer's"), required=True),
            ),
        ),
        Operation(
            path="hold",
            title=N_("Record the appointment"),
            summary="Record what came of the appointment",
            action=permissions.HANDLE_CONTACT,
            schema=HoldIn,
            run=hold_appointment,
            command="hold",
            icon="user-check",
            offered=_has_appointment,
            fields=(_RESULT,),
        ),
        Operation(
            path="cancel-appointment",
            title=N_("Cancel the appointment"),
            summary="Nobody goes, for a reason",
            action=permissions.HANDLE_CONTACT,
            schema=CancelAppointmentIn,
            run=cancel_appointment,
            command="cancel_appointment",
            icon="circle-x",
            offered=_has_appointment,
            fields=(_REASON,),
        ),
        Operation(
            path="handle",
            title=N_("Record the outcome"),
            summary="Record what came of it (clause 4.1.2-b)",
            action=permissions.HANDLE_CONTACT,
            schema=schemas.HandleIn,
            run=commands.handle_contact,
            command="handle",
            icon="clipboard-check",
            fields=(Field(name="outcome", label=N_("What came of it"), kind="long", required=True),),
        ),
        Operation(
            path="reply",
            title=N_("Reply"),
            summary="Log the reply to the customer (clause 4.1.2-b)",
            action=permissions.HANDLE_CONTACT,
            schema=schemas.ReplyContactIn,
            run=commands.reply_contact,
            command="reply",
            icon="mail",
            initial=_reply,
            fields=(
                Field(name="channel", label=N_("Channel"), kind="choice", choices=CHANNELS, required=True),
                Field(name="to", label=N_("To"), required=True),
                Field(name="text", label=N_("Reply"), kind="long", required=True),
            ),
        ),
        Operation(
            path="close",
            title=N_("Close"),
            summary="Close a contact; one that asks for a reply only after it",
            action=permissions.HANDLE_CONTACT,
            run=commands.close_contact,
            command="close",
            icon="circle-check",
            offered=_may_close,
        ),
        Operation(
            path="exchanges",
            title=N_("Log an exchange"),
            summary="Log a call, visit or letter about it (clause 3.2-a)",
            action=permissions.LOG_EXCHANGE,
            schema=ExchangeIn,
            run=log_contact_exchange,
            command=None,
            icon="message",
            template=f"{_FORMS}exchange.html",
            initial=_talk,
        ),
        Operation(
            path="convert",
            title=N_("It is a complaint"),
            summary="Register the complaint that it turned out to be, linked both ways",
            action=permissions.CONVERT_CONTACT,
            schema=schemas.ConvertIn,
            run=convert_contact,
            command="convert",
            icon="message-report",
            initial=_as_complaint,
            fields=(
                Field(name="product", label=N_("Product")),
                Field(name="lot", label=N_("Lot")),
                Field(name="serial", label=N_("Serial number")),
                Field(name="quantity", label=N_("Quantity affected")),
                Field(name="claim", label=N_("What the customer asks for"), kind="choice", choices=CLAIMS),
                Field(name="effect", label=N_("What it does to the customer"), kind="long"),
                Field(name="safety", label=N_("People were hurt or in danger"), kind="check"),
            ),
        ),
        Operation(
            path="reopen",
            title=N_("Reopen"),
            summary="Take it up anew: outcome and reply have to come again",
            action=permissions.REOPEN_CONTACT,
            schema=schemas.ReasonIn,
            run=commands.reopen_contact,
            command="reopen",
            icon="refresh",
            fields=(_REASON,),
        ),
        Operation(
            path="withdraw",
            title=N_("Withdraw"),
            summary="Nobody needs to do anything any more",
            action=permissions.HANDLE_CONTACT,
            schema=schemas.ReasonIn,
            run=commands.withdraw_contact,
            command="withdraw",
            icon="ban",
            tone="ghost-danger",
            fields=(_REASON,),
        ),
    ),
)

_NATURAL = {"recorded": "analyse", "analysed": "handle", "handled": "reply", "replied": "close"}


def next_of(contact: Contact) -> str | None:
    """The operation that comes next as a rule: its button stands out."""
    return "close" if contact.state == "handled" and not contact.reply_wanted else _NATURAL.get(contact.state)

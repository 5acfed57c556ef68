"""What the forms of operations show first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_, translate
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_intake.clarifications.queries import clarification_of, clarifications_of, is_not_ours
from kesu_intake.complaints.amending import AMENDED
from kesu_intake.complaints.model import Complaint
from kesu_intake.confirmations.model import EVIDENCE
from kesu_intake.copies.queries import case_of
from kesu_intake.customers.queries import customer_of
from kesu_intake.dispatches.queries import open_dispatch
from kesu_intake.mails.queries import mails_of, undelivered
from kesu_intake.replies.proposal import propose_reply
from kesu_intake.settlements.model import EXPLAIN
from kesu_intake.settlements.queries import against_the_verdict, standing

_ACKNOWLEDGED = N_("Dear %(customer)s, we have received your complaint and registered it as %(number)s. You will hear from us.")

_QUESTION = N_("Please test against the product's standard and give your verdict.")


def amendment(_session: Session, _actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """What is known already."""
    return {name: getattr(complaint, name) for name in AMENDED}


def _person(session: Session, actor: Actor, complaint: Complaint) -> str:
    """Whom to talk to at the customer's: the caller, else the first contact."""
    contacts = customer_of(session, actor, complaint.customer_code).contacts
    return complaint.caller or (str(contacts[0]["name"]) if contacts else complaint.customer_name)


def _address(session: Session, actor: Actor, complaint: Complaint) -> str | None:
    """The e-mail address of whom to talk to, else that of the first contact who has one."""
    contacts = customer_of(session, actor, complaint.customer_code).contacts
    person = _person(session, actor, complaint)
    own = [contact for contact in contacts if contact.get("email") and contact.get("name") == person]
    return next((str(contact["email"]) for contact in (*own, *contacts) if contact.get("email")), None)


def _channel(complaint: Complaint) -> str:
    """The way that the customer came; the telephone where a colleague told of it."""
    return "phone" if complaint.channel in {"warehouse", "survey"} else complaint.channel


def acknowledgement(session: Session, actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """A message in the customer's language."""
    language = customer_of(session, actor, complaint.customer_code).language
    content = translate(_ACKNOWLEDGED, {"customer": complaint.customer_name, "number": complaint.number}, language)
    address = _address(session, actor, complaint)
    return {"channel": "email", "person": _person(session, actor, complaint), "content": content, "address": address}


def questions(session: Session, _actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """Quality is asked as a rule, once there is a text that it can work with."""
    language = site_of(session, complaint.site).working_language
    if complaint.in_working_language(language) is None or open_dispatch(session, complaint.number, "quality"):
        return {}
    return {"departments-0-department": "quality", "departments-0-question": translate(_QUESTION, None, language)}


def translation(_session: Session, actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """The translation that there is, to be mended."""
    return {"translator": actor.name, "text": complaint.working_text}


def clarification(session: Session, actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """What was found so far."""
    found = next(iter(clarifications_of(session, complaint.number)), None)
    return {"cause": found.cause, "advice": found.advice, "helpers": found.helpers} if found else {"helpers": actor.name}


def settlement(session: Session, actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """What the customer asks for; when the fault is not ours, the explanation that was found."""
    known: dict[str, Any] = {"agreed_with": _person(session, actor, complaint), "channel": _channel(complaint)}
    if is_not_ours(session, complaint):
        found, against = clarification_of(session, complaint), against_the_verdict(session, complaint)
        known |= {"replaces": against[0].id if against else None}
        if found is not None:
            return {"kind": EXPLAIN, "terms": found.advice, **known}
    kind = complaint.claim if complaint.claim in {"answer", "exchange", "return", "rework"} else None
    return {"kind": kind, "quantity": complaint.quantity, **known}


def reply(session: Session, actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """A draft from verdict and settlements, in the customer's language."""
    language = customer_of(session, actor, complaint.customer_code).language
    case = case_of(session, complaint.number)
    found = clarification_of(session, complaint) if is_not_ours(session, complaint) else None
    draft = propose_reply(complaint, case, found, standing(session, complaint), language)
    kind = "reminder" if complaint.state == "replied" else "reply"
    tested = case is not None and case.verdict is not None and kind == "reply"
    more = {"address": _address(session, actor, complaint), "report": tested}
    return {"kind": kind, "channel": "email", "to": _person(session, actor, complaint), "language": language, "text": draft, **more}


def missed_mail(session: Session, actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """The latest mail that did not arrive."""
    missed = undelivered(session, complaint.number)
    known = {"mail": missed[-1].id, "address": missed[-1].address, "content": missed[-1].text} if missed else {}
    return {**known, "channel": "phone", "person": _person(session, actor, complaint)}


def sent_mail(session: Session, _actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """The latest mail that went out."""
    out = [mail for mail in mails_of(session, complaint.number) if mail.state in {"sent", "unclear"}]
    return {"mail": out[-1].id} if out else {}


def who(session: Session, actor: Actor, complaint: Complaint) -> Mapping[str, Any]:
    """Whom one talked to, as a rule."""
    return {"who": _person(session, actor, complaint), "how": EVIDENCE, "channel": "phone", "person": _person(session, actor, complaint)}

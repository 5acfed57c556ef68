"""Everything about one contact, as the API gives it and the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import fields
from sqlalchemy.orm import Session

from kesu_common.tasks import Task
from kesu_common.tasks.queries import tasks_of
from kesu_intake.appointments.model import Appointment
from kesu_intake.appointments.queries import appointments_of
from kesu_intake.appointments.schemas import AppointmentOut
from kesu_intake.contacts.model import Contact
from kesu_intake.contacts.schemas import ContactOut
from kesu_intake.exchanges.model import Exchange
from kesu_intake.exchanges.queries import exchanges_of_contact
from kesu_intake.exchanges.schemas import ExchangeOut
from kesu_intake.questions.model import Question
from kesu_intake.questions.queries import questions_of
from kesu_intake.questions.schemas import QuestionOut


@dataclass(frozen=True)
class ContactDetails:
    """A contact and all that belongs to it here."""

    contact: Contact
    questions: Sequence[Question]
    appointments: Sequence[Appointment]
    exchanges: Sequence[Exchange]
    tasks: Sequence[Task]


class ContactDetailsOut(ContactOut):
    """A contact with everything."""

    questions = fields.List(fields.Nested(QuestionOut))
    appointments = fields.List(fields.Nested(AppointmentOut))
    exchanges = fields.List(fields.Nested(ExchangeOut))

    def get_attribute(self, obj: ContactDetails, attr: str, default: Any) -> Any:
        """What `ContactDetails` does not have itself is the contact's own."""
        return super().get_attribute(obj if hasattr(obj, attr) else obj.contact, attr, default)


def details_of_contact(session: Session, contact: Contact) -> ContactDetails:
    """Read it all."""
    return ContactDetails(
        contact=contact,
        questions=questions_of(session, contact.number),
        appointments=appointments_of(session, contact.number),
        exchanges=exchanges_of_contact(session, contact.number),
        tasks=tasks_of(session, contact.number, only_open=True),
    )

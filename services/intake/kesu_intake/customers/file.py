"""Everything of a customer's service file, as the API gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from kesu_intake.agreements.model import Agreement
from kesu_intake.agreements.queries import agreements_with
from kesu_intake.agreements.schemas import AgreementOut
from kesu_intake.copies.model import KnownAnswer, KnownDelivery
from kesu_intake.copies.queries import answers_from, deliveries_to
from kesu_intake.customers.model import Customer
from kesu_intake.customers.queries import codes_of
from kesu_intake.customers.schemas import DeliveryOut, SurveyAnswersOut
from kesu_intake.service_files.model import ServiceFile
from kesu_intake.service_files.queries import file_of, gaps_among
from kesu_intake.service_files.schemas import ServiceFileOut
from kesu_intake.visits.model import Visit
from kesu_intake.visits.queries import visits_to
from kesu_intake.visits.schemas import VisitOut


@dataclass(frozen=True)
class CustomerFile:
    """The file, `None` while nobody has opened it, and what is read beside it."""

    missing: bool
    file: ServiceFile | None
    deliveries: Sequence[KnownDelivery]
    visits: Sequence[Visit]
    survey_answers: Sequence[KnownAnswer]
    agreements: Sequence[Agreement]


class CustomerFileOut(Schema):
    """A service file with everything; `missing`: the tier asks for one and there is none."""

    missing = fields.Boolean()
    file = fields.Nested(ServiceFileOut, allow_none=True)
    deliveries = fields.List(fields.Nested(DeliveryOut))
    visits = fields.List(fields.Nested(VisitOut))
    survey_answers = fields.List(fields.Nested(SurveyAnswersOut))
    agreements = fields.List(fields.Nested(AgreementOut))


def customer_file(session: Session, customer: Customer) -> CustomerFile:
    """Read it all."""
    codes = codes_of(session, customer)
    return CustomerFile(
        missing=bool(gaps_among(session, [customer.code])),
        file=file_of(session, customer.code),
        deliveries=deliveries_to(session, codes),
        visits=visits_to(session, customer.code),
        survey_answers=answers_from(session, codes),
        agreements=agreements_with(session, customer.code),
    )

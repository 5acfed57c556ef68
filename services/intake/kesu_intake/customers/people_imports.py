"""Importing the people at customers' from a spreadsheet. Natural key: customer code and name."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_load
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.importing import Applied, ImportColumn, ImportSpec
from kesu_common.people.actors import Actor
from kesu_common.schemas import StrictSchema, Words
from kesu_intake.customers.commands import change_customer
from kesu_intake.customers.queries import customer_known_as
from kesu_intake.permissions import MAINTAIN_CUSTOMERS


class PersonRow(StrictSchema):
    """A row's texts as values."""

    code = Words(32, required=True)
    name = Words(100, required=True)
    role = Words(100)
    phone = Words(50)
    email = fields.Email()

    @pre_load
    def _tidy(self, data: dict[str, str], **_: Any) -> dict[str, str]:
        """Codes in capitals."""
        return {**data, **({"code": data["code"].strip().upper()} if data.get("code") else {})}


def apply_person(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Enter the person, or bring the one of this name up to date; what a row leaves empty stays."""
    customer = customer_known_as(session, row.pop("code"))
    if customer is None or not actor.may(MAINTAIN_CUSTOMERS, customer.site):
        raise Invalid(N_("There is no such customer."), field="code")
    people = [dict(person) for person in customer.contacts]
    known = next((person for person in people if person["name"] == row["name"]), None)
    if known is None:
        people.append({"role": None, "phone": None, "email": None, **row})
    elif all(known.get(name) == value for name, value in row.items()):
        return Applied.UNCHANGED
    else:
        known.update(row)
    change_customer(session, actor, customer, contacts=people)
    return Applied.CREATED if known is None else Applied.UPDATED


PEOPLE = ImportSpec(
    name="customer-contacts",
    columns=(
        ImportColumn("code", N_("Customer code"), ("客户代码", "客户编号", "客户编码", "customer_id", "customer no"), required=True),
        ImportColumn("name", N_("Contact"), ("联系人", "姓名", "contact person"), required=True),
        ImportColumn("role", N_("Function"), ("职务", "职位", "role", "position")),
        ImportColumn("phone", N_("Phone"), ("电话", "手机", "mobile")),
        ImportColumn("email", N_("E-mail"), ("邮箱", "电子邮件", "mail")),
    ),
    schema=PersonRow,
    apply=apply_person,
)

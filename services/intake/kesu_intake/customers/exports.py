"""The list of customers as a spreadsheet, as it is filtered."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.spreadsheets import write_csv, write_xlsx
from kesu_intake.customers.model import Customer
from kesu_intake.customers.queries import customers

COLUMNS = (
    N_("Customer code"), N_("Customer name"), N_("Site"), N_("Tier"), N_("Language"), N_("Contact"), N_("Phone"), N_("E-mail"), N_("State"),
    N_("Notes"),
)  # fmt: skip
"""The headers, such that the same file can be imported again."""

KINDS: Mapping[str, str] = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
"""Ending of the file → its media type."""


def export_customers(session: Session, actor: Actor, args: Mapping[str, Any], kind: str, headers: Sequence[str]) -> bytes:
    """The file of this kind with every customer of the filtered list, by code."""
    target = io.BytesIO()
    write = write_xlsx if kind == "xlsx" else write_csv
    write(target, headers, _rows(session.scalars(customers(actor, args).order_by(Customer.number))))
    return target.getvalue()


def _rows(found: Iterable[Customer]) -> Iterable[Sequence[object]]:
    for customer in found:
        person = customer.contacts[0] if customer.contacts else {}
        known = (customer.number, customer.name, customer.site, customer.tier, customer.language)
        yield (*known, person.get("name"), person.get("phone"), person.get("email"), customer.state, customer.notes)

"""Reading customers' forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, or_
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.customer_forms.model import CustomerForm
from kesu_capa.permissions import READ
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records

SORTS = {"created_at": CustomerForm.created_at, "number": CustomerForm.number}
FILTERS = {"site": CustomerForm.site, "state": CustomerForm.state, "customer_code": CustomerForm.customer_code}
WORDS = (CustomerForm.number, CustomerForm.title, CustomerForm.customer_code)


def form_of(session: Session, actor: Actor, number: str, lock: bool = False) -> CustomerForm:
    """The template with that number. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, CustomerForm, number, N_("There is no customer's form “%(number)s”."), lock=lock)


def forms(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list."""
    return records(actor, READ, CustomerForm, args, FILTERS, WORDS)


def forms_for(session: Session, actor: Actor, capa: Capa) -> Sequence[CustomerForm]:
    """Templates that a report can be filled into: those of its customers, and those of every customer."""
    customers = {case.customer_code for case in capa.cases if case.customer_code}
    for_it = or_(CustomerForm.customer_code.is_(None), CustomerForm.customer_code.in_(sorted(customers)))
    wanted = forms(actor, {"site": capa.site, "state": "active"}).where(for_it)
    return session.scalars(wanted.order_by(CustomerForm.title)).all()

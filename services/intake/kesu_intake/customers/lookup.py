"""Finding a customer by what somebody types: the code, or a part of the name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_common.queries import contains
from kesu_intake.customers.model import Customer
from kesu_intake.permissions import READ

SHOWN = 20
"""As many suggestions as a person looks through."""


def suggestions(session: Session, actor: Actor, words: str, limit: int = SHOWN) -> Sequence[Customer]:
    """Active customers whose code or name has `words` in it: codes that begin with them first, then by code."""
    begins = case((Customer.number.istartswith(words, autoescape=True), 0), else_=1)
    statement = (
        select(Customer)
        .where(Customer.state == "active", or_(contains(Customer.number, words), contains(Customer.name, words)))
        .order_by(begins, Customer.number)
        .limit(limit)
    )
    return session.scalars(scoped(statement, actor, READ, Customer.site)).all()


def customer_meant(session: Session, actor: Actor, words: str) -> Customer | None:
    """The one customer that `words` can mean: this code (in capitals or not), this whole name, or the only one found; else `None`."""
    exact = select(Customer).where(or_(func.lower(Customer.number) == words.lower(), func.lower(Customer.name) == words.lower()))
    found = session.scalars(scoped(exact, actor, READ, Customer.site).order_by(Customer.number).limit(2)).all()
    if not found and len(words) > 1:
        found = suggestions(session, actor, words, 2)
    return found[0] if len(found) == 1 else None


def code_meant(session: Session, actor: Actor, words: str) -> str:
    """The code of that customer. Raises `Invalid` (field `customer_code`) that names those whom the words could mean."""
    if customer := customer_meant(session, actor, words):
        return customer.number
    candidates = suggestions(session, actor, words, 5)
    if not candidates:
        raise Invalid(
            N_("No active customer has “%(words)s” in code or name. Enter the customer first."), field="customer_code", words=words
        )
    named = ", ".join(f"{customer.number} {customer.name}" for customer in candidates)
    raise Invalid(N_("“%(words)s” can mean several customers: %(customers)s."), field="customer_code", words=words, customers=named)


def by_address(session: Session, address: str) -> Customer | None:
    """The one active customer, of any site, with a contact of this e-mail address (in capitals or not)."""
    mails = func.jsonb_array_elements(Customer.contacts).table_valued("value", name="one").render_derived()
    has = exists().select_from(mails).where(func.lower(mails.c.value.op("->>")("email")) == address.lower())
    found = session.scalars(select(Customer).where(Customer.state == "active", has).order_by(Customer.number).limit(2)).all()
    return found[0] if len(found) == 1 else None

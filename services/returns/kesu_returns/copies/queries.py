"""Reading the copies."""

from __future__ import annotations

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_returns.copies.model import KnownComplaint, KnownCustomer
from kesu_returns.deliveries.model import Delivery


def customer_name(session: Session, code: str | None) -> str | None:
    """The customer's name, if this service has heard of it."""
    known = session.get(KnownCustomer, code) if code else None
    return known.name if known else None


def require_known(session: Session, site: str, customer: str | None, complaint: str | None) -> None:
    """Raise `Invalid` for a customer or a complaint that somebody has named and nobody knows at the site, or that do not belong together:
    what is asked for would hang on nothing.
    """
    if customer and session.get(KnownCustomer, customer) is None and not session.scalar(_delivered_to(site, customer)):
        raise Invalid(
            N_("No customer “%(code)s” is known here. Check the code, or enter the customer first."), field="customer_code", code=customer
        )
    if not complaint:
        return
    known = complaint_of(session, complaint)
    if known is None or known.site != site:
        raise Invalid(
            N_("No complaint “%(number)s” of %(site)s is known here. Check the number; one registered just now arrives within seconds."),
            field="complaint",
            number=complaint,
            site=site,
        )
    if known.withdrawn:
        raise Invalid(N_("Complaint “%(number)s” was withdrawn."), field="complaint", number=complaint)
    if customer and known.customer_code and known.customer_code != customer:
        raise Invalid(N_("Complaint “%(number)s” is of customer %(code)s."), field="complaint", number=complaint, code=known.customer_code)


def _delivered_to(site: str, customer: str) -> Select[bool]:
    return select(exists().where(Delivery.site == site, Delivery.customer_code == customer))


def complaint_of(session: Session, number: str | None) -> KnownComplaint | None:
    """What is known of a complaint; `None` when it has no number or nothing was heard of it."""
    return session.get(KnownComplaint, number) if number else None

"""The address of a portal link, and what an address opens."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from kesu_common.errors import Unauthenticated
from kesu_common.i18n import N_
from kesu_common.people.tokens import read_link, sign_link
from kesu_common.settings import Settings
from kesu_intake.customers.model import Customer
from kesu_intake.portal.model import PortalLink

PURPOSE = "portal"


def portal_address(settings: Settings, link: PortalLink, language: str) -> str:
    """The address to give to the customer, in the customer's language. It is signed: nobody can guess or change one."""
    token = sign_link(settings.secret_key, PURPOSE, {"link": str(link.id)}, link.expires_at)
    return settings.link("intake", f"/portal/{token}/?lang={language}")


def opened(session: Session, settings: Settings, token: str) -> tuple[PortalLink, Customer]:
    """The link and the customer whose portal it opens. Raises `Unauthenticated` for a changed, expired or revoked one."""
    link = session.get(PortalLink, UUID(str(read_link(settings.secret_key, PURPOSE, token)["link"])))
    customer = session.query(Customer).filter_by(number=link.customer_code).one() if link else None
    if link is None or customer is None or not link.is_good or customer.state != "active":
        raise Unauthenticated(N_("This link is not valid any more. Please ask your contact for a new one."))
    return link, customer

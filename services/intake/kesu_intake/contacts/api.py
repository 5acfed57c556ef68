"""REST interface of contacts: `/api/v1/contacts`, and one endpoint per operation below each contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_intake.contacts import queries
from kesu_intake.contacts.details import ContactDetails, ContactDetailsOut, details_of_contact
from kesu_intake.contacts.model import Contact
from kesu_intake.contacts.operations import OPERATIONS
from kesu_intake.contacts.recording import record_finished_contact
from kesu_intake.contacts.schemas import ContactIn, ContactListArgs, ContactOut
from kesu_intake.permissions import READ, RECORD_CONTACT

api = ApiBlueprint("contacts", __name__, description="Contacts (客户联系) that are no complaints, from the first word to their end")


@api.get("")
@allow(READ)
@api.arguments(ContactListArgs, location="query")
@api.response(200, ContactOut(many=True))
def list_contacts(args: Mapping[str, Any]) -> Sequence[Contact]:
    """Contacts, newest first"""
    page = paginate(current_session(), queries.contacts(current_actor(), args), queries.SORTS, identity=Contact.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(RECORD_CONTACT)
@api.arguments(ContactIn())
@api.response(201, ContactOut)
def record(data: Mapping[str, Any]) -> tuple[Contact, int, dict[str, str]]:
    """Write a contact down (clause 4.1.1)"""
    contact = record_finished_contact(current_session(), current_actor(), **data)
    send_etag(contact)
    return contact, 201, {"Location": url_for("api_contacts.get_contact", number=contact.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, ContactDetailsOut)
def get_contact(number: str) -> ContactDetails:
    """One contact with questions, appointments and exchanges"""
    contact = queries.contact_of(current_session(), current_actor(), number)
    send_etag(contact)
    return details_of_contact(current_session(), contact)


OPERATIONS.add_endpoints(api, ContactOut)

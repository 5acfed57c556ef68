"""REST interface of complaints: `/api/v1/complaints`, and one endpoint per operation below each complaint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.attachments import Attachment, attachments_of
from kesu_common.people.actors import Actor
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.attachments import AttachmentIn, AttachmentOut
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.filters import page_zone
from kesu_common.web.paging import send_links
from kesu_intake.complaints import commands, queries
from kesu_intake.complaints.details import Details, DetailsOut, details_of
from kesu_intake.complaints.finding import find
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.register import register_complaint
from kesu_intake.complaints.schemas import AttachmentArgs, ComplaintIn, ComplaintListArgs, ComplaintOut
from kesu_intake.confirmations.links import confirmation_link
from kesu_intake.operations import OPERATIONS
from kesu_intake.permissions import ATTACH, READ, REGISTER, REPLY
from kesu_intake.replies.schemas import LinkOut
from kesu_intake.working_texts.commands import note_reading

api = ApiBlueprint("complaints", __name__, description="Complaints (客诉) from registration to the confirmed end")
UPLOAD_LIMIT = 50 * 1024 * 1024


@api.get("")
@allow(READ)
@api.arguments(ComplaintListArgs, location="query")
@api.response(200, ComplaintOut(many=True))
def list_complaints(args: Mapping[str, Any]) -> Sequence[Complaint]:
    """Complaints, newest first; with `q`, those that it names come before those that have its words"""
    page = find(current_session(), queries.complaints(current_actor(), args, page_zone()), args)
    send_links(page)
    return page.items


@api.post("")
@allow(REGISTER)
@api.arguments(ComplaintIn())  # an instance: a class would be made anew for every request
@api.response(201, ComplaintOut)
def register(data: Mapping[str, Any]) -> tuple[Complaint, int, dict[str, str]]:
    """Register a complaint (clause 4.1.3.1-a)"""
    complaint = registered(current_actor(), data)
    send_etag(complaint)
    return complaint, 201, {"Location": url_for("api_complaints.get_complaint", number=complaint.number)}


def registered(actor: Actor, data: Mapping[str, Any]) -> Complaint:
    """Register what API or form brought; a critical complaint of the present goes to QA and the GM at once (clause 4.1.3.5)."""
    session = current_session()
    complaint = register_complaint(session, actor, **data)
    if not complaint.is_of_the_past:
        commands.escalate_if_severe(session, complaint, at_least="critical")
    return complaint


@api.get("/<number>")
@allow(READ)
@api.response(200, DetailsOut)
def get_complaint(number: str) -> Details:
    """One complaint with everything that was done about it"""
    complaint = queries.complaint_of(current_session(), current_actor(), number)
    note_reading(current_session(), current_actor(), complaint)
    send_etag(complaint)
    return details_of(current_session(), complaint)


@api.post("/<number>/attachments")
@allow(ATTACH)
@api.arguments(AttachmentArgs, location="query")
@api.arguments(AttachmentIn, location="files")
@api.response(201, AttachmentOut)
def attach(args: Mapping[str, Any], files: Mapping[str, Any], number: str) -> Attachment:
    """Attach a file; it can never be changed (clause 4.1.3.5-a1)"""
    session, actor, file = current_session(), current_actor(), files["file"]
    complaint = queries.complaint_of(session, actor, number, lock=True)
    actor.require(ATTACH, complaint.site)
    stored = current_runtime().files.save(file.stream, filename=file.filename or "file", limit=UPLOAD_LIMIT)
    return commands.attach_file(session, actor, complaint, stored, args["kind"])


@api.get("/<number>/attachments")
@allow(READ)
@api.response(200, AttachmentOut(many=True))
def list_attachments(number: str) -> Sequence[Attachment]:
    """The complaint's files, oldest first; the bytes are at `/files/<id>`"""
    complaint = queries.complaint_of(current_session(), current_actor(), number)
    return attachments_of(current_session(), complaint.number)


@api.get("/<number>/confirmation-link")
@allow(REPLY)
@api.response(200, LinkOut)
def link_to_confirm(number: str) -> dict[str, str]:
    """The signed address at which the customer confirms this round's reply, or disagrees; good for 60 days"""
    complaint = queries.complaint_of(current_session(), current_actor(), number)
    current_actor().require(REPLY, complaint.site)
    return {"link": confirmation_link(current_runtime().settings, complaint)}


OPERATIONS.add_endpoints(api, ComplaintOut)

"""REST interface of drafts: `/api/v1/drafts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.attachments import Attachment, attachments_of
from kesu_common.errors import TooLarge
from kesu_common.i18n import N_
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.attachments import AttachmentOut
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_intake.drafts import queries
from kesu_intake.drafts.commands import PART_LIMIT, paste_mail, take_mail
from kesu_intake.drafts.model import UPLOADED, Draft
from kesu_intake.drafts.operations import OPERATIONS
from kesu_intake.drafts.schemas import DraftListArgs, DraftOut, MailArgs, MailIn, PasteIn
from kesu_intake.permissions import READ_DRAFTS, TAKE_DRAFT

api = ApiBlueprint("drafts", __name__, description="E-mails (邮件草稿) that may become complaints")


@api.get("")
@allow(READ_DRAFTS)
@api.arguments(DraftListArgs, location="query")
@api.response(200, DraftOut(many=True))
def list_drafts(args: Mapping[str, Any]) -> Sequence[Draft]:
    """Drafts, newest first"""
    page = paginate(current_session(), queries.drafts(current_actor(), args), queries.SORTS, identity=Draft.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(TAKE_DRAFT)
@api.arguments(PasteIn)
@api.response(201, DraftOut)
def paste(data: Mapping[str, Any]) -> tuple[Draft, int, dict[str, str]]:
    """Keep pasted text as a draft; the same text of the same sender twice is one draft"""
    return _answer(paste_mail(current_session(), current_actor(), current_runtime().files, **data))


@api.post("/mails")
@allow(TAKE_DRAFT)
@api.arguments(MailArgs, location="query")
@api.arguments(MailIn, location="files")
@api.response(201, DraftOut)
def upload(args: Mapping[str, Any], files: Mapping[str, Any]) -> tuple[Draft, int, dict[str, str]]:
    """Keep an e-mail (.eml) as a draft; the same Message-ID twice is one draft"""
    return _answer(upload_mail(files["file"], args["site"]))


@api.get("/<number>")
@allow(READ_DRAFTS)
@api.response(200, DraftOut)
def get_draft(number: str) -> Draft:
    """One draft"""
    draft = queries.draft_of(current_session(), current_actor(), number)
    send_etag(draft)
    return draft


@api.get("/<number>/attachments")
@allow(READ_DRAFTS)
@api.response(200, AttachmentOut(many=True))
def list_attachments(number: str) -> Sequence[Attachment]:
    """The e-mail itself and what came with it; the bytes are at `/files/<id>`"""
    return attachments_of(current_session(), queries.draft_of(current_session(), current_actor(), number).number)


def upload_mail(file: Any, site: str) -> Draft:
    """Keep an uploaded e-mail as a draft of the caller's site. Raises `TooLarge`."""
    raw = file.stream.read(PART_LIMIT + 1)
    if len(raw) > PART_LIMIT:
        raise TooLarge(N_("%(name)s is larger than %(limit)s MB."), field="file", name=file.filename, limit=PART_LIMIT // 1024 // 1024)
    return take_mail(current_session(), current_actor(), current_runtime().files, raw, site=site, origin=UPLOADED)


def _answer(draft: Draft) -> tuple[Draft, int, dict[str, str]]:
    send_etag(draft)
    return draft, 201, {"Location": url_for("api_drafts.get_draft", number=draft.number)}


OPERATIONS.add_endpoints(api, DraftOut)

"""Attachments out: always as a download, never rendered on our own origin."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, send_file

from kesu_common.attachments import Attachment
from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Action
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session


def downloads(reading: Action) -> Blueprint:
    """The blueprint that serves a service's attachments to those who may read its records."""
    blueprint = Blueprint("downloads", __name__)

    @blueprint.get("/files/<uuid:attachment_id>")
    @allow(reading)
    def download(attachment_id: UUID) -> Response:
        attachment = current_session().get(Attachment, attachment_id)
        if attachment is None or not current_actor().may(reading, attachment.site):
            raise NotFound(N_("There is no such file."))
        stream = current_runtime().files.open(attachment.sha256)
        current_runtime().service.downloaded(current_session(), current_actor(), attachment)
        response = send_file(stream, mimetype=attachment.media_type, as_attachment=True, download_name=attachment.filename)
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response

    return blueprint

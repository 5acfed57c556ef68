"""`Idempotency-Key`: the same request sent again gets the first answer, and the effect happens once.

The key and the answer are stored in the request's own transaction, so that an effect without its key, or a key without its effect, cannot
exist. While the first request still runs, a second gets 409; the same key with another body gets 422 (IETF draft idempotency-key-header).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from flask import Response, request
from psycopg.types.json import Jsonb
from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kesu_common import clock
from kesu_common.database import CommonBase
from kesu_common.database.engine import quickly
from kesu_common.errors import InProgress, Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Link", "HX-Redirect")


_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
_LOOK = (
    "SELECT fingerprint, status, headers, body FROM idempotency WHERE actor = %s AND key = %s"  # sees what was committed before the lock
)
_KEEP = "INSERT INTO idempotency (actor, key, fingerprint, status, headers, body, created_at) VALUES (%s, %s, %s, %s, %s, %s, %s)"


class IdempotentAnswer(CommonBase):
    """The answer that was given to one key of one actor."""

    __tablename__ = "idempotency"

    actor: Mapped[str] = mapped_column(String(100), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


def given_key() -> str | None:
    """The key of the present request: the header, or the hidden field of a form."""
    if request.method not in UNSAFE:
        return None
    return request.headers.get("Idempotency-Key") or (request.mimetype in FORMS and request.form.get("idempotency_key")) or None


def earlier_answer(session: Session, actor: Actor, key: str) -> Response | None:
    """The stored answer if this very request was answered before. Raises `InProgress` while it still runs, `Invalid` for another body."""
    if len(key) > 200:
        raise Invalid(N_("An idempotency key has at most 200 characters."), field="Idempotency-Key")
    [(locked,)] = quickly(session, _LOCK, (f"{actor.id}\x1f{key}",))
    if not locked:
        raise InProgress(N_("The same request is being worked on at this moment. Wait for its answer."))
    stored = quickly(session, _LOOK, (actor.id, key)).fetchone()
    if stored is None:
        return None
    fingerprint, status, headers, body = stored
    if fingerprint != _fingerprint():
        raise Invalid(N_("This idempotency key was used for another request. Use a new key."), field="Idempotency-Key")
    return Response(body, status=status, headers={**headers, "Idempotent-Replay": "true"})


def keep_answer(session: Session, actor: Actor, key: str, response: Response) -> None:
    """Store the answer beside the effect."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body = response.get_data(as_text=True)
    quickly(session, _KEEP, (actor.id, key, _fingerprint(), response.status_code, Jsonb(headers), body, clock.now()))


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.mimetype in FORMS:
        for name in sorted(set(request.form) - {"csrf_token"}):
            digest.update(repr((name, request.form.getlist(name))).encode())
        for name in sorted(request.files):
            for file in request.files.getlist(name):
                digest.update(repr((name, file.filename)).encode())
                digest.update(hashlib.file_digest(file.stream, "sha256").digest())  # type: ignore[arg-type]
                file.stream.seek(0)
    else:
        digest.update(request.get_data(cache=True))
    return digest.hexdigest()

"""`Idempotency-Key`: the same request sent again gets the first answer, and the effect happens once.

The key and the answer are stored in the request's own transaction, so that an effect without its key, or a key without its effect, cannot
exist. While the first request still runs, a second gets 409; the same key with another body gets 422 (IETF draft idempotency-key-header).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from flask import Response, request
from sqlalchemy import String, Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kesu_common import clock
from kesu_common.database import CommonBase
from kesu_common.errors import InProgress, Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Link", "HX-Redirect")


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
    return request.headers.get("Idempotency-Key") or request.form.get("idempotency_key") or None


def earlier_answer(session: Session, actor: Actor, key: str) -> Response | None:
    """The stored answer if this very request was answered before. Raises `InProgress` while it still runs, `Invalid` for another body."""
    if len(key) > 200:
        raise Invalid(N_("An idempotency key has at most 200 characters."), field="Idempotency-Key")
    locked = session.scalar(text("SELECT pg_try_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"{actor.id}\x1f{key}"})
    if not locked:
        raise InProgress(N_("The same request is being worked on at this moment. Wait for its answer."))
    stored = session.get(IdempotentAnswer, (actor.id, key))
    if stored is None:
        return None
    if stored.fingerprint != _fingerprint():
        raise Invalid(N_("This idempotency key was used for another request. Use a new key."), field="Idempotency-Key")
    return Response(stored.body, status=stored.status, headers={**stored.headers, "Idempotent-Replay": "true"})


def keep_answer(session: Session, actor: Actor, key: str, response: Response) -> None:
    """Store the answer beside the effect."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    answer = IdempotentAnswer(
        actor=actor.id,
        key=key,
        fingerprint=_fingerprint(),
        status=response.status_code,
        headers=headers,
        body=response.get_data(as_text=True),
    )
    session.add(answer)


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.mimetype in {"multipart/form-data", "application/x-www-form-urlencoded"}:
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

"""Optimistic locking over HTTP: `ETag` out, `If-Match` (API) or the hidden field `version` (pages) in."""

from __future__ import annotations

import re
from typing import Protocol

from flask import Response, request

from kesu_common.errors import PreconditionRequired, Stale
from kesu_common.i18n import N_
from kesu_common.web.current import on_answer

_TAG = re.compile(r'"v\d+"')


class Versioned(Protocol):
    """Anything with an optimistic lock."""

    version: int


def etag(thing: Versioned) -> str:
    """The entity tag of the thing's present version."""
    return f'"v{thing.version}"'


def send_etag(thing: Versioned) -> None:
    """Put the thing's version, as it is when the view returns, into the response."""

    def add(response: Response) -> None:
        if response.status_code < 300:
            response.headers["ETag"] = etag(thing)

    on_answer(add)


def check_match(thing: Versioned, *, required: bool = False) -> None:
    """Refuse (`Stale`) a caller who means an older version; `PreconditionRequired` if it must say and did not.

    A tag counts although it is weak: a proxy that compresses an answer weakens its tag on the way.
    """
    given = request.headers.get("If-Match")
    if given is None and (field := request.form.get("version")):
        given = f'"v{field}"'
    if given is None:
        if required:
            raise PreconditionRequired(N_("Send the record's ETag in If-Match, so that nobody's change is overwritten unseen."))
        return
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    if given == "*" or etag(thing) in tags:
        return
    if not any(_TAG.fullmatch(tag) for tag in tags):
        message = N_("If-Match must be the record's ETag as it was sent, with its double quotes: %(now)s now. What came was: %(given)s")
        raise Stale(message, now=etag(thing), given=given[:40])
    raise Stale(N_("Somebody else changed this in the meantime. Load it again, look at what is new, then repeat your change."))

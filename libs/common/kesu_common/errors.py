"""Refusals that a caller can act on, without a word of HTTP. `web.problems` maps them to statuses, once, for all services."""

from __future__ import annotations

from typing import Any


class KesuError(Exception):
    """A refusal with a stable code, a translatable message and, where one is to blame, the field.

    `message` is an English message id (mark it with `i18n.N_`), `params` fill its `%(name)s` places. The web layer translates
    it into the caller's language; `str()` gives the English text.
    """

    code = "refused"

    def __init__(self, message: str, /, *, field: str | None = None, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class Invalid(KesuError):
    """The input can be read but not accepted; `field` names the place, `errors` several places at once ({field: [messages]})."""

    code = "invalid"

    def __init__(self, message: str, /, *, field: str | None = None, errors: dict[str, Any] | None = None, **params: Any) -> None:
        super().__init__(message, field=field, **params)
        self.errors = errors if errors is not None else ({field: [str(self)]} if field else {})


class NotFound(KesuError):
    """No such record, or none that the actor may know of."""

    code = "not-found"


class Unauthenticated(KesuError):
    """Nobody is signed in, or the token, key or link is not (or no longer) good."""

    code = "unauthenticated"


class Forbidden(KesuError):
    """The actor is known but has no role for this action at this site."""

    code = "forbidden"


class Conflict(KesuError):
    """The record's present condition forbids it; nothing was changed."""

    code = "conflict"


class InProgress(Conflict):
    """The very same request is being worked on at this moment; send it again to get its answer."""

    code = "in-progress"


class NotAllowed(Conflict):
    """The state table has no way for this command from this state; names state, command and the commands that are allowed."""

    code = "not-allowed"


class TooEarly(NotAllowed):
    """The command will be allowed later: something else has to happen first."""

    code = "too-early"


class AlreadyDone(NotAllowed):
    """The command was carried out before, or its time is over."""

    code = "already-done"


class Stale(KesuError):
    """Somebody else changed the record since the caller read it."""

    code = "stale"


class PreconditionRequired(KesuError):
    """The caller must say which version of the record it means to change."""

    code = "precondition-required"


class TooLarge(KesuError):
    """The body or file is larger than is taken."""

    code = "too-large"


class TooMany(KesuError):
    """The caller did this so often that the next time must wait; the message says how long."""

    code = "too-many"


class Unavailable(KesuError):
    """Something that the service needs does not answer at the moment; trying again later helps."""

    code = "unavailable"

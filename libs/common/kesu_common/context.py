"""What travels with the work: the trace that it belongs to and the fact that caused it."""

from __future__ import annotations

import secrets
from contextvars import ContextVar

traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)
"""W3C trace context of the request or fact being handled."""

causation: ContextVar[str | None] = ContextVar("causation", default=None)
"""Id of the fact that is being handled, if the work was caused by one."""


def new_traceparent() -> str:
    """A fresh W3C `traceparent` (version 00, sampled)."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def trace_id() -> str:
    """The 32 hex digits that a person quotes to support; made on first use when nothing came in."""
    current = traceparent.get()
    if current is None:
        current = new_traceparent()
        traceparent.set(current)
    return current.split("-")[1]

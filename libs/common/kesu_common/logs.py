"""Logs for machines (JSON lines) or people: service, trace id, cause, and no secrets.

Everything goes through the standard library's logging, so that other libraries' records look the same.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from kesu_common import context

SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "api_key")
"""A field whose name holds one of these words is logged as `…`."""

_NOISY = {
    "alembic": logging.WARNING,
    "amqp": logging.WARNING,
    "kombu": logging.WARNING,
    "urllib3": logging.WARNING,
    "fontTools": logging.WARNING,
}


def configure(service: str, *, level: str = "INFO", log_format: str = "json") -> None:
    """Set up logging of this process, on standard error. `log_format` is `json` or `console`."""

    def add_context(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        fields.setdefault("service", service)
        if (trace := context.traceparent.get()) is not None:
            fields.setdefault("trace_id", trace.split("-")[1])
        if (cause := context.causation.get()) is not None:
            fields.setdefault("causation", cause)
        return fields

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_context,
        without_secrets,
    ]
    # Plain tracebacks: rich ones show local variables, passwords among them, and take seconds of CPU each when a database goes.
    last: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if log_format == "json"
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)]
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def without_secrets(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank every field whose name says that it is nobody's business."""
    for name in fields:
        if any(word in name.lower() for word in SECRET_WORDS):
            fields[name] = "…"
    return fields

"""The production web process: gunicorn with threads. Everything with a socket is made after the fork."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger as GunicornLogger

from kesu_common import logs
from kesu_common.runtime import Runtime
from kesu_common.service import Service
from kesu_common.settings import Settings

GRACEFUL_SECONDS = 25
"""After SIGTERM, requests that were begun are finished within this time."""

DRAIN_SECONDS = 2.0
"""After SIGTERM, `/readyz` says 503 for so long before no more connections are taken: load balancers look elsewhere meanwhile."""


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """Serves one service on `host:port` with `workers` processes until a signal ends it."""

    def __init__(self, service: Service, settings: Settings, *, host: str, port: int, workers: int = 1) -> None:
        self.service = service
        self.settings = settings
        self.options: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": settings.web_threads,
            "proc_name": f"kesu-{service.name}-web",
            "graceful_timeout": GRACEFUL_SECONDS,
            "timeout": 60,
            "keepalive": 30,
            "control_socket_disable": True,
            "post_worker_init": _drain_on_term,
            "child_exit": _forget_metrics,
            "logger_class": _Logger,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application, in the worker, after the fork."""
        from kesu_common.web.app import create_app

        return create_app(Runtime(self.service, self.settings))


class _Logger(GunicornLogger):  # type: ignore[misc]
    """Gunicorn's own messages, in the form of all others; requests are logged by the application."""

    def setup(self, cfg: Any) -> None:
        del cfg
        self.error_log.propagate = True
        self.error_log.setLevel(logging.INFO)
        self.access_log.disabled = True


def serve(service: Service, settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve until a signal ends it. With several workers their metrics are added up in a folder that is emptied here."""
    logs.configure(service.name, level=settings.log_level, log_format=settings.log_format)
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)
    WebServer(service, settings, host=host, port=port, workers=workers).run()


def _drain_on_term(worker: Any) -> None:
    """Let SIGTERM first make the process unready, and only then stop it."""
    finish = signal.getsignal(signal.SIGTERM)
    runtime: Runtime = worker.wsgi.extensions["kesu"]

    def begin(number: int, frame: FrameType | None) -> None:
        runtime.draining = True
        if callable(finish):
            timer = threading.Timer(DRAIN_SECONDS, finish, (number, frame))
            timer.daemon = True
            timer.start()

    signal.signal(signal.SIGTERM, begin)


def _forget_metrics(_server: Any, worker: Any) -> None:
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]

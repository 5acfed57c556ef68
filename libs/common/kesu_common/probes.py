"""`/metrics /livez /readyz` of a worker, on a port of its own: a worker has no web application."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kesu_common.metrics import CONTENT_TYPE

Answer = tuple[int, str, bytes]
TEXT = "text/plain; charset=utf-8"

_log = logging.getLogger(__name__)


class Probes:
    """A small HTTP server in a thread; `port` 0 takes a free one (then see `port`)."""

    def __init__(self, port: int, *, alive: Callable[[], bool], ready: Callable[[], bool], metrics: Callable[[], bytes]) -> None:
        answers: dict[str, Callable[[], Answer]] = {
            "/livez": lambda: (200, TEXT, b"ok\n") if alive() else (503, TEXT, b"a thread has ended\n"),
            "/readyz": lambda: (200, TEXT, b"ok\n") if ready() else (503, TEXT, b"not ready\n"),
            "/metrics": lambda: (200, CONTENT_TYPE, metrics()),
        }

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = answers.get(self.path.partition("?")[0], lambda: (404, TEXT, b"nothing here\n"))
                status, kind, body = answer()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                _log.debug(format, *args)

        self._server = ThreadingHTTPServer(("", port), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="probes", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and give the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

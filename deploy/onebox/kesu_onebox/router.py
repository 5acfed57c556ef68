"""One port, a path prefix per service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEALTH = ("/livez", "/readyz")


class Router:
    """WSGI: hands a request to the service that its first path segment names; `/` leads to desk; health answers for all services."""

    def __init__(self, apps: Mapping[str, WSGIApplication], *, ready: Callable[[], bool]) -> None:
        self.apps = apps
        self.ready = ready

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Route by prefix; the services themselves take it off."""
        path = environ.get("PATH_INFO", "")
        app = self.apps.get(path.split("/", 2)[1] if path.startswith("/") else "")
        if app is not None:
            return app(environ, start_response)
        if path in HEALTH:
            good = path == "/livez" or self.ready()
            return _answer(start_response, "200 OK" if good else "503 Service Unavailable", "ok\n" if good else "not ready\n")
        if path in {"", "/", "/favicon.ico"}:
            start_response("302 Found", [("Location", "/desk/"), ("Content-Length", "0")])
            return [b""]
        return _answer(start_response, "404 Not Found", f"Nothing here. The services: {', '.join(f'/{name}/' for name in self.apps)}\n")


def _answer(start_response: StartResponse, status: str, text: str) -> list[bytes]:
    body = text.encode()
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]

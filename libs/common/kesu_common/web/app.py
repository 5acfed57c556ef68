"""The app factory: one Flask application per service, one transaction per request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from kesu_common import context
from kesu_common.runtime import Runtime
from kesu_common.tasks import pages as tasks
from kesu_common.tasks.api import tasks_api
from kesu_common.web import feed, health
from kesu_common.web.access import init_access
from kesu_common.web.api import init_api
from kesu_common.web.current import complete, current_actor, current_runtime, current_session, finish_session
from kesu_common.web.downloads import downloads
from kesu_common.web.idempotency import earlier_answer, given_key, keep_answer
from kesu_common.web.pages import init_pages
from kesu_common.web.problems import init_problems
from kesu_common.web.security import init_security
from kesu_common.web.translations import init_i18n

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = structlog.get_logger()


class KesuFlask(Flask):
    """Flask whose requests are transactions: committed when the view's answer is below 400, rolled back otherwise."""

    def dispatch_request(self) -> Response:
        """Run the view, keep its answer under the request's idempotency key, commit."""
        key = given_key()
        try:
            if key is not None and (earlier := earlier_answer(current_session(), current_actor(), key)) is not None:
                finish_session(commit=False)
                return earlier
            response = self.make_response(super().dispatch_request())
            good = response.status_code < 400
            if good:
                complete(response)
            if good and key is not None and not response.cache_control.no_store:  # an answer with a secret in it is not kept
                keep_answer(current_session(), current_actor(), key, response)
            finish_session(commit=good)
        except BaseException:
            finish_session(commit=False)
            raise
        return response


class Mounted:
    """WSGI: the service below its prefix `/<name>`; health and metrics also at the root of its own port."""

    ROOT_PATHS = frozenset({"/livez", "/readyz", "/metrics", "/version"})

    def __init__(self, app: Callable[..., Iterable[bytes]], name: str) -> None:
        self.app = app
        self.prefix = f"/{name}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve what lies below the prefix; anything else is not here."""
        path = environ.get("PATH_INFO", "")
        if path == self.prefix or path.startswith(self.prefix + "/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self.prefix
            environ["PATH_INFO"] = path[len(self.prefix) :] or "/"
        elif path == "/":
            start_response("302 Found", [("Location", self.prefix + "/"), ("Content-Length", "0")])
            return [b""]
        elif path not in self.ROOT_PATHS:
            start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"Nothing here: this is {self.prefix}/\n".encode()]
        return self.app(environ, start_response)


def create_app(runtime: Runtime) -> Flask:
    """The web application of the runtime's service. Nothing is shared between two apps but code."""
    service, settings = runtime.service, runtime.settings
    app = KesuFlask(service.package, template_folder="templates", static_folder=None)
    app.extensions["kesu"] = runtime
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.before_request(_begin)
    init_security(
        app, secret_key=settings.secret_key, secure_cookies=settings.public_url.startswith("https:"), links=settings.links.values()
    )
    init_i18n(app, ["kesu_common", service.package])
    init_problems(app)
    init_pages(app, service, settings)
    for blueprint in (health.blueprint, feed.blueprint, tasks.blueprint, downloads(service.reading), *service.pages):
        app.register_blueprint(blueprint)
    api = init_api(app, service)
    api.register_blueprint(tasks_api())
    init_access(app)
    app.after_request(_end)
    app.extensions["kesu-openapi"] = api.spec
    wsgi: Any = Mounted(app.wsgi_app, service.name)
    app.wsgi_app = ProxyFix(wsgi, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies) if settings.proxies else wsgi  # type: ignore[method-assign]
    return app


def _begin() -> None:
    g.started = time.perf_counter()
    given = request.headers.get("traceparent", "")
    context.traceparent.set(given if len(given) == 55 and given.count("-") == 3 else context.new_traceparent())
    context.causation.set(None)


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "unmatched"
    metrics = current_runtime().metrics
    metrics.http_requests.labels(route, request.method, str(response.status_code)).inc()
    metrics.http_request_seconds.labels(route, request.method).observe(seconds)
    response.headers["X-Trace-Id"] = context.trace_id()
    if response.status_code >= 500 or seconds > 2:
        log.warning("request", route=route, method=request.method, status=response.status_code, seconds=round(seconds, 3))
    else:
        log.debug("request", route=route, method=request.method, status=response.status_code, seconds=round(seconds, 3))
    return response

"""`/livez /readyz /metrics /version`: for load balancers, Prometheus and people who wonder what runs here."""

from __future__ import annotations

from importlib.metadata import version

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from kesu_common.metrics import CONTENT_TYPE
from kesu_common.web.access import public
from kesu_common.web.current import current_runtime

blueprint = Blueprint("health", __name__)


@blueprint.get("/livez")
@public
def livez() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """The process can do its work: not draining, database reachable. The broker is not asked: without it the work goes on."""
    runtime = current_runtime()
    checks = {"draining": "no" if not runtime.draining else "yes", "database": "ok"}
    try:
        runtime.database.ping()
    except SQLAlchemyError as error:
        checks["database"] = type(error).__name__
    ready = checks == {"draining": "no", "database": "ok"}
    if "verbose" in request.args:
        response = jsonify({"ready": ready, **checks})
    else:
        response = Response("ok\n" if ready else "not ready\n", mimetype="text/plain")
    response.status_code = 200 if ready else 503
    return response


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Prometheus exposition of this process."""
    return Response(current_runtime().metrics.render(), content_type=CONTENT_TYPE)


@blueprint.get("/version")
@public
def running_version() -> Response:
    """What runs here."""
    service = current_runtime().service
    return jsonify({"service": service.name, "version": version(f"kesu-{service.name}")})

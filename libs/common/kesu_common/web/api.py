"""REST blueprints: flask-smorest with this system's error answers and one address scheme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import flask_smorest
from flask import Flask
from flask_smorest import Blueprint
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict

from kesu_common.service import Service
from kesu_common.web.access import public

View = TypeVar("View", bound=Callable[..., Any])


class Api(flask_smorest.Api):  # type: ignore[misc]
    """OpenAPI documents and routes; errors are answered by `web.problems`, not here."""

    @public
    def _openapi_json(self) -> Any:
        return super()._openapi_json()

    def _register_error_handlers(self, *, use_json_mimetype: bool = True) -> None:
        del use_json_mimetype


EVERYWHERE = ("lang",)
"""Query arguments that every address takes."""


class ArgumentsParser(FlaskParser):
    """A query argument that an endpoint does not know is an error: a filter with a slip in its name would be none."""

    def __init__(self) -> None:
        super().__init__()
        self.DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}

    def load_querystring(self, req: Any, schema: Any) -> Any:
        """The query without what every address takes."""
        own = MultiDict((name, value) for name, value in req.args.items(multi=True) if name not in EVERYWHERE)
        return self._makeproxy(own, schema)


class ApiBlueprint(Blueprint):  # type: ignore[misc]
    """A thing's REST interface below `/api/v1/<things>`."""

    ARGUMENTS_PARSER = ArgumentsParser()

    def __init__(self, things: str, import_name: str, *, description: str) -> None:
        super().__init__(f"api_{things}", import_name, url_prefix=f"/api/v1/{things}", description=description)
        self.name_in_document = things

    if TYPE_CHECKING:  # flask-smorest is untyped; its decorators give back what they are given
        from marshmallow import Schema

        def get(self, rule: str, **options: Any) -> Callable[[View], View]: ...
        def post(self, rule: str, **options: Any) -> Callable[[View], View]: ...
        def put(self, rule: str, **options: Any) -> Callable[[View], View]: ...
        def patch(self, rule: str, **options: Any) -> Callable[[View], View]: ...
        def delete(self, rule: str, **options: Any) -> Callable[[View], View]: ...
        def arguments(self, schema: Schema | type[Schema], **options: Any) -> Callable[[View], View]: ...
        def response(self, status_code: int, schema: Schema | type[Schema] | None = None, **options: Any) -> Callable[[View], View]: ...
        def doc(self, **kwargs: Any) -> Callable[[View], View]: ...
        def alt_response(self, status_code: int, **options: Any) -> Callable[[View], View]: ...


CREDENTIALS: Mapping[str, Mapping[str, str]] = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "A device's or integration's key; desk issues it"},
    "session": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A person's token; desk's sign-in gives it"},
}
"""How a caller says who it is: one of these, unless an operation says that it needs none."""


def init_api(app: Flask, service: Service) -> Any:
    """Register the service's REST blueprints and serve its OpenAPI document at `/api/v1/openapi.json`."""
    app.config.update(
        API_TITLE=f"Kesu {service.name}",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": service.title, "license": {"name": "Apache-2.0"}},
            "servers": [{"url": f"/{service.name}"}],
            "components": {"securitySchemes": CREDENTIALS},
            "security": [{name: []} for name in CREDENTIALS],
        },
    )
    api = Api(app)
    api.ma_plugin.converter.add_attribute_function(as_json_schema)
    for blueprint in service.apis:
        api.register_blueprint(blueprint)
    return api


def as_json_schema(_converter: Any, field: Any, ret: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """What the document says of a field, in JSON Schema's own terms: bounds are numbers, patterns are those of ECMA-262.

    Ours are decimals and Python's, which are matched from the start; tools that read the document choke on both.
    """
    del field
    bounds = {name: float(ret[name]) for name in BOUNDS if isinstance(ret.get(name), Decimal | str)}
    if (pattern := ret.get("pattern")) is not None:
        return {**bounds, "pattern": f"^(?:{pattern.removeprefix('^')})".replace(r"\Z", "$").replace(r"\A", "^")}
    return bounds


BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")

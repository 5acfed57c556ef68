"""The documents of the interfaces say what a caller has to show: a key or a session, everywhere but where nobody is asked."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kesu_common.documentation import app_without_database
from kesu_common.service import NAMES, load
from kesu_common.web.access import action_of

DOCUMENTS = Path(__file__).parents[2] / "docs/openapi"


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_needs_no_credential_if_and_only_if_it_is_public(name: str) -> None:
    document: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.json").read_text())
    assert {next(iter(way)) for way in document["security"]} == set(document["components"]["securitySchemes"])
    app = app_without_database(load(name))
    public = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and "openapi" not in rule.rule and action_of(app, rule.endpoint) is None
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    operations = {
        (path, method): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }
    unsecured = {where for where, operation in operations.items() if operation.get("security") == []}
    assert unsecured == public

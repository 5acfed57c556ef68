"""Requests made up from every service's OpenAPI document: whatever is sent, the answer is never “something went wrong on our side”."""

from __future__ import annotations

import time
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from kesu_common.people.tokens import issue_session_token
from kesu_common.testing.rig import Rig, person, session_keys

SECONDS = 20.0
"""For one service; what is not reached within it is reached in other runs only if the document has become shorter."""
EXAMPLES = 25
"""For one endpoint."""
FIRST: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "intake": [
        ("customers", {"code": "C001", "name": "Hamburg Pumps", "site": "SZ", "tier": "C"}),
        ("complaints", {"customer_code": "C001", "channel": "email", "text": "泄漏。", "lot": "L1", "quantity": "1", "claim": "answer"}),
    ],
    "quality": [
        ("standards", {
            "site": "SZ", "product": "GP-200", "title": "Seal", "valid_from": "2026-01-01",
            "characteristics": [{"name_zh": "外径", "name_en": "Diameter", "unit": "mm", "lower": "1", "upper": "2", "method": "Gauge"}],
        }),
    ],
    "returns": [
        ("deliveries", {
            "number": "DN-1", "site": "SZ", "customer_code": "C001", "product": "GP-200", "lot": "L1", "quantity": "4",
            "delivered_on": "2026-10-01",
        }),
    ],
    "capa": [("capas", {"site": "SZ", "title": "Leaks", "severity": "major", "responsible_department": "production", "reason": "by hand"})],
}  # fmt: skip
"""Records that are there before, so that requests also meet something."""


def test_no_request_that_the_document_allows_or_nearly_allows_breaks_a_service(rig: Rig) -> None:
    token = issue_session_token(session_keys()[0], person("*@*"), sid="test")
    known = records(rig)
    schema = schemathesis.openapi.from_wsgi(f"{rig.prefix}/api/v1/openapi.json", rig.app)
    operations: list[Any] = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]
    deadline = time.monotonic() + SECONDS
    broken: list[str] = []
    for turn, operation in enumerate(operations):
        ends = time.monotonic() + (deadline - time.monotonic()) / (len(operations) - turn)
        broken += attack(operation, {"Authorization": f"Bearer {token}"}, known, ends)
    assert not broken, "\n".join(broken)


def attack(operation: Any, headers: dict[str, str], known: dict[str, str], ends: float) -> list[str]:
    """Send made-up requests to one endpoint until `ends`; the first that broke it, as a command line."""
    broken: list[str] = []

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    def never_breaks(case: Any) -> None:
        if broken or time.monotonic() > ends:
            return
        things = operation.path.removeprefix("/api/v1/").split("/")[0]
        for name in {"number", "code"} & set(case.path_parameters or ()):
            case.path_parameters[name] = known.get(things, case.path_parameters[name])
        answer = case.call(headers=headers)
        if answer.status_code >= 500:
            broken.append(f"{operation.label}: {answer.status_code}: {case.as_curl_command()[:2000]}")

    never_breaks()
    return broken


def records(rig: Rig) -> dict[str, str]:
    """Make the first records; the number of one of each kind."""
    client = rig.program("*@*")
    made: dict[str, str] = {}
    for things, body in FIRST.get(rig.runtime.service.name, []):
        answer = client.post(f"{rig.prefix}/api/v1/{things}", json=body)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        there: dict[str, Any] = answer.get_json()
        made[things] = str(there.get("number") or there["code"])
    return made

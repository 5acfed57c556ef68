"""What a third-party system gets wrong is told, and nothing of it is taken."""

from __future__ import annotations

from typing import Any


def test_a_line_that_is_no_json_is_named_and_nothing_is_taken(returns: Any) -> None:
    lines = b'{"device": "gate-1", "sequence": 1, "code": "L1107"}\n\n{"device": "gate-1", "sequ\n'
    client = returns.program("warehouse@SZ")
    answer = client.post("/returns/api/v1/scans?site=SZ", data=lines, content_type="application/x-ndjson")
    assert (answer.status_code, answer.json["detail"]) == (422, "Line 3 of the body is not JSON. Nothing of it was taken.")
    assert client.get("/returns/api/v1/scans").json == []


def test_a_filter_with_a_slip_in_its_name_is_told(returns: Any) -> None:
    client = returns.program("warehouse@SZ")
    refused = client.get("/returns/api/v1/returns?stat=received")
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "#/stat")
    assert client.get("/returns/api/v1/returns?state=received&lang=zh").status_code == 200

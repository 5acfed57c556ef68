"""What a device or third-party system gets wrong is told: by name, by line, by argument."""

from __future__ import annotations

from typing import Any


def test_a_line_that_is_no_json_is_named_and_nothing_is_taken(returns: Any) -> None:
    lines = b'{"device": "gate-1", "sequence": 1, "code": "L1107"}\n\n{"device": "gate-1", "sequ\n'
    client = returns.program("warehouse@SZ")
    answer = client.post("/returns/api/v1/scans?site=SZ", data=lines, content_type="application/x-ndjson")
    assert (answer.status_code, answer.json["detail"]) == (422, "Line 3 of the body is not JSON. Nothing of it was taken.")
    assert client.get("/returns/api/v1/scans").json == []
    chinese = client.post("/returns/api/v1/scans?site=SZ&lang=zh", data=lines, content_type="application/x-ndjson").json
    assert chinese["errors"][0]["detail"] == chinese["detail"] != answer.json["detail"]


def test_a_filter_with_a_slip_in_its_name_is_told(returns: Any) -> None:
    client = returns.program("warehouse@SZ")
    refused = client.get("/returns/api/v1/returns?stat=received")
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "#/stat")
    assert client.get("/returns/api/v1/returns?state=received&lang=zh").status_code == 200


def test_a_device_is_called_by_its_name(returns: Any) -> None:
    returns.device().post("/returns/api/v1/scans", json=[{"sequence": 1, "code": "]d201123"}])
    browser = returns.browser("warehouse@SZ")
    assert "Gate 1 #1" in browser.get("/returns/scans/").text
    assert returns.facts("kesu.task.opened.v1")[-1]["title_en"].startswith("Device Gate 1 ")

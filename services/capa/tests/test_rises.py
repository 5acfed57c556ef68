"""A rise of complaints that QA has accepted becomes one corrective action for all of them (clause 4.1.3.5)."""

from __future__ import annotations

from typing import Any

import pytest

RISE = {
    "product": "GP-200",
    "by": "defect",
    "value": "SEAL-LEAK",
    "name_zh": "轴封泄漏",
    "severity": "major",
    "reason": "同一供应商的密封件",
    "complaints": [{"number": "KS-SZ-2026-000001", "customer_code": "C001"}, {"number": "KS-SZ-2026-000002", "customer_code": "C002"}],
}


@pytest.mark.clause("4.1.3.5")
def test_one_corrective_action_serves_all_complaints_of_a_rise_however_often_it_is_heard(capas: Any) -> None:
    for _ in range(2):
        capas.hear("radar.accepted", "RD-SZ-2026-000004", **RISE)
    (capa,) = capas.all(source="radar")
    assert (capa["title"], capa["severity"], capa["defect_code"]) == ("GP-200: 轴封泄漏", "major", "SEAL-LEAK")
    (opened,) = capas.facts("kesu.capa.opened.v1")
    assert opened["complaints"] == ["KS-SZ-2026-000001", "KS-SZ-2026-000002"]
    assert opened["customers"] == ["C001", "C002"]
    assert capas.open_tasks(capa["number"]) == {("capa.assign", "quality")}


@pytest.mark.clause("4.1.3.5")
def test_a_critical_one_of_a_component_lies_on_the_gm_s_desk(capas: Any) -> None:
    capas.hear(
        "radar.accepted", "RD-SZ-2026-000005", **{**RISE, "by": "component", "value": "轴封", "name_zh": None, "severity": "critical"}
    )
    (capa,) = capas.all(source="radar")
    assert (capa["title"], capa["defect_code"]) == ("GP-200: 轴封", None)
    assert ("capa.look", "gm") in capas.open_tasks(capa["number"])

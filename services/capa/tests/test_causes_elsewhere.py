"""The trees of causes where others read them: the Pareto by bones, the papers, the report as JSON."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.testing.rig import words_of


def studied(capas: Any, complaint: str = "KS-SZ-2026-000001") -> str:
    """A report with a tree: a machine's bone with the root two whys below, and an escape cause of the method."""
    number = str(capas.escalate(complaint))
    capas.do(number, "assign", leader="Zhao Qiang", department="production", members=[{"name": "Wu Min", "department": "quality"}])
    places = [{"place": "stock", "to_check": "400", "checked": "340", "bad": "12"}]
    capas.do(number, "contain", "production", problem="Seal leaks", containment="Lot blocked", places=places)
    capas.do(number, "add-cause", "production", statement="Die out of shape", kind="occurrence", branch="machine")
    capas.do(number, "add-cause", "production", statement="Die worn", below=1)
    capas.do(number, "add-cause", "production", statement="No leak test at night", kind="escape", branch="method")
    capas.do(number, "confirm-cause", "production", cause=2, verified_how="Reproduced on five parts", is_root=True)
    capas.do(number, "confirm-cause", "production", cause=3, verified_how="Shift log", is_root=True)
    return number


@pytest.mark.clause("4.1.3.4-d")
def test_a_report_counts_for_the_bone_of_its_root_causes(capas: Any) -> None:
    studied(capas)
    studied(capas, "KS-SZ-2026-000002")
    capas.escalate("KS-SZ-2026-000003")
    answer = capas.program("auditor@SZ").get("/capa/api/v1/figures/pareto", query_string={"by": "category"})
    assert [(row["code"], row["number"]) for row in answer.json] == [("machine", 2), ("method", 2)]
    page = words_of(capas.browser("auditor@SZ", language="en").get("/capa/figures/causes?by=category").text)
    assert "Machine" in page


@pytest.mark.clause("6-c")
@pytest.mark.parametrize("paper", ["zh", "en", "both"])
def test_the_papers_draw_the_trees_and_the_fish_bone(capas: Any, paper: str) -> None:
    number = studied(capas)
    html = capas.browser("auditor@SZ").get(f"/capa/capas/{number}/report?paper={paper}").text
    assert html.count("<svg") == 3
    assert "Die worn" in html
    assert "Wu Min" in html
    assert "340" in words_of(html)
    for name in ("report", "8d"):
        answer = capas.browser("auditor@SZ").get(f"/capa/capas/{number}/{name}.pdf?paper={paper}")
        assert answer.data.startswith(b"%PDF")
    assert "340 / 400" in words_of(capas.browser("auditor@SZ").get(f"/capa/capas/{number}/8d?paper={paper}").text)


def test_the_report_as_json_tells_the_verified_roots(capas: Any) -> None:
    number = studied(capas)
    head = {
        "customer_reference": "OE-9",
        "company": "Hamburg Pumps",
        "city": "Hamburg",
        "country": "Germany",
        "partner_number": "BPNL0123456789ZZ",
        "email": "qm@example.com",
        "supplier_number": "77",
        "customer_part": "987",
        "order_number": "192",
    }
    capas.do(number, "exchange", **head)
    answer = capas.program("auditor@SZ").get(f"/capa/api/v1/capas/{number}/report-8d")
    assert answer.status_code == 200, answer.text
    told = [(c["typeOfCauses"], c["causeHypothesisDescription"], c["result"]) for c in answer.json["stepD4"]["causes"]]
    assert told == [("TUA", "Die worn", "Reproduced on five parts"), ("TUN", "No leak test at night", "Shift log")]

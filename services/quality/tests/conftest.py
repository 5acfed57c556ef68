"""What the tests of quality share: a migrated database with two sites, people, and facts from other departments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kesu_common import clock
from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig, posted
from kesu_quality.app import service

DUE = clock.now().replace(microsecond=0) + timedelta(days=3)
COMPLAINT: dict[str, Any] = {
    "number": "KS-SZ-2026-000123",
    "state": "dispatched",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "product": "GP-200",
    "lot": "L2026-1107",
    "serial": None,
    "severity": "major",
    "quantity": "120",
    "claim": "exchange",
    "text": "轴封泄漏，120 件。",
    "departments": [{"department": "quality", "question": "请检测轴封。", "due_at": DUE.isoformat()}],
}
RETURN: dict[str, Any] = {
    "number": "RT-SZ-2026-000042",
    "complaint": "KS-SZ-2026-000123",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "kind": "exchange",
    "state": "requested",
    "lines": [{"line": 1, "product": "GP-200", "lot": "L2026-1107", "quantity": "120"}],
}
STANDARD: dict[str, Any] = {
    "site": "SZ",
    "product": "GP-200",
    "title": "齿轮泵 GP-200",
    "valid_from": "2026-01-01",
    "characteristics": [
        {"name_zh": "内径", "name_en": "Bore", "unit": "mm", "nominal": "20", "lower": "19.98", "upper": "20.02", "method": "三坐标"},
        {"name_zh": "硬度", "name_en": "Hardness", "unit": "HRC", "lower": "58"},
        {"name_zh": "外观", "name_en": "Appearance", "kind": "attribute"},
    ],
}
REVIEW: dict[str, Any] = {
    "result": "整批内径偏大。",
    "participants": [{"department": "quality", "name": "王磊"}, {"department": "production", "name": "陈刚"}],
    "capa_needed": True,
    "responsible_department": "production",
    "defect_code": "DIM-01",
}


class Quality(Rig):
    """The service under test, with the steps that many tests begin with."""

    complaint = COMPLAINT
    returned = RETURN
    bore = STANDARD
    due = DUE

    def post(self, path: str, role: str = "quality", *, expect: int = 200, at: str = "SZ", **data: Any) -> dict[str, Any]:
        """POST below `/api/v1` as somebody with `role`; the answer, which must have status `expect`."""
        return posted(self.program(f"{role}@{at}"), f"/quality/api/v1/{path}", data, expect)

    def get(self, path: str, role: str = "quality") -> Any:
        """GET below `/api/v1`."""
        answer = self.program(f"{role}@SZ").get(f"/quality/api/v1/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def standard(self, **changes: Any) -> dict[str, Any]:
        """A released standard of GP-200."""
        number = self.post("standards", expect=201, **{**STANDARD, **changes})["number"]
        return self.post(f"standards/{number}/release")

    def case(self) -> str:
        """The number of the case that quality has when a complaint was dispatched to it."""
        self.hear("complaint.dispatched", COMPLAINT["number"], **COMPLAINT)
        return str(self.get("cases?complaint=KS-SZ-2026-000123")[0]["number"])

    def test(self, case: str, *bores: str, **more: Any) -> dict[str, Any]:
        """Measure the bore of some pieces; answers the test as the case shows it."""
        values = [{"characteristic": 1, "piece": piece, "value": value} for piece, value in enumerate(bores, 1)]
        self.post(f"cases/{case}/tests", sample="1-3", values=values, **more)
        return dict(self.get(f"cases/{case}")["measurements"][-1])

    def judged(self, verdict: str = "ours", **more: Any) -> str:
        """A case that was tested and judged."""
        case = self.case()
        self.standard()
        self.test(case, "20.04")
        self.verdict(case, verdict, **more)
        return case

    def verdict(self, case: str, verdict: str = "ours", *, expect: int = 200, **more: Any) -> dict[str, Any]:
        """Judge."""
        ours = {"defect_code": "DIM-01", "responsible_department": "production"} if verdict == "ours" else {}
        return self.post(f"cases/{case}/verdict", expect=expect, **{"verdict": verdict, "summary": "内径超差", **ours, **more})

    def requested(self, **changes: Any) -> str:
        """The number of the review of a return that was just asked for."""
        self.hear("return.requested", RETURN["number"], **{**RETURN, **changes})
        return str(self.get(f"reviews?return_number={RETURN['number']}")[0]["number"])

    def received(self, quantity: str, *, complete: bool = True) -> dict[str, Any]:
        """So many pieces of the return have come in; answers the goods."""
        line = {**RETURN["lines"][0], "received": quantity}
        self.hear("return.received", RETURN["number"], **{**RETURN, "complete": complete, "lines": [line]})
        return dict(self.get("goods")[0])

    def result(
        self, review: str, ours: str, not_ours: str = "0", no_fault_found: str = "0", *, expect: int = 200, **more: Any
    ) -> dict[str, Any]:
        """Record a review's result on line 1."""
        lines = [{"line": 1, "ours": ours, "not_ours": not_ours, "no_fault_found": no_fault_found}]
        return self.post(f"reviews/{review}/result", expect=expect, **{**REVIEW, "lines": lines, **more})

    def reviewed(self, ours: str = "100", not_ours: str = "12", no_fault_found: str = "8") -> str:
        """The number of 120 goods that came back and were reviewed."""
        review = self.requested()
        goods = self.received("120")
        self.result(review, ours, not_ours, no_fault_found)
        return str(goods["number"])

    def dispose(self, goods: str, *parts: tuple[str, str], role: str = "quality", expect: int = 200) -> dict[str, Any]:
        """Dispose of parts of the goods."""
        return self.post(f"goods/{goods}/dispose", role, expect=expect, parts=[{"disposition": d, "quantity": q} for d, q in parts])


@pytest.fixture
def quality(new_database: NewDatabase, tmp_path: Path) -> Iterator[Quality]:
    """Quality with the sites SZ and HZ."""
    made = Quality(service, new_database(service), tmp_path)
    made.know_site()
    made.know_site(code="HZ", name_zh="惠州工厂", name_en="Huizhou plant")
    yield made
    made.close()

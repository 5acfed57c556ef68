"""What the tests of capa share: a migrated database with one site, and the steps that many tests begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kesu_capa.app import service
from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig

COMPLAINT = "KS-SZ-2026-000123"
CAUSES: dict[str, Any] = {
    "occurrence_cause": "Die worn",
    "escape_cause": "No leak test at night",
    "cause_verified": "Reproduced on five parts",
}
ACTIONS = [
    {"description": "Replace the die", "department": "production"},
    {"description": "Leak test on every shift", "department": "quality"},
]


class Capas(Rig):
    """The service under test."""

    def escalate(self, complaint: str = COMPLAINT, severity: str = "major") -> str:
        """A severe complaint is heard of; the number of the corrective action that serves it."""
        self.hear("complaint.escalated", complaint, severity=severity, reason="leaks", product="P-100", lot="L1", customer_code="C001")
        return str(self.all(complaint=complaint)[0]["number"])

    def all(self, **filters: str) -> list[dict[str, Any]]:
        """The list, as an auditor sees it."""
        answer = self.program("auditor@SZ").get("/capa/api/v1/capas", query_string=filters)
        assert answer.status_code == 200, answer.text
        return list(answer.json or [])

    def do(
        self, number: str, operation: str, role: str = "quality", *, expect: int = 200, login: str = "anna", **data: Any
    ) -> dict[str, Any]:
        """Carry an operation out over the API; answers the report, or the problem."""
        answer = self.program(f"{role}@SZ", login=login).post(f"/capa/api/v1/capas/{number}/{operation}", json=data)
        assert answer.status_code == expect, answer.text
        return dict(answer.json or {})

    def get(self, number: str) -> dict[str, Any]:
        """The report with its actions."""
        answer = self.program("auditor@SZ").get(f"/capa/api/v1/capas/{number}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    def to_verifying(self, number: str) -> None:
        """Take an open report through D1 to D6."""
        self.do(number, "assign", leader="Zhao Qiang", department="production")
        self.do(number, "contain", "production", problem="Seal leaks", containment="Lot blocked", in_stock="340")
        self.do(number, "analyse", "production", **CAUSES)
        self.do(number, "plan", "production", actions=ACTIONS)
        self.do(number, "do", "production", line=1, evidence="Photo")
        self.do(number, "do", "quality", line=2, evidence="Shift log")


@pytest.fixture
def capas(new_database: NewDatabase, tmp_path: Path) -> Iterator[Capas]:
    """Capa on a fresh database that knows the site SZ."""
    rig = Capas(service, new_database(service), tmp_path / "files")
    rig.know_site()
    yield rig
    rig.close()

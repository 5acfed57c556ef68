"""What the tests of intake share: a migrated database with one site, people, and facts from other departments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig, posted
from kesu_intake.app import service

CUSTOMER = {"code": "C001", "name": "Hamburg Pumps GmbH", "site": "SZ", "language": "en", "contacts": [{"name": "Ms Petersen"}]}
COMPLAINT = {
    "customer_code": "C001",
    "channel": "email",
    "text": "轴封泄漏，批号 L2026-1107，12 件。",
    "product": "GP-200",
    "lot": "L2026-1107",
    "quantity": "12",
    "claim": "exchange",
}


class Intake(Rig):
    """The service under test, with the steps that many tests begin with."""

    def customer(self, **changes: Any) -> dict[str, Any]:
        """A customer, entered by sales."""
        return posted(self.program("sales@SZ"), "/intake/api/v1/customers", {**CUSTOMER, **changes}, 201)

    def complaint(self, **changes: Any) -> str:
        """The number of a complaint that sales has just registered."""
        return str(posted(self.program("sales@SZ"), "/intake/api/v1/complaints", {**COMPLAINT, **changes}, 201)["number"])

    def do(self, number: str, operation: str, role: str = "sales", *, expect: int = 200, **data: Any) -> dict[str, Any]:
        """Carry an operation out over the API as somebody with `role`; answers the complaint, or the problem."""
        return posted(self.program(f"{role}@SZ"), f"/intake/api/v1/complaints/{number}/{operation}", data, expect)

    def get(self, number: str, role: str = "sales") -> dict[str, Any]:
        """The complaint with everything."""
        answer = self.program(f"{role}@SZ").get(f"/intake/api/v1/complaints/{number}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    def dispatch(self, number: str, *departments: str) -> None:
        """Sales asks these departments (default: quality)."""
        self.do(number, "dispatch", departments=[{"department": d, "question": "请分析。"} for d in departments or ("quality",)])

    def verdict(self, number: str, verdict: str = "ours", *, fact: str = "verdict.given", **more: Any) -> None:
        """Quality's verdict arrives."""
        self.hear(
            fact, "QC-SZ-2026-000001", case="QC-SZ-2026-000001", complaint=number, verdict=verdict, **{"summary": "轴封硬度不足", **more}
        )

    def answered(self, **changes: Any) -> str:
        """A complaint that was dispatched to quality, and answered by its verdict."""
        number = self.complaint(**changes)
        self.dispatch(number)
        self.verdict(number)
        return number

    def replied(self) -> str:
        """A complaint whose customer was told the outcome."""
        number = self.answered()
        self.do(number, "settle", kind="answer", terms="换用新密封。", agreed_with="Ms Petersen")
        self.do(number, "reply", channel="email", to="Ms Petersen", text="We changed the seal.")
        return number

    def confirmed(self) -> str:
        """A complaint whose outcome the customer has confirmed."""
        number = self.replied()
        self.do(number, "confirm", who="Ms Petersen", words="e-mail of today")
        return number


@pytest.fixture
def intake(new_database: NewDatabase, tmp_path: Path) -> Iterator[Intake]:
    """Intake with the site SZ and nobody in it."""
    made = Intake(service, new_database(service), tmp_path)
    made.know_site()
    yield made
    made.close()


@pytest.fixture
def shop(intake: Intake) -> Intake:
    """Intake with one customer, C001."""
    intake.customer()
    return intake

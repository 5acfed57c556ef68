"""What the tests of returns share: a migrated database with one site, people, a scanner, and facts from other departments."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kesu_common.people import keys
from kesu_common.people.copies import learn_key
from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig, posted
from kesu_returns.app import service

DELIVERY = {
    "number": "DN-1/1",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "product": "GP-200",
    "gtin": "09501101020917",
    "lot": "L1107",
    "quantity": "500",
    "unit_price": "20",
    "delivered_on": "2026-08-14",
    "site": "SZ",
}
COMPLAINT = "KS-SZ-2026-000123"


class Returns(Rig):
    """The service under test, with the steps that many tests begin with."""

    scans = itertools.count(1)
    delivery = DELIVERY

    def settled(self, kind: str = "exchange", quantity: str | None = "10", complaint: str = COMPLAINT, **more: Any) -> str | None:
        """The customer and sales have settled a complaint; the number of the return that this opened, if it did."""
        settlement = {
            "number": complaint,
            "kind": kind,
            "quantity": quantity,
            "product": "GP-200",
            "lot": "L1107",
            "customer_code": "C001",
            "customer_name": "Hamburg Pumps GmbH",
            "agreed_with": "Ms Petersen",
            "agreed_at": "2026-11-20T08:00:00+00:00",
            "requested_by": "li.wei",
        }
        before = len(self.facts("kesu.return.requested.v1"))
        self.hear("complaint.settled", complaint, **{**settlement, **more})
        opened = self.facts("kesu.return.requested.v1")[before:]
        return str(opened[0]["number"]) if opened else None

    def do(
        self, number: str, operation: str, role: str = "sales", *, login: str = "anna", expect: int = 200, **data: Any
    ) -> dict[str, Any]:
        """Carry an operation out over the API as somebody with `role`; answers the return, or the problem."""
        return posted(self.program(f"{role}@SZ", login=login), f"/returns/api/v1/returns/{number}/{operation}", data, expect)

    def get(self, number: str) -> dict[str, Any]:
        """The return as the API shows it."""
        answer = self.program("sales@SZ").get(f"/returns/api/v1/returns/{number}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    def requested(self, **more: Any) -> str:
        """A return of ten pieces that a settlement has opened."""
        number = self.settled(**more)
        assert number is not None
        return number

    def submitted(self, **more: Any) -> str:
        """A return that waits for the lead."""
        number = self.requested(**more)
        self.hear("handling.decided", "QC-1", return_number=number, complaint=COMPLAINT, handling="换货，抽检 13 件")
        self.do(number, "submit")
        return number

    def authorised(self, **more: Any) -> str:
        """A return whose goods may come."""
        number = self.submitted(**more)
        self.do(number, "approve", "lead", login="wang", reason="确认为我方责任")
        return number

    def received(self, **more: Any) -> str:
        """A return whose ten pieces are all in."""
        number = self.authorised(**more)
        assert self.scan(number, quantity="10")[0]["status"] == "accepted"
        return number

    def reviewed(self, ours: str = "10", not_ours: str = "0", **more: Any) -> str:
        """A return that quality has reviewed."""
        number = self.received(**more)
        self.review(number, ours=ours, not_ours=not_ours)
        return number

    def review(self, number: str, *, ours: str = "0", not_ours: str = "0", no_fault_found: str = "0") -> None:
        """Quality's review arrives."""
        line = {"line": 1, "ours": ours, "not_ours": not_ours, "no_fault_found": no_fault_found}
        self.hear("review.completed", "RV-1", review="RV-1", return_number=number, complaint=COMPLAINT, result="…", lines=[line])

    def dispose(self, number: str, **parts: str) -> None:
        """Quality has decided what becomes of goods: how many pieces by disposition."""
        told = [{"disposition": name, "quantity": quantity} for name, quantity in parts.items()]
        self.hear("disposition.decided", "NG-1", goods="NG-1", return_number=number, complaint=COMPLAINT, parts=told)

    def scan(self, *codes: str, role: str = "warehouse", expect: int = 200, device: str = "gate-1", **more: Any) -> list[dict[str, Any]]:
        """Send codes as one batch of arrivals; answers what the device is told."""
        batch = [{"device": device, "sequence": next(self.scans), "code": code, **more} for code in codes]
        return list(self.send(batch, role=role, expect=expect))

    def send(self, batch: Any, *, role: str = "warehouse", expect: int = 200, site: str = "SZ") -> Any:
        """Send a batch as it is."""
        answer = self.program(f"{role}@{site}").post("/returns/api/v1/scans", query_string={"site": site}, json=batch)
        assert answer.status_code == expect, answer.text
        return answer.json

    def place(self, code: str, kind: str = "dock") -> None:
        """Enter a place."""
        answer = self.program("warehouse@SZ").put(f"/returns/api/v1/places/SZ/{code}", json={"kind": kind, "name": code})
        assert answer.status_code == 201, answer.text

    def device(self, place: str | None = None) -> FlaskClient:
        """A scanner that signs in with its own key."""
        made = keys.new_key("device")
        key = {
            "prefix": made.prefix,
            "kind": "device",
            "name": "Gate 1",
            "secret_sha256": made.digest,
            "place": place,
            "grants": [{"role": "scanner", "site": "SZ"}],
        }
        with self.runtime.database.transaction() as session:
            learn_key(session, key, 1)
        client = self.app.test_client()
        client.environ_base["HTTP_X_API_KEY"] = made.text
        client.environ_base["HTTP_ACCEPT"] = "application/json"
        return client

    def deliver(self, **changes: Any) -> dict[str, Any]:
        """A delivery, told by the ERP."""
        return posted(self.program("integration@SZ"), "/returns/api/v1/deliveries", {**DELIVERY, **changes}, 201)


@pytest.fixture
def returns(new_database: NewDatabase, tmp_path: Path) -> Iterator[Returns]:
    """Returns with the site SZ and one delivery of 500 pieces of GP-200, lot L1107."""
    made = Returns(service, new_database(service), tmp_path)
    made.know_site()
    made.deliver()
    yield made
    made.close()

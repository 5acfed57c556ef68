"""Other people's complaints meanwhile: registered and dispatched in two threads, each request sent again until it is answered."""

from __future__ import annotations

import threading
from types import TracebackType

from tests.installations import Installation
from tests.play import count_of, facts

from kesu_onebox.client import Client

THREADS = 2
PAUSE_SECONDS = 0.25
FEWEST = 4
"""So many complaints at least must have been made, or nothing was shown."""


class Traffic:
    """Complaints of one lot until the `with` block ends; `check` then finds each of them, and its case at quality, exactly once."""

    def __init__(self, installation: Installation, lot: str) -> None:
        self.installation = installation
        self.lot = f"{lot}-OTHERS"
        self.cast = installation.cast()
        self.made: list[str] = []
        self.errors: list[BaseException] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._complain, args=(number,), daemon=True) for number in range(THREADS)]

    def __enter__(self) -> Traffic:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def check(self) -> None:
        """Every complaint that was answered is there once, with one case and one fact of each kind, and no other is there."""
        assert not self.errors, self.errors
        assert len(self.made) == len(set(self.made)) >= FEWEST
        rows = self.installation.query("intake", "SELECT number FROM complaint WHERE lot = %s", self.lot)
        assert sorted(row["number"] for row in rows) == sorted(self.made)
        cases = self.installation.query("quality", "SELECT complaint FROM quality_case WHERE lot = %s", self.lot)
        assert count_of(cases, "complaint") == dict.fromkeys(self.made, 1)
        for number in self.made:
            stated = facts(self.installation, "intake", number)
            assert (stated["kesu.complaint.registered.v1"], stated["kesu.complaint.dispatched.v1"]) == (1, 1), number

    def _complain(self, thread: int) -> None:
        sales: Client = self.cast.sales
        turn = 0
        try:
            while not self._stop.wait(PAUSE_SECONDS):
                turn += 1
                complaint = {
                    "customer_code": "C001", "channel": "email", "text": f"第 {thread}-{turn} 批泄漏,请处理。", "product": "GP-200",
                    "lot": self.lot, "quantity": "1", "claim": "answer",
                }  # fmt: skip
                number = sales.post("intake", "complaints", complaint)["number"]
                departments = [{"department": "quality", "question": "请检测。"}]
                sales.post("intake", f"complaints/{number}/dispatch", {"departments": departments})
                self.made.append(number)
        except BaseException as error:  # told to the test by `check`
            self.errors.append(error)

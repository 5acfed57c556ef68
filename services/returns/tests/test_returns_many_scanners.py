"""Fifty scanners at one return: connections drop, everything is sent again, and the count is exact."""

from __future__ import annotations

import random
import threading
from collections import Counter
from decimal import Decimal
from typing import Any

SCANNERS, SCANS = 50, 6


def test_fifty_scanners_that_repeat_themselves_count_exactly(returns: Any) -> None:
    """Each piece is scanned once, and sent until an answer comes: half of the answers get lost on their way."""
    number = returns.authorised(quantity=str(SCANNERS * SCANS))
    start = threading.Barrier(SCANNERS)
    answers: list[tuple[str, int, str]] = []
    failed: list[str] = []

    def device(place: int) -> None:
        chance = random.Random(place)
        client = returns.program("scanner@SZ", login=f"gate-{place}")
        start.wait()
        for sequence in range(1, SCANS + 1):
            scan = {"device": f"gate-{place}", "sequence": sequence, "code": number, "quantity": "1"}
            for _ in range(20):
                answer = client.post("/returns/api/v1/scans?site=SZ", json=[scan])
                if answer.status_code in {409, 503}:
                    continue  # busy: the device sends it again
                if answer.status_code != 200:
                    failed.append(answer.text)
                    return
                answers.append((f"gate-{place}", sequence, answer.json[0]["status"]))
                if chance.random() < 0.5:
                    break  # the answer has arrived; else it was lost, and the device sends the scan again
            else:
                failed.append(f"gate-{place}/{sequence}: nothing but busy")

    threads = [threading.Thread(target=device, args=(place,)) for place in range(SCANNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    accepted = Counter((device, sequence) for device, sequence, status in answers if status == "accepted")
    assert set(accepted.values()) == {1}
    assert len(accepted) == SCANNERS * SCANS
    assert {status for _, _, status in answers} == {"accepted", "already_known"}
    shown = returns.get(number)
    assert (shown["state"], Decimal(shown["lines"][0]["received"])) == ("received", Decimal(SCANNERS * SCANS))

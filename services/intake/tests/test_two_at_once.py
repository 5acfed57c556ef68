"""Two people at the same moment: nothing is lost, nothing happens twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any


def at_once(*calls: Any) -> list[Any]:
    """The results of the calls, begun at the same moment."""
    together = Barrier(len(calls))

    def begin(call: Any) -> Any:
        together.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begin, calls))


def test_the_last_two_answers_at_once_conclude_the_analysis_once(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number, "rnd", "production")
    at_once(*(lambda role=role: shop.do(number, "answer", role, answer="Done.") for role in ("rnd", "production")))
    assert shop.get(number)["state"] == "answered"
    assert sorted(fact["complete"] for fact in shop.facts("kesu.complaint.answered.v1")) == [False, True]


def test_of_two_who_withdraw_at_once_one_wins(shop: Any) -> None:
    number = shop.complaint()

    def withdraw() -> int:
        answer = shop.program("sales@SZ").post(
            f"/intake/api/v1/complaints/{number}/withdraw", json={"reason": "Entered twice."}, headers={"If-Match": '"v1"'}
        )
        return int(answer.status_code)

    assert sorted(at_once(withdraw, withdraw)) == [200, 412]
    assert len(shop.facts("kesu.complaint.withdrawn.v1")) == 1


def test_the_same_customer_entered_twice_at_once_exists_once(intake: Any) -> None:
    def enter() -> int:
        body = {"code": "C009", "name": "Rotterdam Valves", "site": "SZ"}
        return int(intake.program("sales@SZ").post("/intake/api/v1/customers", json=body).status_code)

    assert sorted(at_once(enter, enter)) == [201, 409]

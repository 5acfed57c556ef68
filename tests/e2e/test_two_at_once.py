"""Two people press the same button at the same moment, on the real processes: one wins, the other is told in words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from tests.installations import ManyProcesses
from tests.play import facts, play, story

from kesu_onebox.cast import Cast
from kesu_onebox.client import Client, Refused
from kesu_onebox.loop import Loop

ROUNDS = 5


def test_each_button_of_the_loop_works_for_one_of_two(many: ManyProcesses) -> None:
    """Every command of the whole loop is sent twice at once: one of the two is carried out, and the loop ends as it should."""
    cast = many.cast()
    twice = Cast(**{name: Twice(client) for name, client in vars(cast).items()})
    complaint = play(twice, story("L-TWICE"), ours=True)
    refused = [refusal for client in vars(twice).values() for refusal in client.refusals]
    assert {refusal.status for refusal in refused} <= {404, 409, 412, 422}
    assert all(str(refusal) for refusal in refused)
    for service in many.services:
        for kind, count in facts(many, service, complaint).items():
            if kind in ONCE:
                assert count == 1, kind
    assert cast.sales.get("intake", f"complaints/{complaint}")["state"] == "closed"


ONCE = {
    f"kesu.{name}.v1"
    for name in (
        "complaint.dispatched", "complaint.settled", "complaint.confirmed", "complaint.closed", "verdict.given", "handling.decided",
        "return.submitted", "return.approved", "return.settled", "return.closed", "review.completed", "capa.opened",
        "capa.verified", "capa.closed", "followup.recorded",
    )
}  # fmt: skip


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_one_of_two_who_read_the_same_version_is_told_that_it_has_changed(many: ManyProcesses, turn: int) -> None:
    cast = many.cast()
    sales, other = cast.sales, Client(cast.sales.bases, cast.sales.token)
    if turn == 0:
        list(Loop(cast).prepare(story("L-SAME")))
    complaint = {"customer_code": "C001", "channel": "email", "text": "两人同时处理。", "lot": "L-SAME", "quantity": "1", "claim": "answer"}
    number = sales.post("intake", "complaints", complaint)["number"]
    etag = f'"v{sales.get("intake", f"complaints/{number}")["version"]}"'
    body = {"departments": [{"department": "quality", "question": "请检测。"}]}
    answers = at_once(*[lambda c=c: c.post("intake", f"complaints/{number}/dispatch", body, **{"If-Match": etag}) for c in (sales, other)])
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert [refusal.status in {409, 412} for refusal in refusals] == [True]
    assert facts(many, "intake", number)["kesu.complaint.dispatched.v1"] == 1


class Twice(Client):
    """A person whose every click another one makes at the very same moment, with another key. The one who wins is believed."""

    def __init__(self, client: Client) -> None:
        super().__init__(client.bases, client.token, patience=client.patience)
        self.refusals: list[Refused] = []

    def post(self, service: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send it twice at once; the answer of the one that was carried out."""
        if not path.rpartition("/")[0] or path.startswith("scans") or (service, path.rpartition("/")[2]) == ("capa", "plan"):
            return super().post(service, path, body, **headers)  # making something new twice makes two, as it should; a plan adds actions
        answers = at_once(*[lambda: Client.post(self, service, path, body, **headers)] * 2)
        good = [answer for answer in answers if not isinstance(answer, Refused)]
        self.refusals += [answer for answer in answers if isinstance(answer, Refused)]
        if not good:
            raise next(answer for answer in answers if isinstance(answer, Refused))
        return good[0]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Call them all at the same moment; what each gave, or how it was refused."""
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        start.wait()
        try:
            answers[place] = call()
        except Refused as refusal:
            answers[place] = refusal  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers

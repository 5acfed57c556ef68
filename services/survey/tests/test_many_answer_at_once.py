"""Hundreds of customers answer while the report is being read and the survey is closed: none is lost, none counts twice.

The number of answers is fixed, not the time, so that the counts are exact on any machine, however fast.
"""

from __future__ import annotations

import random
import threading
from typing import Any

from kesu_survey.invitations.queries import RESPONSE

CUSTOMERS, WORKERS, READERS = 120, 12, 2
SCORES = ("product_quality", "packaging", "delivery", "service", "price")
Survey = Any  # the class in conftest.py


def test_hundreds_answer_while_the_report_is_read_and_the_survey_is_closed(survey: Survey) -> None:
    """Every customer keeps answers one by one, sends them, and sends them again: the answer got lost, or a finger was too quick.

    Halfway the survey is closed: each form is either counted or late, and together they are as many as customers.
    """
    for n in range(CUSTOMERS):
        survey.customer(f"C{n:04d}", "A")
    campaign = survey.campaign({"reminders": 0})
    tokens = dict(every_token(survey, campaign))
    assert len(tokens) == CUSTOMERS
    waiting, ended = sorted(tokens), threading.Event()
    failed: list[str] = []
    lock, half = threading.Lock(), threading.Event()

    def answer_all() -> None:
        client = survey.app.test_client()
        while True:
            with lock:
                if not waiting:
                    return
                code = waiting.pop()
                if len(waiting) == CUSTOMERS // 2:
                    half.set()
            failed.extend(problem for problem in answer(client, tokens[code], int(code[1:])))

    def read() -> None:
        client = survey.program("sales@SZ")
        while not ended.is_set():
            for part in ("figures", "response", "forms"):
                shown = client.get(f"/survey/api/v1/campaigns/{campaign}/{part}")
                if shown.status_code != 200:
                    failed.append(shown.text)

    def close() -> None:
        half.wait()
        closed = survey.program("sales@SZ").post(f"/survey/api/v1/campaigns/{campaign}/close", json={})
        if closed.status_code != 200:
            failed.append(closed.text)

    workers = [threading.Thread(target=work) for work in [*[answer_all] * WORKERS, close]]
    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in (*workers, *readers):
        thread.start()
    for thread in workers:
        thread.join()
    ended.set()
    for thread in readers:
        thread.join()
    assert failed == []
    counts_are_exact(survey, campaign)


def answer(client: Any, token: str, n: int) -> list[str]:
    """What one customer does; returns what went wrong."""
    chance, address = random.Random(n), f"/survey/api/v1/answers/{token}"
    rows = [{"item": item, "score": 1 + (n + place) % 5} for place, item in enumerate(SCORES)]
    wrong = []
    for row in rows:
        kept = client.post(f"{address}/items", json={"answers": [row]})
        if kept.status_code != 200:
            wrong.append(kept.text)
    for _ in range(chance.choice((1, 2, 3))):
        sent = client.post(address, json={"answers": rows})
        if sent.status_code != 201 or sent.json["duplicate"]:
            wrong.append(sent.text)
    return wrong


def counts_are_exact(survey: Survey, campaign: str) -> None:
    """Every customer's form is there once, with the customer's own scores, counted or late."""
    forms = survey.get(f"campaigns/{campaign}/forms")
    given = {form["customer_code"]: {answer["item"]: answer["score"] for answer in form["answers"]} for form in forms}
    assert len(forms) == len(given) == CUSTOMERS
    assert given == {f"C{n:04d}": {item: 1 + (n + place) % 5 for place, item in enumerate(SCORES)} for n in range(CUSTOMERS)}
    counted = [form for form in forms if not form["late"]]
    [closed] = survey.facts("kesu.campaign.closed.v1")
    assert closed["answered"] == len(counted), "what the closing counted is what is counted"
    figures = survey.get(f"campaigns/{campaign}/figures")
    assert (figures["response"]["hits"], figures["late"], figures["duplicates"]) == (len(counted), CUSTOMERS - len(counted), 0)
    everybody = survey.get(f"campaigns/{campaign}/response")[-1]
    assert {name: everybody[name] for name in RESPONSE if name in {"asked", "answered"}} == {"asked": CUSTOMERS, "answered": CUSTOMERS}
    assert len(survey.facts("kesu.answer.received.v1")) == CUSTOMERS
    assert survey.facts("kesu.answer.repeated.v1") == []


def every_token(survey: Survey, campaign: str) -> Any:
    """(customer, token) of all invitations, page by page."""
    client = survey.program("sales@SZ")
    path = f"/survey/api/v1/invitations?campaign={campaign}&limit=100"
    while path:
        page = client.get(path)
        for one in page.json:
            yield one["customer_code"], one["link"].rsplit("/", 1)[1].split("?")[0]
        link = page.headers.get("Link", "")
        path = link.split(">")[0].lstrip("<") if 'rel="next"' in link else ""

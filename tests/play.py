"""Playing the loop on an installation, looking at what came of it, and waiting until everything has arrived."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import urllib3
from tests.installations import PATIENCE, Installation

from kesu_common.service import Service
from kesu_onebox.cast import Cast
from kesu_onebox.client import Refused, wait_for
from kesu_onebox.demo import confirm_by_link
from kesu_onebox.loop import Loop, Step, Story

QUIET_SECONDS = 180.0


def story(lot: str) -> Story:
    """A seal that leaks; the lot tells one story from the other."""
    return Story(
        customer_code="C001",
        customer_name="Hamburg Pumps GmbH",
        text=f"The shaft seal of 12 pieces leaks at 2 bar, lot {lot}.",
        translation=f"12 件轴封在 2 bar 下泄漏，批号 {lot}。",
        product="GP-200",
        lot=lot,
        quantity=12,
    )


def play(cast: Cast, told: Story, *, ours: bool, then: Callable[[Step], None] = lambda _step: None) -> str:
    """Play the whole loop, calling `then` after each step; the complaint's number."""
    complaint = ""
    for step in Loop(cast).whole(told, confirm_patiently, ours=ours):
        if step.number.startswith("KS-"):
            complaint = step.number
        then(step)
    return complaint


def confirm_patiently(link: str) -> None:
    """The customer tries again when the page does not answer. Whether the confirmation is there, the loop itself checks."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return confirm_by_link(link)
        except urllib3.exceptions.HTTPError:
            tried = True
        except Refused as refusal:
            if refusal.status == 200:  # no form any more: the answer that was cut off had been kept
                return None
            tried = refusal.status >= 500
        if not tried or time.monotonic() > deadline:
            raise TimeoutError(f"the customer's page {link} does not answer")
        time.sleep(0.2)


def begin_capa(cast: Cast) -> str:
    """Open a corrective action by hand and bring it to where an action is planned and something is read across; its number."""
    opened = {"site": "SZ", "title": "GP-300: 壳体裂纹", "severity": "major", "responsible_department": "quality", "reason": "首件检验"}
    number = str(cast.quality.post("capa", "capas", {**opened, "product": "GP-300"})["number"])
    cause = {"occurrence_cause": "模具磨损", "escape_cause": "夜班不检验", "cause_verified": "重现"}
    for path, body in (
        ("assign", {"leader": "张敏", "department": "quality"}),
        (
            "contain",
            {"problem": "裂纹", "containment": "封存", "places": [{"place": "stock", "to_check": "40", "checked": "40", "bad": "2"}]},
        ),
        ("analyse", cause),
        ("add-cause", {"below": 1, "statement": "没有更换周期", "branch": "machine"}),
        ("plan", {"actions": [{"description": "换模具", "department": "quality", "cause": 1}]}),
        ("spread", {"entries": [{"kind": "product", "what": "GP-400", "department": "rnd"}]}),
    ):
        cast.quality.post("capa", f"capas/{number}/{path}", body)
    return number


def outcome(installation: Installation, cast: Cast, complaint: str) -> dict[str, Any]:
    """What came of a complaint in every service, without numbers and times: the same story must give the same, wherever it was played."""
    wait_until_quiet(installation)
    intake = cast.sales.get("intake", f"complaints/{complaint}")
    return {
        "complaint": {
            **_only(intake, "state", "severity", "escalated", "round", "confirmed_how", "quantity"),
            "dispatches": sorted((d["department"], d["state"]) for d in intake["dispatches"]),
            "settlements": [(s["kind"], s["quantity"]) for s in intake["settlements"]],
            "replies": len(intake["replies"]),
            "confirmations": [c["agrees"] for c in intake["confirmations"]],
            "followups": [(f["state"], f["effective"]) for f in intake["followups"]],
        },
        "cases": [
            _only(case, "state", "verdict", "severity", "tests", "quantity")
            for case in cast.quality.get("quality", f"cases?complaint={complaint}")
        ],
        "reviews": [
            {
                **_only(review, "state", "complete", "capa_needed", "defect_code"),
                "lines": [_only(line, "requested", "received", "ours", "not_ours") for line in review["lines"]],
            }
            for review in _each(cast.quality.get, "quality", "reviews", complaint)
        ],
        "goods": [
            {
                **_only(goods, "state", "received", "ours", "reworked", "scrapped", "released", "open", "waiting"),
                "parts": sorted((p["disposition"], p["quantity"]) for p in goods["dispositions"]),
            }
            for goods in _each(cast.quality.get, "quality", "goods", complaint)
        ],
        "returns": [
            {
                **_only(one, "kind", "state", "shortfall"),
                "lines": [_only(line, "claimed", "received", "approved", "replaced", "outstanding") for line in one["lines"]],
            }
            for one in _each(cast.sales.get, "returns", "returns", complaint)
        ],
        "capas": [
            {
                **_only(capa, "kind", "state", "severity", "responsible_department", "complaints"),
                "complaints": len(capa["complaints"]),
                "actions": [action["state"] for action in capa["actions"]],
            }
            for capa in _each(cast.quality.get, "capa", "capas", complaint)
        ],
        "facts": {name: facts(installation, name, complaint) for name in installation.services},
        "timeline": len(cast.sales.get("desk", f"cases/{complaint}")["timeline"]),
    }


def surveyed(installation: Installation, cast: Cast, campaign: str, complaints: set[str]) -> dict[str, Any]:
    """What came of a survey, without numbers and times; of the complaints beside the answers only `complaints` count."""
    wait_until_quiet(installation)
    figures = cast.sales.get("survey", f"campaigns/{campaign}/figures")
    capas = [capa for capa in cast.quality.get("capa", "capas?source=survey") if capa["campaign"] == campaign]
    return {
        "response": _only(figures["response"], "hits", "n"),
        "index": figures["index"],
        "items": [_only(item, "item", "n", "mean", "met") for item in figures["items"]],
        "linked": [_only(capa, "item", "department", "state") for capa in figures["capas"]],
        "capas": [_only(capa, "kind", "state", "item", "responsible_department") for capa in capas],
        "beside": [
            {"scores": one["scores"], "complaints": sorted(c["state"] for c in one["complaints"] if c["number"] in complaints)}
            for one in figures["customers"]
        ],
        "facts": {name: facts(installation, name, campaign) for name in installation.services},
    }


def facts(installation: Installation, service: str, case: str) -> dict[str, int]:
    """How many facts of each kind a service has stated about a case."""
    rows = installation.query(service, "SELECT type, count(*) FROM journal WHERE case_number = %s GROUP BY type ORDER BY type", case)
    return {row["type"]: row["count"] for row in rows}


def wait_until_quiet(installation: Installation) -> None:
    """Wait until every fact that was stated has been numbered, published, received wherever it is heard, and handled there.

    Fails with what is missing. Nobody may state facts from outside meanwhile.
    """
    wait_for("every fact arrived", lambda: not left_to_do(installation), QUIET_SECONDS)


def left_to_do(installation: Installation) -> list[str]:
    """What the services still have to do by themselves, in words. Dead facts are what will never be done: they fail the test at once."""
    found = list(_left(installation))
    dead = [line for line in found if " is dead: " in line]
    assert not dead, "\n".join(dead)
    return found


def _left(installation: Installation) -> Iterator[str]:
    heard = {name: _inbox(installation, name) for name in installation.services}
    for name, service in installation.services.items():
        for fact_id, (state, note) in heard[name].items():
            if state != "done":
                yield f"{name}: {fact_id} is {state}: {note}"
        rows = installation.query(name, "SELECT id, type, sequence FROM journal")
        published = installation.query(name, "SELECT published FROM relay")[0]["published"]
        for row in rows:
            if row["sequence"] is None or row["sequence"] > published:
                yield f"{name}: {row['id']} ({row['type']}) is not published"
            for other in _hearers(installation, service, row["type"]):
                if row["id"] not in heard[other]:
                    yield f"{other}: {row['id']} ({row['type']}) has not arrived"


def _inbox(installation: Installation, service: str) -> dict[Any, tuple[str, str | None]]:
    return {row["id"]: (row["state"], row["note"]) for row in installation.query(service, "SELECT id, state, note FROM inbox")}


def _hearers(installation: Installation, producer: Service, event_type: str) -> list[str]:
    return [name for name, service in installation.services.items() if service.listens(event_type, f"/kesu/{producer.name}")]


def count_of(items: list[Any], key: str) -> Counter[str]:
    """How often each value of `key` occurs."""
    return Counter(str(item[key]) for item in items)


def _only(thing: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: thing[name] for name in names}


def _each(get: Callable[[str, str], Any], service: str, things: str, complaint: str) -> list[dict[str, Any]]:
    return [get(service, f"{things}/{one['number']}") for one in get(service, f"{things}?complaint={complaint}")]

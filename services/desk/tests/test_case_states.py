"""In which states the case file and the overview show what others have."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from kesu_common import clock
from kesu_common.service import NAMES
from kesu_common.testing.rig import Rig

CASE = "KS-SZ-2026-000001"
TOLD = {
    "number": CASE,
    "customer_code": "C001",
    "customer_name": "汉堡水泵有限公司 Hamburg Pumps",
    "product": "GP-200",
    "severity": "major",
}


def read(desk: Rig, path: str) -> dict[str, Any]:
    """What the general manager reads over the API."""
    return dict(desk.program("gm@*").get(f"/desk/api/v1/{path}").json or {})


@pytest.mark.clause("4.1.3.9")
def test_what_was_effective_and_happened_again_is_not_counted_as_effective(desk: Rig, tell: Any) -> None:
    tell("intake", "complaint.registered", CASE, case=CASE, at=clock.now(), **TOLD)
    told: dict[str, dict[str, Any]] = {
        "capa.verified": {"effective": True, "state": "effective"},
        "capa.closed": {"state": "closed"},
        "capa.reopened": {"state": "reopened"},
    }
    counted = []
    for topic, data in told.items():
        tell("capa", topic, "CA-SZ-2026-000001", case=CASE, at=clock.now(), **data)
        total = read(desk, "overview")["total"]
        counted.append((total["effective"], total["verified"]))
    assert counted == [(1, 1), (1, 1), (0, 1)]
    [record] = read(desk, f"cases/{CASE}")["records"]
    assert (record["topic"], record["state"]) == ("capa.reopened", "reopened")


def test_steps_that_never_happened_are_not_ticked(desk: Rig, tell: Any) -> None:
    for state in ("registered", "dispatched", "settled"):
        tell("intake", f"complaint.{state}", CASE, case=CASE, at=clock.now(), **{**TOLD, "state": state})
    page = desk.browser("gm@*", language="en").get(f"/desk/cases/{CASE}").text
    steps = re.findall(r'<li class="(k-[a-z -]+)"[^>]*>\s*<span class="k-step-mark">.*?<span class="k-step-name">(\w+)', page, re.DOTALL)
    assert {name: css for css, name in steps if name in {"Registered", "Dispatched", "Answered", "Settled", "Replied"}} == {
        "Registered": "k-past", "Dispatched": "k-past", "Answered": "k-past k-skipped", "Settled": "k-now", "Replied": "k-ahead",
    }  # fmt: skip


@pytest.mark.clause("6-d")
def test_a_case_is_not_exported_in_part_when_a_service_is_silent(desk: Rig, tell: Any) -> None:
    tell("intake", "complaint.registered", CASE, case=CASE, at=clock.now(), **TOLD)
    desk.runtime.settings = replace(desk.runtime.settings, peers=dict.fromkeys(NAMES, "http://127.0.0.1:1"))
    answer = desk.program("gm@*").get(f"/desk/api/v1/cases/{CASE}/archive")
    assert (answer.status_code, "intake does not answer" in answer.json["detail"]) == (503, True)  # type: ignore[index]
    page = desk.browser("gm@*", language="en").get(f"/desk/cases/{CASE}/archive.zip")
    assert (page.status_code, "intake does not answer" in page.text) == (503, True)
    assert desk.program("sales@CD").get(f"/desk/api/v1/cases/{CASE}/archive").status_code == 404


@pytest.mark.parametrize(("language", "title"), [("en", "Review RV-1"), ("zh", "评审 RV-1")])
def test_the_history_says_which_work_was_escalated(desk: Rig, tell: Any, language: str, title: str) -> None:
    tell("intake", "complaint.registered", CASE, case=CASE, at=clock.now(), **TOLD)
    at = clock.now().isoformat()
    told = {"task": str(UUID(int=1)), "kind": "quality.review", "role": "quality", "title_zh": "评审 RV-1", "title_en": "Review RV-1"}
    told |= {"page": "/reviews/RV-1", "opened_at": at, "start_at": at, "due_at": at}
    tell("quality", "task.opened", "RV-1", case=CASE, **told)
    tell("quality", "task.escalated", "RV-1", case=CASE, level=3, to="lead", **told)
    page = desk.browser("gm@*", language=language).get(f"/desk/cases/{CASE}").text
    assert page.count(title) == 2, "among the work, and in the history"

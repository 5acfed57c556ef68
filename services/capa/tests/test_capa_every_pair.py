"""Every state of a report, and all that a person may bring: what is allowed leads where the table says, the rest is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from kesu_capa.capas.model import CAPA_STATES
from kesu_capa.capas.operations import OPERATIONS

CAUSES = {"occurrence_cause": "模具磨损", "escape_cause": "夜班未做泄漏试验", "cause_verified": "五件复现"}
ONE = {"description": "换模具", "department": "production"}
OTHER = "KS-SZ-2026-000124"

# Operation → body, and the state that it leads to where it is allowed (none: the state stays).
BODIES: Mapping[str, tuple[dict[str, Any], str | None]] = {
    "assign": ({"leader": "赵强"}, None),
    "contain": ({"problem": "漏", "containment": "封存"}, None),
    "add-cause": ({"kind": "occurrence", "statement": "材料不符"}, None),
    "change-cause": ({"cause": 3, "statement": "材料硬度不符"}, None),
    "remove-cause": ({"cause": 3}, None),
    "confirm-cause": ({"cause": 3, "verified_how": "硬度试验"}, None),
    "rule-out-cause": ({"cause": 3, "verified_how": "硬度合格"}, None),
    "analyse": (CAUSES, "analysed"),
    "propose": ({"actions": [ONE]}, None),
    "choose": ({"line": 2, "reason": "最有效"}, None),
    "reject": ({"line": 2, "reason": "太贵"}, None),
    "plan": ({"actions": [ONE]}, None),
    "order": ({"line": 1, "after": []}, None),
    "do": ({"line": 1, "evidence": "照片"}, None),
    "drop": ({"line": 1, "reason": "停线"}, None),
    "validate": ({"line": 1, "works": True, "validation": "Cpk 1.67"}, None),
    "criterion": ({"units": "500"}, None),
    "verify": ({"effective": True, "verification": "0/412"}, "effective"),
    "spread": ({"entries": [{"kind": "product", "what": "P-200", "department": "rnd"}]}, None),
    "close": ({"closing": "有效"}, "closed"),
    "reopen": ({"reason": "再次发生"}, "reopened"),
    "decline": ({"reason": "运输损坏"}, "declined"),
    "keep": ({"reason": "装配仍有改进必要"}, None),
    "merge": ({"reason": "同一模具"}, "joined"),
    "separate": ({"reason": "不同模具"}, "opened"),
    "split": ({"complaint": OTHER, "reason": "另一缺陷"}, None),
}
LEADS: Mapping[tuple[str, str], str] = {
    ("opened", "assign"): "assigned",
    ("assigned", "contain"): "contained",
    ("analysed", "choose"): "planned",
    ("analysed", "plan"): "planned",
    ("planned", "do"): "verifying",
    ("implementing", "drop"): "verifying",
    ("implementing", "do"): "verifying",
}
"""Where a state stays or not depends on the state."""


def opened(capas: Any) -> str:
    """A report that serves two complaints."""
    capas.hear(
        "radar.accepted", "RD-1", product="P-100", by="defect", value="SEAL", severity="major",
        complaints=[{"number": "KS-SZ-2026-000123", "customer_code": "C001"}, {"number": OTHER, "customer_code": "C002"}],
    )  # fmt: skip
    return str(capas.all(source="radar")[0]["number"])


def then(begin: Callable[[Any], str], *steps: tuple[str, dict[str, Any]]) -> Callable[[Any], str]:
    """What `begin` makes, after more operations."""

    def way(capas: Any) -> str:
        number = begin(capas)
        for operation, body in steps:
            capas.do(number, operation, **body)
        return number

    return way


def joined(capas: Any) -> str:
    number = opened(capas)
    capas.do(number, "merge", into=capas.escalate("KS-SZ-2026-000200"), reason="同一模具")
    return number


CONTAINED = then(opened, ("assign", {"leader": "赵强"}), ("contain", BODIES["contain"][0]))
STUDIED = then(CONTAINED, ("analyse", CAUSES), ("add-cause", BODIES["add-cause"][0]))
PLANNED = then(STUDIED, ("plan", {"actions": [ONE]}), ("propose", {"actions": [ONE]}))
VERIFYING = then(PLANNED, ("reject", BODIES["reject"][0]), ("do", BODIES["do"][0]))
EFFECTIVE = then(VERIFYING, ("verify", BODIES["verify"][0]))
WAYS: Mapping[str, Callable[[Any], str]] = {
    "opened": opened,
    "declined": then(opened, ("decline", {"reason": "运输损坏"})),
    "joined": joined,
    "assigned": then(opened, ("assign", {"leader": "赵强"})),
    "contained": then(CONTAINED, *((("add-cause"), {"kind": kind, "statement": "x"}) for kind in ("occurrence", "escape", "escape"))),
    "analysed": then(STUDIED, ("propose", {"actions": [ONE, ONE]})),
    "planned": PLANNED,
    "implementing": then(STUDIED, ("plan", {"actions": [ONE, ONE]}), ("do", {"line": 2, "evidence": "照片"})),
    "verifying": VERIFYING,
    "effective": EFFECTIVE,
    "closed": then(EFFECTIVE, ("close", {"closing": "有效"})),
    "reopened": then(EFFECTIVE, ("close", {"closing": "有效"}), ("reopen", {"reason": "再次发生"})),
}


def body_of(capas: Any, state: str, path: str) -> dict[str, Any]:
    """The body that fits what there is in this state."""
    body = dict(BODIES[path][0])
    if path == "merge":
        body["into"] = capas.escalate("KS-SZ-2026-000300")
    if state == "implementing" and path == "validate":
        body["line"] = 2
    if state == "implementing" and path in ("choose", "reject"):
        number = capas.all(source="radar")[0]["number"]
        capas.do(number, "propose", actions=[ONE])
        body["line"] = 3
    if state == "planned" and path == "drop":
        number = capas.all(source="radar")[0]["number"]
        capas.do(number, "choose", line=2, reason="也做")
    if state == "analysed" and path == "order":
        body["line"] = 2
    return body


def allowed(state: str, path: str) -> bool:
    [operation] = [each for each in OPERATIONS.all if each.path == path]
    commands = (operation.command,) if isinstance(operation.command, str) else operation.command or ()
    return any((state, command) in CAPA_STATES.transitions for command in commands)


def test_every_state_is_come_to_and_every_operation_tried() -> None:
    assert set(WAYS) == set(CAPA_STATES.states)
    assert set(BODIES) == {operation.path for operation in OPERATIONS.all if operation.command is not None}


@pytest.mark.parametrize("state", CAPA_STATES.states)
def test_every_other_pair_is_refused_with_words_and_writes_nothing(capas: Any, state: str) -> None:
    number = WAYS[state](capas)
    before = capas.get(number)
    assert before["state"] == state
    bodies = {path: body_of(capas, state, path) for path in BODIES if not allowed(state, path)}
    facts = len(capas.fact_types())
    for path, body in bodies.items():
        refused = capas.do(number, path, expect=409, **body)
        assert "%(" not in refused["detail"], (state, path)
        assert refused["detail"], (state, path)
    assert capas.get(number) == before
    assert len(capas.fact_types()) == facts


@pytest.mark.parametrize(("state", "path"), [(state, path) for state in CAPA_STATES.states for path in BODIES if allowed(state, path)])
def test_every_allowed_pair_leads_where_the_table_says(capas: Any, state: str, path: str) -> None:
    number = WAYS[state](capas)
    body = body_of(capas, state, path)
    facts = len(capas.fact_types())
    capas.do(number, path, **body)
    assert capas.get(number)["state"] == LEADS.get((state, path), BODIES[path][1] or state)
    assert len(capas.fact_types()) > facts

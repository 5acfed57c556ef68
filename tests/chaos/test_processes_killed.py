"""Worker and web processes are killed in the middle of the loop, each where it has most to do."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from tests.chaos.conftest import LONGEST, survives
from tests.installations import ManyProcesses

from kesu_onebox.loop import Step

pytestmark = pytest.mark.timeout(LONGEST)

BUSY = {
    "dispatched to quality": ("intake", "quality"),
    "verdict": ("quality", "intake", "desk"),
    "exchange agreed": ("intake", "returns"),
    "12 pieces scanned in": ("returns", "quality"),
    "review recorded": ("quality", "capa", "returns"),
    "corrective action effective": ("capa", "intake"),
}
"""Whose processes are in the middle of something after which step."""


@pytest.mark.parametrize("kind", ["worker", "web"])
def test_everything_arrives_once_after_kills_of_processes(
    many: ManyProcesses, undisturbed_many: dict[str, Any], kind: Literal["worker", "web"]
) -> None:
    def crash(step: Step) -> None:
        for start, services in BUSY.items():
            if step.what.startswith(start):
                many.processes.wait_ready()  # those killed before are back: each kill hits one that works
                for service in services:
                    many.processes.kill(service, kind)

    survives(many, undisturbed_many, f"L-{kind.upper()}-KILLED", crash)
    many.processes.wait_ready()

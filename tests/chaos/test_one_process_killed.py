"""The one process is killed in the middle of the loop, again and again: what was said is kept, what was not done is done later."""

from __future__ import annotations

from typing import Any

import pytest
from tests.chaos.conftest import LONGEST, survives
from tests.installations import OneProcess

from kesu_onebox.loop import Step

pytestmark = pytest.mark.timeout(LONGEST)

CRASHES = ("dispatched to quality", "exchange agreed", "12 pieces scanned in", "replied")


def test_everything_arrives_once_after_kills_of_the_one_process(one: OneProcess, undisturbed_one: dict[str, Any]) -> None:
    def crash(step: Step) -> None:
        if step.what.startswith(CRASHES):
            one.kill()
            one.start()

    survives(one, undisturbed_one, "L-ONE-KILLED", crash)


def test_everything_arrives_once_after_its_postgresql_was_killed(one: OneProcess, undisturbed_one: dict[str, Any]) -> None:
    def crash(step: Step) -> None:
        if step.what.startswith(CRASHES[1:3]):
            one.postgres.kill()
            one.postgres.start()

    survives(one, undisturbed_one, "L-ONE-POSTGRES", crash)

"""RabbitMQ and PostgreSQL are killed in the middle of the loop, RabbitMQ also with the loss of all that it kept."""

from __future__ import annotations

from typing import Any

import pytest
import urllib3
from tests.chaos.conftest import LONGEST, survives
from tests.installations import ManyProcesses

from kesu_onebox.loop import Step

pytestmark = pytest.mark.timeout(LONGEST)

CRASHES = ("dispatched to quality", "12 pieces scanned in")


@pytest.mark.parametrize("wiped", [False, True], ids=["killed", "killed and wiped"])
def test_everything_arrives_once_after_rabbitmq_was_lost(many: ManyProcesses, undisturbed_many: dict[str, Any], wiped: bool) -> None:
    def crash(step: Step) -> None:
        if step.what.startswith(CRASHES):
            many.rabbitmq.kill()
            if wiped:
                many.rabbitmq.wipe()
            assert_all_ready(many)
            many.rabbitmq.start()

    survives(many, undisturbed_many, f"L-RABBIT-{'WIPED' if wiped else 'KILLED'}", crash)


def test_everything_arrives_once_after_postgresql_was_killed(many: ManyProcesses, undisturbed_many: dict[str, Any]) -> None:
    def crash(step: Step) -> None:
        if step.what.startswith(CRASHES):
            many.postgres.kill()
            many.postgres.start()

    survives(many, undisturbed_many, "L-POSTGRES", crash)


def assert_all_ready(many: ManyProcesses) -> None:
    """A broker that is down makes no service unready: what it would carry waits in the journals."""
    for name, port in many.processes.ports.items():
        assert urllib3.request("GET", f"http://127.0.0.1:{port}/readyz", timeout=10.0, retries=False).status == 200, name

"""What the tests of the deployment share: its files, read once, and a private broker with the real definitions and secrets."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kesu_common.servers import RabbitMQ

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    """docker-compose.yml with its anchors resolved, its ${…} not."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


@pytest.fixture(scope="session")
def definitions() -> dict[str, Any]:
    """The broker's vhost, permissions, topology and policies as committed."""
    document: dict[str, Any] = json.loads((ROOT / "deploy/rabbitmq/definitions.json").read_text())
    return document


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of secrets as deploy/secrets.sh makes them."""
    folder = tmp_path_factory.mktemp("secrets") / "made"
    subprocess.run(["sh", ROOT / "deploy/secrets.sh", folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def broker(definitions: dict[str, Any], secrets: Path) -> Iterator[RabbitMQ]:
    """A private RabbitMQ with the definitions and the users of an installation."""
    with tempfile.TemporaryDirectory(prefix="kesu-deploy-") as folder:
        users = json.loads((secrets / "rabbitmq_users.json").read_text())
        together = Path(folder) / "all.json"
        together.write_text(json.dumps({**users, **definitions}))
        node = RabbitMQ(Path(folder) / "node", management=True, definitions=together)
        node.start()
        try:
            yield node
        finally:
            node.stop()

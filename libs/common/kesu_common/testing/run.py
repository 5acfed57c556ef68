"""One run of the tests: the scratch folder that its processes share, and the private servers in it, started once when first needed."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kesu_common.servers import Management, Postgres, RabbitMQ
from kesu_common.servers.databases import drop_databases, list_databases
from kesu_common.servers.processes import command_line

POSTGRES = "KESU_TEST_POSTGRES_URL"
RABBITMQ = "KESU_TEST_RABBITMQ_URL"
MANAGEMENT = "KESU_TEST_RABBITMQ_MANAGEMENT_URL"
_PREFIX = "kesu-test-"


@dataclass(frozen=True)
class Run:
    """The run whose shared folder is `scratch`: whoever needs a server first starts it, others adopt it, the controller ends it."""

    scratch: Path

    @classmethod
    def begin(cls) -> Run:
        """A new run; what killed earlier ones left behind is ended and deleted first."""
        _sweep()
        scratch = Path(tempfile.mkdtemp(prefix=_PREFIX))
        scratch.chmod(0o711)  # PostgreSQL may run under another account and must pass through
        owner = {"pid": os.getpid(), "command": command_line(os.getpid())}
        (scratch / "owner.json").write_text(json.dumps(owner))
        return cls(scratch)

    @property
    def name(self) -> str:
        """Unique among runs; a prefix for databases and virtual hosts on shared servers."""
        return f"kesu_test_{self.scratch.name.removeprefix(_PREFIX)}".lower()

    def postgres_url(self) -> str:
        """The server given by `KESU_TEST_POSTGRES_URL`, or the run's own, with fsync off."""
        return os.environ.get(POSTGRES) or self._postgres.start()

    def rabbitmq(self) -> Management:
        """The broker given by `KESU_TEST_RABBITMQ_URL` (its HTTP API by `…_MANAGEMENT_URL`), or the run's own."""
        if given := os.environ.get(RABBITMQ):
            return Management(os.environ.get(MANAGEMENT, "http://127.0.0.1:15672"), given)
        self._rabbitmq.start()
        return self._rabbitmq.management

    def end(self) -> None:
        """End the run's servers and delete what it made, on given servers too."""
        given = os.environ.get(POSTGRES)
        if given and (self.scratch / "databases").exists():
            drop_databases(given, *list_databases(given, self.name))
        self._rabbitmq.kill()
        self._postgres.remove()
        shutil.rmtree(self.scratch, ignore_errors=True)

    @property
    def _postgres(self) -> Postgres:
        return Postgres(self.scratch / "postgres", durable=False)

    @property
    def _rabbitmq(self) -> RabbitMQ:
        return RabbitMQ(self.scratch / "rabbitmq", management=True)


def _sweep() -> None:
    """End and delete the runs of ours whose controller was killed."""
    for scratch in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if scratch.stat().st_uid != os.getuid() or not (scratch / "owner.json").exists():
                continue
            owner = json.loads((scratch / "owner.json").read_text() or "{}")
        except FileNotFoundError:  # its own run, or another's sweep, has just removed it
            continue
        if owner and command_line(owner["pid"]) != owner["command"]:
            Run(scratch).end()

"""Which processes an installation consists of, and which settings each is given.

`kesu processes` starts these; docker-compose.yml must agree (tests/deploy).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kesu_common.service import NAMES

Kind = Literal["migrate", "web", "worker"]

WEB_PORT = 8000
"""Where a web process listens in a container of its own: pages, API, health, metrics."""
METRICS_PORT = 9100
"""Where a worker process answers /livez, /readyz and /metrics in a container of its own."""

REQUIRED = frozenset({"KESU_DATABASE_URL", "KESU_SECRET_KEY", "KESU_SESSION_PUBLIC_KEY", "KESU_SERVICE_TOKEN_SECRET"})
"""Settings, all of them secret but the public key, without which no process starts. Each may be given as `<name>_FILE`."""


@dataclass(frozen=True)
class Process:
    """One operating-system process of one service."""

    service: str
    kind: Kind

    @property
    def name(self) -> str:
        """Its name in compose, in logs and as a host: `quality-web`."""
        return f"{self.service}-{self.kind}"

    @property
    def arguments(self) -> tuple[str, str]:
        """What follows `kesu` on its command line."""
        return (self.service, self.kind)

    @property
    def port(self) -> int | None:
        """Where it answers when it has a host of its own; None for a migration, which answers nobody."""
        return {"web": WEB_PORT, "worker": METRICS_PORT}.get(self.kind)

    @property
    def required(self) -> frozenset[str]:
        """The settings that it must be given. The bus is the workers' alone; the key that signs sessions is desk's web process's alone."""
        extra: dict[str, frozenset[str]] = {"worker": frozenset({"KESU_BUS_URL"})}
        if self.service == "desk":
            extra["web"] = frozenset({"KESU_SESSION_PRIVATE_KEY"})
        return REQUIRED | extra.get(self.kind, frozenset())


def processes(services: Sequence[str] = NAMES) -> list[Process]:
    """All processes of these services, in the order in which they start: every migration, then web and worker per service."""
    long_running: tuple[Kind, ...] = ("web", "worker")
    return [Process(name, "migrate") for name in services] + [Process(name, kind) for name in services for kind in long_running]

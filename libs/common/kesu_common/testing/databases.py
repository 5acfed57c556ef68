"""Databases for tests: a fresh copy per test of a template that was migrated once per run."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from kesu_common.servers.databases import create_database, database_url, drop_databases
from kesu_common.servers.processes import locked
from kesu_common.testing.run import Run

if TYPE_CHECKING:
    from kesu_common.service import Service


class Databases:
    """Makes databases on the run's server."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.server = run.postgres_url()
        (run.scratch / "databases").mkdir(exist_ok=True)

    def new(self, service: Service | str | None = None) -> str:
        """URL of a fresh database: migrated for that service, or empty without one."""
        name = f"{self._run.name}_{secrets.token_hex(6)}"
        if service is None:
            create_database(self.server, name)
        else:
            create_database(self.server, name, template=self._template(service))
        return database_url(self.server, name)

    def drop(self, url: str) -> None:
        """Drop a database, ending its connections."""
        drop_databases(self.server, url.rsplit("/", 1)[1])

    def _template(self, service: Service | str) -> str:
        from kesu_common.database.migrate import migrate
        from kesu_common.service import load

        described = load(service) if isinstance(service, str) else service
        name = f"{self._run.name}_template_{described.name}"
        done = self._run.scratch / "databases" / described.name
        with locked(done.with_suffix(".lock")):
            if not done.exists():
                drop_databases(self.server, name)  # what a failed attempt left
                create_database(self.server, name)
                migrate(described, database_url(self.server, name))
                done.touch()
        return name

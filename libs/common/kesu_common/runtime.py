"""What a running service holds: its description, settings, database, metrics and files. Web application and worker share one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kesu_common import i18n
from kesu_common.database import Database
from kesu_common.metrics import Metrics
from kesu_common.service import Service
from kesu_common.settings import Settings

if TYPE_CHECKING:
    from kesu_common.files import FileStore


class Runtime:
    """One service in one process. Holds sockets once used, so it is made after a fork, never before; `close` gives them back."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self.service = service
        i18n.register(service.package)
        self.settings = settings
        self.database = Database(settings.database_url, pool=settings.database_pool, application=f"kesu-{service.name}")
        self.metrics = Metrics(service.name)
        self.draining = False
        """Set when the process was told to stop: it answers what it has begun and tells load balancers to look elsewhere."""

    @cached_property
    def files(self) -> FileStore:
        """The store of attachments, made on first use."""
        from kesu_common.files import FileStore
        from kesu_common.files.scanner import Scanner

        scanner = Scanner(self.settings.scanner) if self.settings.scanner else None
        return FileStore(self.settings.files_dir, scanner)

    def close(self) -> None:
        """Give back every connection."""
        self.database.close()

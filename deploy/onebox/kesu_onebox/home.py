"""The folder in which an installation on one machine keeps everything: secrets, database cluster, files, logs. Delete it to begin anew."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kesu_common.people.tokens import new_session_keys
from kesu_common.servers.processes import write_private
from kesu_common.settings import Settings, neighbours

DEFAULT = Path(".kesu")


@dataclass(frozen=True)
class Secrets:
    """What the services of one installation share, made once and kept readable for the owner only."""

    secret_key: str
    session_private_key: str
    session_public_key: str
    service_token_secret: str


class Home:
    """The folder of one installation."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or Path(os.environ.get("KESU_HOME", DEFAULT))).absolute()
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def postgres(self) -> Path:
        """Where the private database cluster lies."""
        return self.folder / "postgres"

    @property
    def logs(self) -> Path:
        """Where processes write what they have to say."""
        folder = self.folder / "log"
        folder.mkdir(exist_ok=True)
        return folder

    def secrets(self) -> Secrets:
        """The installation's secrets, made on first use."""
        path = self.folder / "secrets.json"
        if not path.exists():
            private, public = new_session_keys()
            made = Secrets(secrets.token_urlsafe(32), private, public, secrets.token_urlsafe(32))
            write_private(path, json.dumps(asdict(made)))
        return Secrets(**json.loads(path.read_text()))

    def settings(
        self,
        service: str,
        database_url: str,
        *,
        public_url: str,
        bus_url: str = "memory://",
        peers: Mapping[str, str] | None = None,
        links: Mapping[str, str] | None = None,
        metrics_port: int = 9100,
    ) -> Settings:
        """Settings of one service of this installation; mail and virus scanner are those of the environment."""
        shared = self.secrets()
        return Settings(
            service=service,
            database_url=database_url,
            bus_url=bus_url,
            public_url=public_url,
            peers=peers or {},
            links=links or {},
            secret_key=shared.secret_key,
            session_private_key=shared.session_private_key if service == "desk" else None,
            session_public_key=shared.session_public_key,
            service_token_secret=shared.service_token_secret,
            files_dir=self.folder / "files" / service,
            metrics_port=metrics_port,
            **neighbours(service),
        )

    def remember(self, name: str, text: str) -> Path:
        """Keep a small text for the owner's eyes only, such as the first sign-in."""
        path = self.folder / name
        write_private(path, text)
        return path

    def recall(self, name: str) -> str | None:
        """What `remember` kept, or `None`."""
        path = self.folder / name
        return path.read_text() if path.exists() else None

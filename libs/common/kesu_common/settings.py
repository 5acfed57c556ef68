"""Everything that differs between two installations, read from the environment once, checked, and named when it is wrong.

Any variable may instead be given as a file: `KESU_SECRET_KEY_FILE=/run/secrets/key` (container secrets).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from environs import Env, EnvError, FileAwareEnv

from kesu_common.mail.settings import MailSettings


class SettingsError(ValueError):
    """A setting is missing or cannot be read; the message names the variable."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One service's settings. `repr` shows no secret."""

    service: str
    database_url: str = field(repr=False)
    bus_url: str = field(default="memory://", repr=False)
    public_url: str = "http://127.0.0.1:8080"
    """Where browsers reach the installation; each service below `/<service>/`."""
    peers: Mapping[str, str] = field(default_factory=dict)
    """Base URL of a service as other services reach it; default `public_url`."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Base URL of a service as browsers reach it, where no proxy unites them; default `public_url`."""
    secret_key: str = field(repr=False)
    session_public_key: str = field(repr=False)
    session_private_key: str | None = field(default=None, repr=False)
    service_token_secret: str = field(repr=False)
    files_dir: Path = Path("files")
    log_level: str = "INFO"
    log_format: str = "json"
    metrics_port: int = 9100
    database_pool: int = 10
    proxies: int = 0
    """How many reverse proxies stand in front and may be believed about the client's address."""
    handlers: int = 2
    """Threads of one worker that handle facts."""
    catchup_seconds: float = 15.0
    """Seconds between two readings of the peers' journals."""
    journal_months: int = 0
    """Facts older than this many months are moved to archive files; 0 keeps all in the database."""
    web_threads: int = 16
    """Threads of the web process: as many requests are answered at a time."""
    mail_listen: str = ""
    """`host:port` at which intake's worker takes e-mails from the plant's mail server; empty: it takes none."""
    mail_addresses: Mapping[str, str] = field(default_factory=dict)
    """The addresses for which it takes them, each with the site that gets them: `complaints@plant.example=SZ,…`."""
    scanner: str = ""
    """`host:port` of a virus scanner that speaks clamd's protocol; every file is shown to it before it is kept. Empty: none is asked."""
    mail: MailSettings | None = None
    """Where mail is handed over; without it nothing is sent, and people say what they have sent by hand."""

    def peer(self, service: str) -> str:
        """Base URL, with the service's prefix, for calls from service to service."""
        return f"{self.peers.get(service, self.public_url).rstrip('/')}/{service}"

    def link(self, service: str, path: str = "/") -> str:
        """Address of another service's page for a browser."""
        return f"{self.links.get(service, self.public_url).rstrip('/')}/{service}{path}"

    @classmethod
    def from_env(cls, service: str) -> Settings:
        """Read `KESU_*` of the process's environment. Raises `SettingsError` naming the bad variable."""
        env = FileAwareEnv(prefix="KESU_", file_suffix="_FILE")
        try:
            return cls(
                service=service,
                database_url=env.str("DATABASE_URL"),
                bus_url=env.str("BUS_URL", "memory://"),
                public_url=env.str("PUBLIC_URL", "http://127.0.0.1:8080"),
                peers=env.dict("PEERS", {}),
                links=env.dict("LINKS", {}),
                secret_key=env.str("SECRET_KEY"),
                session_public_key=env.str("SESSION_PUBLIC_KEY"),
                session_private_key=env.str("SESSION_PRIVATE_KEY", None),
                service_token_secret=env.str("SERVICE_TOKEN_SECRET"),
                files_dir=env.path("FILES_DIR", Path("files")),
                log_level=env.str("LOG_LEVEL", "INFO").upper(),
                log_format=env.str("LOG_FORMAT", "json"),
                metrics_port=env.int("METRICS_PORT", 9100),
                database_pool=env.int("DATABASE_POOL", 10),
                handlers=env.int("HANDLERS", 2),
                catchup_seconds=env.float("CATCHUP_SECONDS", 15.0),
                journal_months=env.int("JOURNAL_MONTHS", 0),
                web_threads=env.int("WEB_THREADS", 16),
                proxies=env.int("PROXIES", 0),
                **_neighbours(env),
            )
        except (EnvError, OSError, ValueError) as error:
            raise SettingsError(f"settings of {service}: {error}") from error


def neighbours(service: str) -> dict[str, Any]:
    """The settings of `KESU_*` that name servers beside Kesu: where mail comes from and goes to, and the virus scanner.

    For installations that make all other settings themselves. Raises `SettingsError` naming the bad variable.
    """
    try:
        return _neighbours(FileAwareEnv(prefix="KESU_", file_suffix="_FILE"))
    except (EnvError, OSError, ValueError) as error:
        raise SettingsError(f"settings of {service}: {error}") from error


def _neighbours(env: Env) -> dict[str, Any]:
    return {
        "mail_listen": _address(env.str("MAIL_LISTEN", ""), "MAIL_LISTEN"),
        "mail_addresses": env.dict("MAIL_ADDRESSES", {}) if env.str("MAIL_ADDRESSES", "") else {},
        "scanner": _address(env.str("SCANNER", ""), "SCANNER"),
        "mail": MailSettings.from_env(env),
    }


def _address(text: str, name: str) -> str:
    """`host:port`, or nothing."""
    if text and not text.rpartition(":")[2].isdecimal():
        raise ValueError(f"KESU_{name}: write host:port, for example 127.0.0.1:3310, not {text!r}")
    return text

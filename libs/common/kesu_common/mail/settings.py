"""Where mail is handed over: `KESU_SMTP_*` of the environment. Without `KESU_SMTP_HOST` no mail is sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from environs import Env, EnvError

SECURITIES = ("starttls", "tls", "none")
"""STARTTLS on a plain connection, TLS from the first byte, or none (a relay on the same machine)."""


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """An SMTP server and the address that mails come from. `repr` shows no password."""

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    """Seconds that each step of the conversation may take."""

    @classmethod
    def from_env(cls, env: Env) -> MailSettings | None:
        """Read `SMTP_HOST`, `SMTP_PORT`, `SMTP_SECURITY`, `SMTP_LOGIN`, `SMTP_PASSWORD`, `MAIL_SENDER`; `None` without a host.

        One that is empty counts as not given. Raises `EnvError` for a host without a sender, an unknown security, and a login without a
        password.
        """
        host = env.str("SMTP_HOST", "")
        if not host:
            return None
        security = env.str("SMTP_SECURITY", "") or SECURITIES[0]
        if security not in SECURITIES:
            raise EnvError(f"KESU_SMTP_SECURITY is one of {', '.join(SECURITIES)}")
        login, password = env.str("SMTP_LOGIN", "") or None, env.str("SMTP_PASSWORD", "") or None
        if (login is None) != (password is None):
            raise EnvError("KESU_SMTP_LOGIN and KESU_SMTP_PASSWORD are given together")
        sender = env.str("MAIL_SENDER", "")
        if not sender:
            raise EnvError("KESU_MAIL_SENDER names the address that mails come from; it is needed with KESU_SMTP_HOST")
        port = env.int("SMTP_PORT") if env.str("SMTP_PORT", "") else 465 if security == "tls" else 587
        return cls(host=host, port=port, security=security, login=login, password=password, sender=sender)

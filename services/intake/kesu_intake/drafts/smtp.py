"""The mail receiver: the plant's mail server hands e-mails to it by SMTP, and each is a draft before its receipt is confirmed.

It answers 250 only after the commit; while database or scanner are away it answers 451, and the mail server keeps the e-mail and tries
again.
It sends nothing, and takes mail for the addresses of its settings alone. It knows no passwords: let only the mail server reach its port.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from sqlalchemy.exc import SQLAlchemyError

from kesu_common.errors import KesuError
from kesu_common.people.actors import Actor
from kesu_intake.drafts.commands import take_mail

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime

MOST_BYTES = 40 * 1024 * 1024

_log = logging.getLogger(__name__)


class Receiver:
    """What aiosmtpd calls for each e-mail."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.sites = {address.lower(): site for address, site in runtime.settings.mail_addresses.items()}

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Take mail for known addresses only: this is no relay."""
        if address.lower() not in self.sites:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep the e-mail, then say so."""
        try:
            number = await asyncio.to_thread(self._take, bytes(envelope.content), self.sites[envelope.rcpt_tos[0].lower()])
        except (KesuError, SQLAlchemyError, OSError):
            _log.exception("an e-mail could not be kept; its sender's server tries again")
            return "451 4.3.0 Not kept, please try again later"
        return f"250 2.0.0 Kept as {number}"

    def _take(self, raw: bytes, site: str) -> str:
        with self.runtime.database.transaction() as session:
            return take_mail(session, Actor.service("intake"), self.runtime.files, raw, site=site).number


def receive_mail(runtime: Runtime, stop: threading.Event) -> None:
    """Listen at `KESU_MAIL_LISTEN` (host:port) until told to stop; does nothing where that is not set."""
    if runtime.settings.mail_listen:
        host, _, port = runtime.settings.mail_listen.rpartition(":")
        controller = Controller(Receiver(runtime), hostname=host or "127.0.0.1", port=int(port), data_size_limit=MOST_BYTES)
        controller.start()
        _log.info("receiving mail at %s for %s", runtime.settings.mail_listen, ", ".join(sorted(runtime.settings.mail_addresses)))
        try:
            stop.wait()
        finally:
            controller.stop()
    else:
        stop.wait()

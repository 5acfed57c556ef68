"""Handing one message over to the server, and saying exactly what is known then.

SMTP promises no more than this: before the server has the whole message, it has nothing; once it has answered 250, it is responsible.
Between the last byte and the answer nobody knows. Whoever must not send twice does not send again
then (`Unclear`); whoever must not lose does.
"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from kesu_common.mail.settings import MailSettings


class Deferred(Exception):
    """The server has not taken the message, and may take it later."""


class Refused(Exception):
    """The server will never take this message for this address."""


class Unclear(Exception):
    """The server has the whole message and did not answer: it may have taken it."""


def deliver(settings: MailSettings, message: EmailMessage, to: str) -> str:
    """Hand `message` over for the one address `to`; returns the server's answer. Raises `Deferred`, `Refused` or `Unclear`."""
    handed_over = False
    try:
        with _connected(settings) as server:
            _expect(server.mail(settings.sender), (250,))
            _expect(server.rcpt(to), (250, 251))
            _expect(server.docmd("DATA"), (354,))
            body = message.as_bytes().replace(b"\r\n.", b"\r\n..")
            server.send((b"." + body if body.startswith(b".") else body) + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"))
            handed_over = True
            code, words = server.getreply()
            handed_over = False  # answered, one way or the other
            return _expect((code, words), (250,))
    except (smtplib.SMTPException, OSError) as error:
        if handed_over:
            raise Unclear(_words_of(error)) from error
        raise Deferred(_words_of(error)) from error


class _Server(smtplib.SMTP):
    """Leaves without complaint from a connection that is broken already: the outcome is known by then."""

    def __exit__(self, *_details: object) -> None:
        self.close()


class _SecureServer(_Server, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


def _connected(settings: MailSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        server: smtplib.SMTP = _SecureServer(settings.host, settings.port, timeout=settings.timeout, context=ssl.create_default_context())
    else:
        server = _Server(settings.host, settings.port, timeout=settings.timeout)
    try:
        server.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if settings.login is not None:
            server.login(settings.login, settings.password or "")
    except BaseException:
        server.close()
        raise
    return server


def _expect(answer: tuple[int, bytes], wanted: tuple[int, ...]) -> str:
    """The server's words when its code is as wanted; 5xx is for good, the rest may pass."""
    code, words = answer
    text = f"{code} {words.decode('utf-8', 'replace')}"[:500]
    if code in wanted:
        return text
    raise Refused(text) if code >= 500 else Deferred(text)


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"[:500]
    return f"{type(error).__name__}: {error}"[:500]

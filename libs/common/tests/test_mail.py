"""Handing mail over: to a real server that takes it, refuses it for now or for good, or dies in the middle."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from environs import Env, EnvError

from kesu_common.mail import Deferred, Enclosure, MailSettings, Refused, Unclear, compose, deliver

ID = UUID("01935d7e-8a40-7c11-b0a4-6a1f9c3f2b10")


class Postbox:
    """An SMTP handler that keeps what it takes; `says` is what it answers to a step."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.says: dict[str, str] = {}

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """A recipient."""
        if "rcpt" not in self.says:
            envelope.rcpt_tos.append(address)
        return self.says.get("rcpt", "250 OK")

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """A whole message."""
        if "data" not in self.says:
            self.taken.append(envelope)
        return self.says.get("data", "250 taken")


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, MailSettings]]:
    """A server on a free port, and how to reach it."""
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, MailSettings(host="127.0.0.1", port=port, security="none", sender="claims@plant.example")
    controller.stop()


def message(**changes: Any) -> EmailMessage:
    """A reply with a file."""
    given: dict[str, Any] = {
        "message_id": ID,
        "sender": "claims@plant.example",
        "sender_name": "Shenzhen plant",
        "to": "petersen@pumps.example",
        "to_name": "Ms Petersen\r\nBcc: everybody@pumps.example",
        "subject": "Your complaint\r\nX-Evil: 1",
        "text": "轴封已更换。\n.\nA line with a dot above.",
        "at": datetime(2026, 11, 24, 9, tzinfo=UTC),
        "language": "en",
        "enclosures": [Enclosure("检测报告.pdf", "application/pdf", b"%PDF-1.7")],
    }
    return compose(**{**given, **changes})


def test_a_message_arrives_whole_and_nobody_can_add_headers(postbox: Any) -> None:
    box, settings = postbox
    assert deliver(settings, message(), "petersen@pumps.example").startswith("250")
    (envelope,) = box.taken
    assert envelope.rcpt_tos == ["petersen@pumps.example"]
    read: Any = message_from_bytes(envelope.content, policy=policy.default)
    assert read["Message-ID"] == f"<{ID}@plant.example>"
    assert (read["Bcc"], read["X-Evil"]) == (None, None)
    assert read.get_body().get_content().splitlines() == ["轴封已更换。", ".", "A line with a dot above."]
    (file,) = read.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("检测报告.pdf", b"%PDF-1.7")


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_server_may_refuse_for_now_or_for_good_at_any_step(postbox: Any, step: str) -> None:
    box, settings = postbox
    box.says = {step: "451 4.3.0 try later"}
    with pytest.raises(Deferred, match="451"):
        deliver(settings, message(), "petersen@pumps.example")
    box.says = {step: "550 5.1.1 no such person"}
    with pytest.raises(Refused, match="550"):
        deliver(settings, message(), "petersen@pumps.example")
    assert box.taken == []


def dying(answers: list[bytes], *, reads_all: bool) -> MailSettings:
    """A server that gives these answers, reads the message to its end or not, and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as connection:
            connection.sendall(b"220 here\r\n")
            for answer in answers:
                connection.recv(4096)
                connection.sendall(answer)
            seen = b""
            while reads_all and not seen.endswith(b"\r\n.\r\n"):
                seen += connection.recv(4096)

    threading.Thread(target=serve, daemon=True).start()
    return MailSettings(host="127.0.0.1", port=listener.getsockname()[1], security="none", sender="claims@plant.example")


def test_a_server_that_dies_before_the_message_has_nothing_and_after_it_nobody_knows() -> None:
    polite = [b"250 hello\r\n", b"250 sender\r\n", b"250 recipient\r\n"]
    with pytest.raises(Deferred):
        deliver(dying(polite, reads_all=False), message(), "petersen@pumps.example")
    with pytest.raises(Unclear):
        deliver(dying([*polite, b"354 go on\r\n"], reads_all=True), message(), "petersen@pumps.example")


def test_no_server_and_a_server_without_the_wanted_encryption_take_nothing(postbox: Any) -> None:
    box, settings = postbox
    unheard = MailSettings(host="127.0.0.1", port=settings.port, security="starttls", sender=settings.sender)
    with pytest.raises(Deferred, match="STARTTLS"):
        deliver(unheard, message(), "petersen@pumps.example")
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(Deferred, match="Refused"):
        deliver(MailSettings(host="127.0.0.1", port=port, security="none", sender=settings.sender), message(), "petersen@pumps.example")
    assert box.taken == []


def test_settings_are_read_and_named_when_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    env = Env(prefix="KESU_")
    assert MailSettings.from_env(env) is None
    monkeypatch.setenv("KESU_SMTP_HOST", "mail.plant.example")
    with pytest.raises(EnvError, match="MAIL_SENDER"):
        MailSettings.from_env(env)
    monkeypatch.setenv("KESU_MAIL_SENDER", "claims@plant.example")
    monkeypatch.setenv("KESU_SMTP_SECURITY", "tls")
    found = MailSettings.from_env(env)
    assert found is not None
    assert (found.port, found.login) == (465, None)
    monkeypatch.setenv("KESU_SMTP_LOGIN", "claims")
    with pytest.raises(EnvError, match="KESU_SMTP_PASSWORD"):
        MailSettings.from_env(env)
    monkeypatch.setenv("KESU_SMTP_PASSWORD", "hidden words")
    assert "hidden words" not in repr(MailSettings.from_env(env))
    monkeypatch.setenv("KESU_SMTP_SECURITY", "whatever")
    with pytest.raises(EnvError, match="KESU_SMTP_SECURITY"):
        MailSettings.from_env(env)

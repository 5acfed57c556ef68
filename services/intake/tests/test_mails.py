"""Mails to customers: sent once, tried again, seen when they do not arrive, and what is said without a mail server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller

from kesu_common import clock
from kesu_common.mail import MailSettings
from kesu_common.mail.outbox import RETRIES, STUCK
from kesu_common.testing.rig import csrf_of
from kesu_intake.mails.delivery import send_mails
from kesu_intake.mails.model import Mail

ADDRESS = "petersen@pumps.example"


class Postbox:
    """The customer's mail server; `says` is what it answers instead of taking a mail."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.says: str | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """A whole message."""
        if self.says is None:
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.says or "250 taken"


@pytest.fixture
def box(shop: Any) -> Iterator[Postbox]:
    """A mail server that `shop` sends over."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = Postbox()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    mail = MailSettings(host="127.0.0.1", port=port, security="none", sender="claims@plant.example")
    object.__setattr__(shop.runtime.settings, "mail", mail)  # as if the installation had been set up so
    yield made
    controller.stop()


def replied_by_mail(shop: Any, **more: Any) -> str:
    """A complaint whose reply lies in the outbox."""
    number = str(shop.answered())
    shop.do(number, "settle", kind="answer", terms="换用新密封。", agreed_with="Ms Petersen")
    shop.do(number, "reply", channel="email", to="Ms Petersen", text="We changed the seal.", address=ADDRESS, **more)
    return number


def states(shop: Any, number: str) -> list[str]:
    """The states of the complaint's mails, oldest first."""
    return [mail["state"] for mail in shop.get(number)["mails"]]


@pytest.mark.clause("4.1.3.1-c")
def test_a_reply_goes_out_once_with_its_link_and_the_facts_id(shop: Any, box: Postbox) -> None:
    number = replied_by_mail(shop)
    assert states(shop, number) == ["queued"]
    assert (send_mails(shop.runtime), send_mails(shop.runtime)) == (1, 0)
    (mail,) = box.taken
    kept = shop.get(number)["mails"][0]
    assert (kept["state"], mail["Message-ID"]) == ("sent", f"<{kept['id']}@plant.example>")
    text = mail.get_body().get_content()
    assert "We changed the seal." in text
    assert "/intake/confirm/" in text
    assert [f["outcome"] for f in shop.facts("kesu.mail.sent.v1")] == ["sent"]


@pytest.mark.clause("4.1.3.4")
def test_the_test_report_goes_with_the_reply_in_the_customers_language(shop: Any, box: Postbox) -> None:
    bore = {"name_zh": "孔径", "name_en": "Bore", "unit": "mm", "upper": "20.021", "values": ["20.061"], "conforms": False}
    shop.hear("test.recorded", "QC-SZ-2026-000001", case="QC-SZ-2026-000001", test="QT-1", result="fail", sample="No. 1", readings=[bore])
    number = replied_by_mail(shop, language="en", report=True)
    send_mails(shop.runtime)
    (file,) = box.taken[0].iter_attachments()
    assert file.get_content_type() == "application/pdf"
    assert file.get_filename() == f"{number}-test-report-en.pdf"
    assert [a["kind"] for a in shop.get(number)["attachments"]] == ["report"]
    page = shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}/test-report", query_string={"paper": "en"}).text
    assert "Bore" in page
    assert "20.061" in page


def test_there_is_no_report_before_the_verdict(shop: Any) -> None:
    number = shop.complaint()
    assert shop.browser("sales@SZ").get(f"/intake/complaints/{number}/test-report").status_code == 409


def test_a_mail_that_is_put_off_is_tried_again_until_it_has_failed(shop: Any, box: Postbox) -> None:
    number = replied_by_mail(shop)
    box.says = "451 try later"
    with time_machine.travel(clock.now(), tick=False) as time:
        for wait in RETRIES:
            send_mails(shop.runtime)
            assert states(shop, number) == ["queued"]
            send_mails(shop.runtime)  # too early: nothing happens
            time.shift(wait + timedelta(seconds=1))
        send_mails(shop.runtime)
    mail = shop.get(number)["mails"][0]
    assert (mail["state"], mail["attempts"]) == ("failed", len(RETRIES) + 1)
    assert ("complaint.mail", "sales") in shop.open_tasks(number)


def test_a_refused_mail_is_seen_and_sent_again_to_another_address(shop: Any, box: Postbox) -> None:
    number = replied_by_mail(shop)
    box.says = "550 no such person"
    send_mails(shop.runtime)
    assert shop.facts("kesu.mail.failed.v1")[0]["answer"] == "550 no such person"
    assert ("complaint.mail", "sales") in shop.open_tasks(number)
    page = shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}").text
    assert "550 no such person" in page
    assert f"/intake/complaints/{number}/send-again" in page
    box.says = None
    missed = shop.get(number)["mails"][0]["id"]
    shop.do(number, "send-again", mail=missed, address="sales@pumps.example")
    shop.do(number, "send-again", mail=missed, address="sales@pumps.example", expect=409)
    send_mails(shop.runtime)
    assert states(shop, number) == ["replaced", "sent"]
    assert box.taken[0]["To"].addresses[0].addr_spec == "sales@pumps.example"
    assert ("complaint.mail", "sales") not in shop.open_tasks(number)


def test_a_worker_that_dies_with_a_mail_in_hand_does_not_send_it_twice(shop: Any, box: Postbox) -> None:
    number = replied_by_mail(shop)
    with shop.runtime.database.transaction() as session:
        mail = session.query(Mail).one()
        mail.state, mail.attempts, mail.claimed_at = "sending", 1, clock.now()
    with time_machine.travel(clock.now() + STUCK + timedelta(seconds=1), tick=False):
        assert send_mails(shop.runtime) == 0
    assert (states(shop, number), box.taken) == (["unclear"], [])
    unclear = shop.get(number)["mails"][0]["id"]
    shop.do(number, "told-otherwise", mail=unclear, channel="phone", person="Ms Petersen", content="Read out.")
    assert states(shop, number) == ["replaced"]
    assert ("complaint.mail", "sales") not in shop.open_tasks(number)


def test_a_report_of_non_delivery_marks_the_mail_once(shop: Any, box: Postbox) -> None:
    number = replied_by_mail(shop)
    send_mails(shop.runtime)
    report = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSorry.\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; x@y.example\n"
        "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 mailbox full\n\n--b\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {box.taken[0]['Message-ID']}\n\n--b--\n"
    )
    program = shop.program("sales@SZ")
    for _ in range(2):
        answer = program.post("/intake/api/v1/mails/bounce-reports", json={"message": report})
        assert answer.status_code == 200, answer.text
    assert states(shop, number) == ["bounced"]
    assert [f["answer"] for f in shop.facts("kesu.mail.bounced.v1")] == ["smtp; 552 mailbox full"]
    delayed = report.replace("Action: failed", "Action: delayed")
    assert program.post("/intake/api/v1/mails/bounce-reports", json={"message": delayed}).json == []
    assert program.post("/intake/api/v1/mails/bounce-reports", json={"message": "Hello"}).status_code == 422
    assert shop.program("warehouse@SZ").post("/intake/api/v1/mails/bounce-reports", json={"message": report}).status_code == 403


def test_an_acknowledgement_goes_by_mail_and_a_needless_reminder_does_not(shop: Any, box: Postbox) -> None:
    number = replied_by_mail(shop)
    send_mails(shop.runtime)
    shop.do(number, "reply", kind="reminder", channel="email", to="Ms Petersen", text="Please confirm.", address=ADDRESS)
    shop.do(number, "confirm", who="Ms Petersen", words="by telephone")
    other = shop.complaint(lot="L2")
    shop.do(other, "acknowledge", person="Ms Petersen", content="We have it.", address=ADDRESS)
    send_mails(shop.runtime)
    assert states(shop, number) == ["sent", "cancelled"]
    assert [mail["Subject"] for mail in box.taken][1] == f"We have received your complaint: {other}"


@pytest.mark.parametrize("address", ["nobody", "a@b.example\nBcc: c@d.example", "张@例.example"])
def test_what_is_no_address_is_refused(shop: Any, address: str) -> None:
    number = shop.complaint()
    shop.do(number, "acknowledge", person="x", content="y", address=address, expect=422)
    assert shop.get(number)["acknowledged_at"] is None


@pytest.mark.parametrize(("language", "words"), [("en", "sent by hand"), ("zh", "人工发送")])
def test_without_a_mail_server_a_reply_is_logged_as_sent_by_hand_and_the_page_says_so(shop: Any, language: str, words: str) -> None:
    number = replied_by_mail(shop)
    assert (states(shop, number), send_mails(shop.runtime)) == ([], 0)
    browser = shop.browser("sales@SZ", language=language)
    assert words in browser.get(f"/intake/complaints/{number}").text
    form = browser.get(f"/intake/complaints/{number}/reply").text
    assert csrf_of(form)
    assert 'name="address"' not in form

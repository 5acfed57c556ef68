"""E-mails: read safely, kept once, decided by sales (clause 4.1.3.1-a)."""

from __future__ import annotations

import io
import smtplib
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from kesu_common.testing.clamd import EICAR, scanner
from kesu_common.testing.hostile import PNG
from kesu_common.testing.rig import csrf_of, posted
from kesu_intake.drafts.smtp import Receiver, receive_mail

SENDER = "petersen@hamburg-pumps.example"
ADDRESS = "complaints@kesu.example"


def mail(*, subject: str = "密封漏水 / seal leaks", message_id: str | None = "<1@hamburg-pumps.example>", **parts: bytes) -> EmailMessage:
    """An e-mail of the customer with these files (name with `__` for the dot → content)."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"Anna Petersen <{SENDER.upper()}>", ADDRESS, subject
    if message_id:
        made["Message-ID"] = message_id
    made.set_content("Dear sirs,\n\nthe seal of lot L2026-1107 leaks.\n")
    for name, content in parts.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name.replace("__", "."))
    return made


@pytest.fixture
def post(intake: Any) -> Iterator[Any]:
    """Intake with a virus scanner, an address for complaints, and a customer whose contact has an e-mail address."""
    with scanner() as address:
        change(intake, scanner=address, mail_addresses={ADDRESS: "SZ"})
        intake.customer(contacts=[{"name": "Ms Petersen", "email": SENDER}])
        yield intake


def change(intake: Any, **settings: Any) -> None:
    """Other settings, before anything has read them."""
    for name, value in settings.items():
        object.__setattr__(intake.runtime.settings, name, value)


@pytest.fixture
def server(post: Any) -> Iterator[tuple[str, int]]:
    """The mail receiver, listening."""
    controller = Controller(Receiver(post.runtime), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield "127.0.0.1", controller.port
    controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def upload(post: Any, raw: bytes, expect: int = 201) -> dict[str, Any]:
    """Sales uploads an e-mail."""
    answer = post.program("sales@SZ").post("/intake/api/v1/drafts/mails?site=SZ", data={"file": (io.BytesIO(raw), "mail.eml")})
    assert answer.status_code == expect, answer.text
    return dict(answer.json or {})


def drafts(post: Any) -> list[dict[str, Any]]:
    """The drafts, newest first."""
    return list(post.program("sales@SZ").get("/intake/api/v1/drafts").json or [])


@pytest.mark.clause("4.1.3.1-a")
def test_an_email_by_smtp_becomes_work_and_then_a_complaint_with_its_original(post: Any, server: tuple[str, int]) -> None:
    with smtplib.SMTP(*server) as line:
        line.send_message(mail(photo__png=PNG), SENDER, [ADDRESS])
        line.send_message(mail(photo__png=PNG), SENDER, [ADDRESS])  # its sender's server was not sure: the same Message-ID
    [draft] = drafts(post)
    assert (draft["customer_code"], draft["sender"], draft["title"], draft["origin"]) == (
        "C001",
        SENDER,
        "密封漏水 / seal leaks",
        "received",
    )
    assert draft["text"] == "Dear sirs,\n\nthe seal of lot L2026-1107 leaks."
    assert post.open_tasks(draft["number"]) == {("draft.take", "sales")}
    posted(post.program("quality@SZ"), f"/intake/api/v1/drafts/{draft['number']}/register", {}, 403)
    done = posted(post.program("sales@SZ"), f"/intake/api/v1/drafts/{draft['number']}/register", {"lot": "L2026-1107"}, 200)
    complaint = post.get(done["complaint_number"])
    assert (complaint["channel"], complaint["text"], complaint["lot"]) == ("email", draft["text"], "L2026-1107")
    assert {(a["filename"], a["kind"]) for a in complaint["attachments"]} == {("e-mail.eml", "original"), ("photo.png", "original")}
    assert post.open_tasks(draft["number"]) == set()
    posted(post.program("sales@SZ"), f"/intake/api/v1/drafts/{draft['number']}/register", {}, 409)
    posted(post.program("sales@SZ"), f"/intake/api/v1/drafts/{draft['number']}/discard", {"reason": "x"}, 409)


def test_the_receiver_is_no_relay_and_confirms_only_what_is_kept(post: Any, server: tuple[str, int]) -> None:
    with smtplib.SMTP(*server) as line:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            line.send_message(mail(), SENDER, ["somebody@elsewhere.example"])
        files = post.runtime.files
        files._scanner.scan = lambda _path, _name: (_ for _ in ()).throw(OSError("away"))
        with pytest.raises(smtplib.SMTPDataError) as refused:
            line.send_message(mail(), SENDER, [ADDRESS])
        assert refused.value.smtp_code == 451
    assert drafts(post) == []


def test_the_worker_listens_where_the_setting_says(post: Any) -> None:
    port, stop = free_port(), threading.Event()
    change(post, mail_listen=f"127.0.0.1:{port}")
    thread = threading.Thread(target=receive_mail, args=(post.runtime, stop))
    thread.start()
    try:
        line = connected(port)
        line.send_message(mail(), SENDER, [ADDRESS])
        line.quit()
    finally:
        stop.set()
        thread.join()
    assert len(drafts(post)) == 1


def connected(port: int) -> smtplib.SMTP:
    """A line to a server that is about to listen."""
    while True:
        try:
            return smtplib.SMTP("127.0.0.1", port)
        except ConnectionRefusedError:
            continue


@pytest.mark.clause("4.1.3.5-a1")
def test_hostile_attachments_are_left_out_and_named_and_the_rest_is_kept(post: Any) -> None:
    raw = mail(
        note__txt=EICAR,
        drawing__svg=b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        setup__exe=b"MZ\x00\x00" * 99,
        photo__png=PNG,
    )
    draft = upload(post, raw.as_bytes())
    assert {r["name"] for r in draft["refused"]} == {"note.txt", "drawing.svg", "setup.exe"}
    files = post.program("sales@SZ").get(f"/intake/api/v1/drafts/{draft['number']}/attachments").json
    assert [f["filename"] for f in files or []] == ["e-mail.eml", "photo.png"]
    kept = b"".join(path.read_bytes() for path in post.runtime.settings.files_dir.rglob("*") if path.is_file())
    assert PNG in kept
    assert b"the seal of lot" in kept
    assert b"svg" not in kept  # nor inside the e-mail
    page = post.browser("sales@SZ", language="en").get(f"/intake/drafts/{draft['number']}").text
    assert "is infected" in page


@pytest.mark.parametrize("message_id", ["<2@x.example>", None])
def test_the_same_email_twice_is_one_draft(post: Any, message_id: str | None) -> None:
    raw = mail(message_id=message_id).as_bytes()
    assert upload(post, raw)["number"] == upload(post, raw)["number"]
    assert len(post.facts("kesu.draft.received.v1")) == 1


def test_pasted_text_of_a_stranger_waits_until_somebody_says_whose_it_is(post: Any) -> None:
    data = {"site": "SZ", "sender": "who@nowhere.example", "text": "The seal leaks.", "title": "Leak"}
    sales = post.program("sales@SZ")
    draft = posted(sales, "/intake/api/v1/drafts", data, 201)
    assert posted(sales, "/intake/api/v1/drafts", data, 201)["number"] == draft["number"]
    assert draft["customer_code"] is None
    problem = posted(sales, f"/intake/api/v1/drafts/{draft['number']}/register", {}, 422)
    assert "customer_code" in str(problem)
    done = posted(sales, f"/intake/api/v1/drafts/{draft['number']}/register", {"customer_code": "hamburg"}, 200)
    assert post.get(done["complaint_number"])["customer_code"] == "C001"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_drafts_are_brought_in_registered_and_discarded_on_the_pages(post: Any, language: str) -> None:
    browser = post.browser("sales@SZ", language=language)
    assert {"zh": "还没有邮件", "en": "No e-mail yet"}[language] in browser.get("/intake/drafts/").text
    token = csrf_of(browser.get("/intake/drafts/new").text)
    file = {"csrf_token": token, "site": "SZ", "files": (io.BytesIO(mail().as_bytes()), "mail.eml")}
    first = browser.post("/intake/drafts/new", data=file, content_type="multipart/form-data").headers["Location"]
    assert "L2026-1107" in browser.get(first).text
    form = {"csrf_token": token, "customer_code": "C001", "channel": "email", "text": "The seal leaks.", "product": "GP-200"}
    assert "L2026-1107" in browser.get(f"{first}/register").text
    answer = browser.post(f"{first}/register", data=form, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    assert "/complaints/KS-SZ" in answer.headers["Location"]
    paste = {"csrf_token": token, "site": "SZ", "sender": "spam@x.example", "text": "Buy watches."}
    assert browser.post("/intake/drafts/new", data={**paste, "text": ""}).status_code == 422
    second = browser.post("/intake/drafts/new", data=paste).headers["Location"]
    assert browser.post(f"{second}/discard", data={"csrf_token": token, "reason": "An advertisement."}).status_code == 303
    assert "An advertisement." in browser.get(second).text
    assert post.facts("kesu.draft.discarded.v1")[0]["reason"] == "An advertisement."

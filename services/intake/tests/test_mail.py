"""Reading e-mails of strangers: never an error, never more than there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu_intake.drafts.mail import MOST_PARTS, MOST_TEXT, read_mail, without_parts

HTML = b"""From: =?gb2312?B?wO7D9w==?= <Li.Ming@Example.CN>
Subject: =?utf-8?q?=E5=AF=86=E5=B0=81=E6=BC=8F=E6=B0=B4?=
Message-ID: <42@example.cn>
Date: Mon, 23 Nov 2026 10:00:00 +0800
Content-Type: text/html; charset=gb2312

<html><head><style>p{}</style><script>alert(1)</script></head><body><p>\xc3\xdc\xb7\xe2\xc2\xa9\xcb\xae&nbsp;12<p>second</body></html>
"""


def test_an_html_mail_in_gb2312_is_read() -> None:
    mail = read_mail(HTML)
    assert (mail.sender, mail.sender_name, mail.title, mail.message_id) == ("li.ming@example.cn", "李明", "密封漏水", "<42@example.cn>")
    assert mail.text == "密封漏水 12\nsecond"
    assert mail.sent_at is not None
    assert mail.sent_at.isoformat() == "2026-11-23T10:00:00+08:00"


def test_an_email_within_an_email_is_read_through() -> None:
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below\n--x\nContent-Type: message/rfc822\n\n"
        b"From: c@d.example\nSubject: inner\n\nthe inner text\n--x--\n"
    )
    assert "see below" in read_mail(raw).text
    assert "the inner text" in read_mail(raw).text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: \nSubject: \n\n",
        b"From: x\r\nContent-Type: text/plain; charset=no-such\r\n\r\n\xe5\xaf\x86",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=x\n\n--x--",
        b"Content-Transfer-Encoding: base64\n\n!!!not base64",
        b'From: "a" <a@b.c> \nDate: Thu, 99 Foo 99999 99:99:99 +9999\n\nx',
        b"Subject: =?utf-8?b?w?=\nMessage-ID: [\n\nx",
        b"From: a@b\nContent-Disposition: attachment; filename*=utf-8''%00%ff..%2f\n\nx",
    ],
)
def test_broken_emails_are_read_as_far_as_they_go(raw: bytes) -> None:
    mail = read_mail(raw)
    assert mail.message_id
    assert read_mail(without_parts(mail)).text == mail.text


def test_what_is_too_much_is_named_and_not_read() -> None:
    parts = b"".join(b"--x\nContent-Disposition: attachment; filename=f%d.txt\n\n%d\n" % (n, n) for n in range(MOST_PARTS + 5))
    mail = read_mail(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n" + b"y" * (MOST_TEXT + 10) + b"\n" + parts + b"--x--\n")
    assert (len(mail.parts), len(mail.left_out), len(mail.text)) == (MOST_PARTS, 5, MOST_TEXT)


@settings(deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"From: ", b"Subject: ", b"Content-Type: ", b"Date: ", b"Message-ID: ", b"Content-Disposition: "]),
)
def test_nothing_that_is_sent_stops_the_program(noise: bytes, header: bytes) -> None:
    for raw in (
        noise,
        header + noise,
        header + noise.replace(b"\n", b" ") + b"\n\n" + noise,
        HTML + noise,
        HTML.replace(b"gb2312", noise[:9]),
    ):
        mail = read_mail(raw)
        assert mail.message_id
        assert "\x00" not in mail.text + mail.title + mail.sender + (mail.sender_name or "") + mail.message_id
        assert without_parts(mail)

"""The links go out by mail in the customer's language, reminders follow by working days, and what does not arrive is seen."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import text

from kesu_common import clock
from kesu_common.mail import MailSettings
from kesu_common.mail.outbox import RETRIES, STUCK
from kesu_common.testing.rig import csrf_of
from kesu_survey.mails.delivery import remind, send_mails

Survey = Any  # the class in conftest.py
GOOD = dict.fromkeys(("product_quality", "packaging", "delivery", "service", "price"), 5)
LINES = "C001, petersen@pumps.example, Ms Petersen\nC002\tbuyer@lyon.example\nC005；b@x.example".replace("；", ";") + ";王芳"


class Postbox:
    """The customers' mail server; `says` is what it answers instead of taking a mail."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.says: str | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """A whole message."""
        if self.says is None:
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.says or "250 taken"


@pytest.fixture
def box(survey: Survey) -> Iterator[Postbox]:
    """A mail server that `survey` sends over."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = Postbox()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    mail = MailSettings(host="127.0.0.1", port=port, security="none", sender="survey@plant.example")
    object.__setattr__(survey.runtime.settings, "mail", mail)  # as if the installation had been set up so
    yield made
    controller.stop()


ALL = [{"tier": "A", "share": 100}, {"tier": "B", "share": 100}]


def invited(market: Survey, **start: Any) -> str:
    """A campaign of all five customers, three of whom have an address, whose mails lie in the outbox."""
    number = str(market.campaign(start, sample_rule=ALL))
    market.post(f"campaigns/{number}/addresses", {"lines": LINES})
    market.post(f"campaigns/{number}/invite")
    return number


def invitation(market: Survey, campaign: str, customer: str) -> dict[str, Any]:
    """The invitation of a customer."""
    found: dict[str, Any] = market.get(f"invitations?campaign={campaign}&customer={customer}")[0]
    return found


@pytest.mark.clause("4.2.1.4")
def test_all_links_go_out_together_once_in_each_customers_language(market: Survey, box: Postbox) -> None:
    number = invited(market)
    market.post(f"campaigns/{number}/invite")
    assert [fact["queued"] for fact in market.facts("kesu.campaign.invited.v1")] == [3, 0], "nobody gets two"
    assert (send_mails(market.runtime), send_mails(market.runtime)) == (3, 0)
    by_address = {mail["To"].addresses[0].addr_spec: mail for mail in box.taken}
    english, chinese = by_address["petersen@pumps.example"], by_address["b@x.example"]
    assert (english["Content-Language"], chinese["Content-Language"]) == ("en", "zh")
    assert english["Subject"].startswith("Customer satisfaction questionnaire")
    assert chinese["Subject"].startswith("客户满意度调查表")
    assert "尊敬的王芳" in chinese.get_body().get_content()
    link = invitation(market, number, "C001")["link"]
    assert link in english.get_body().get_content()
    assert english["List-Unsubscribe"].strip("<>").split("?")[0] == link.split("?")[0] + "/stop"
    assert {one["customer_code"]: one["state"] for one in market.get(f"invitations?campaign={number}")} == {
        "C001": "sent", "C002": "sent", "C003": "queued", "C004": "queued", "C005": "sent",
    }  # fmt: skip


def test_addresses_are_refused_by_their_line_and_nothing_is_changed(market: Survey) -> None:
    number = market.campaign()
    refused = market.post(f"campaigns/{number}/addresses", {"lines": "C001, a@b.example\nC999, x@y.example\nC002, nowhere"}, expect=422)
    assert "2 (C999 x@y.example)" in refused["detail"]
    assert "3 (C002 nowhere)" in refused["detail"]
    assert invitation(market, number, "C001")["address"] is None


def test_the_next_survey_knows_the_addresses(market: Survey) -> None:
    first = market.campaign()
    market.post(f"campaigns/{first}/addresses", {"lines": "C001, petersen@pumps.example, Ms Petersen"})
    second = market.campaign(year=2027)
    assert invitation(market, second, "C001")["address"] == "petersen@pumps.example"


def test_without_mail_sales_is_told_what_to_do_instead(market: Survey) -> None:
    number = market.campaign()
    assert "letters" in market.post(f"campaigns/{number}/invite", expect=409)["detail"]


@pytest.mark.clause("4.2.1.4")
def test_reminders_follow_by_the_sites_working_days_and_end_when_they_are_not_needed(market: Survey, box: Postbox) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-09-28T10:00:00+08:00"), tick=False) as time:  # a week of holidays is ahead
        number = invited(market, reminders=2, reminder_days=2)
        send_mails(market.runtime)
        assert (len(box.taken), remind(market.runtime)) == (3, 0)
        market.answer(market.tokens(number)["C001"], GOOD)
        due = datetime.fromisoformat(invitation(market, number, "C002")["remind_at"])
        assert due == datetime.fromisoformat("2026-09-30T10:00:00+08:00")
        time.move_to(due + timedelta(seconds=1))
        assert (remind(market.runtime), remind(market.runtime), send_mails(market.runtime)) == (2, 0, 2)
        assert {mail["Subject"].split(":")[0].split("：")[0] for mail in box.taken[3:]} == {"Reminder", "提醒"}
        following = datetime.fromisoformat(invitation(market, number, "C002")["remind_at"])
        assert following.date().isoformat() >= "2026-10-08", "nobody is reminded in the National Day holidays"
        time.move_to(following + timedelta(seconds=1))
        assert (remind(market.runtime), send_mails(market.runtime)) == (2, 2)
        assert invitation(market, number, "C002")["remind_at"] is None, "two reminders were agreed"
        assert invitation(market, number, "C001")["reminders_sent"] == 0


def test_sales_stops_all_reminders_and_the_customer_the_own(market: Survey, box: Postbox) -> None:
    number = invited(market, reminder_days=1)
    send_mails(market.runtime)
    path = f"/survey/answer/{market.tokens(number)['C001']}/stop?lang=en"
    browser = market.browser()
    form = {"csrf_token": csrf_of(browser.get(path).text), "what": "reminders"}
    assert "no more reminders" in browser.post(path, data=form, follow_redirects=True).text
    browser.post(path, data=form)
    assert len(market.facts("kesu.invitation.unsubscribed.v1")) == 1
    market.post(f"campaigns/{number}/stop-reminders", {"reason": "The fair begins."})
    with time_machine.travel(clock.now() + timedelta(days=9), tick=False):
        assert remind(market.runtime) == 0
        market.post(f"campaigns/{number}/resume-reminders")
        assert remind(market.runtime) == 2
        market.post(f"campaigns/{number}/stop-reminders", {"reason": "Again."})
        assert send_mails(market.runtime) == 0, "what lies in the outbox is not sent any more"
        assert len(box.taken) == 3
    market.answer(market.tokens(number)["C001"], GOOD)


def test_a_customer_says_no_over_the_link(market: Survey) -> None:
    number = market.campaign()
    path = f"/survey/answer/{market.tokens(number)['C001']}/stop?lang=en"
    browser = market.browser()
    form = {"csrf_token": csrf_of(browser.get(path).text), "what": "survey"}
    assert "we ask you no more" in browser.post(path, data=form, follow_redirects=True).text
    browser.post(path, data=form)
    assert [fact["reason"] for fact in market.facts("kesu.invitation.declined.v1")] == ["declined over the link"]
    assert invitation(market, number, "C001")["state"] == "declined"


def test_a_refused_mail_is_seen_as_work_and_ends_when_the_link_has_gone_otherwise(market: Survey, box: Postbox) -> None:
    number = invited(market)
    box.says = "550 no such person"
    send_mails(market.runtime)
    bounced = invitation(market, number, "C001")
    assert (bounced["state"], bounced["bounced_because"]) == ("bounced", "550 no such person")
    assert ("invitation.reach", "sales") in market.open_tasks(bounced["number"])
    market.post(f"invitations/{bounced['number']}/send", {"how": "phone"})
    assert market.open_tasks(bounced["number"]) == set()
    box.says = None
    market.post(f"campaigns/{number}/addresses", {"lines": "C002, other@lyon.example"})
    market.post(f"campaigns/{number}/invite")
    assert send_mails(market.runtime) == 2, "those who did not get it get it again"


def test_a_mail_that_is_put_off_is_tried_again_and_one_that_a_dead_worker_left_is_not(market: Survey, box: Postbox) -> None:
    number = invited(market)
    box.says = "451 try later"
    assert send_mails(market.runtime) == 0
    box.says = None
    with time_machine.travel(clock.now() + RETRIES[0] + timedelta(seconds=1), tick=False):
        assert send_mails(market.runtime) == 3
    assert invitation(market, number, "C001")["times_sent"] == 1
    with market.runtime.database.transaction() as session:
        session.execute(text("UPDATE survey_mail SET state = 'sending', claimed_at = now() WHERE address = 'b@x.example'"))
    with time_machine.travel(clock.now() + STUCK + timedelta(minutes=5), tick=False):
        assert send_mails(market.runtime) == 0
    assert "stopped" in invitation(market, number, "C005")["bounced_because"]


def test_a_report_of_non_delivery_is_handed_in_once(market: Survey, box: Postbox) -> None:
    number = invited(market)
    send_mails(market.runtime)
    mail = next(one for one in box.taken if "petersen" in one["To"])
    report = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nFailed.\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; p@x\nAction: failed\n"
        "Status: 5.2.2\nDiagnostic-Code: smtp; 552 mailbox full\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {mail['Message-ID']}\n\n--b--\n"
    )
    for _ in range(2):
        answer = market.post("survey-mails/bounce-reports", {"message": report})
        assert [(one["state"], one["answer"]) for one in answer] == [("bounced", "smtp; 552 mailbox full")]
    assert invitation(market, number, "C001")["state"] == "bounced"
    assert len(market.facts("kesu.invitation.bounced.v1")) == 1
    market.post("survey-mails/bounce-reports", {"message": report}, role="quality", expect=403)
    market.post("survey-mails/bounce-reports", {"message": report.replace(mail["Message-ID"], "<none@x>")}, expect=422)


def test_a_withdrawn_link_opens_nothing_and_the_new_one_does(market: Survey) -> None:
    number = market.campaign()
    old = market.tokens(number)["C001"]
    market.answer(old, {"delivery": 1}, keep=True)
    market.post(f"invitations/{invitation(market, number, 'C001')['number']}/revoke", {"reason": "Sent to the wrong person."})
    market.answer(old, GOOD, expect=401)
    assert market.browser().get(f"/survey/answer/{old}").status_code == 401
    new = market.tokens(number)["C001"]
    assert market.app.test_client().get(f"/survey/api/v1/answers/{new}").json["kept"] == [], "what somebody else filled in is gone"
    market.answer(new, GOOD)

"""The customers' portal: an own link, own complaints, plain words, limits (clauses 4.1.3.1-a, 4.1.3.1-c)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from kesu_common import clock
from kesu_common.people.tokens import sign_link
from kesu_common.testing.rig import csrf_of, posted
from kesu_common.web.security import limiter
from kesu_intake.portal import commands


def link(shop: Any, code: str = "C001", **more: Any) -> dict[str, Any]:
    """A link that sales gives to the customer."""
    return posted(shop.program("sales@SZ"), f"/intake/api/v1/portal/{code}/links", {"person": "Ms Petersen", **more}, 201)


def path_of(given: dict[str, Any]) -> str:
    """The path of its address."""
    return str(urlsplit(given["address"]).path)


@pytest.fixture(autouse=True)
def fresh_limits(shop: Any) -> None:
    """The requests of another test do not count."""
    limiter.reset()


class Customer:
    """Somebody with a link and a browser, and nothing else."""

    def __init__(self, shop: Any, path: str, language: str = "en") -> None:
        self.browser, self.path = shop.browser(language=language), path
        self.browser.set_cookie("kesu_lang", language, path="/")

    def see(self, place: str = "", expect: int = 200) -> str:
        """A page of the portal."""
        answer = self.browser.get(self.path + place)
        assert answer.status_code == expect, answer.text
        return str(answer.text)

    def send(self, form_at: str, to: str | None = None, expect: int = 303, **form: Any) -> Any:
        """Fill in the form on one page and send it."""
        data = {"csrf_token": csrf_of(self.see(form_at)), "who": "Ms Petersen", **form}
        answer = self.browser.post(self.path + (to or form_at), data=data, content_type="multipart/form-data")
        assert answer.status_code == expect, answer.text
        return answer

    def complain(self, **form: Any) -> str:
        """The number of a complaint sent over the portal."""
        answer = self.send("new", text="The seal leaks after 30 hours.", **form)
        return str(answer.headers["Location"].rsplit("/", 1)[-1])


@pytest.fixture
def customer(shop: Any) -> Customer:
    """Ms Petersen of C001."""
    return Customer(shop, path_of(link(shop)))


@pytest.mark.clause("4.1.3.1-a")
def test_a_complaint_over_the_portal_is_the_same_record(shop: Any, customer: Customer) -> None:
    assert "No complaint yet" in customer.see()
    number = customer.complain(product="GP-200", quantity="12", files=(io.BytesIO(b"a letter"), "letter.txt"))
    complaint = shop.get(number)
    assert (complaint["channel"], complaint["customer_code"], complaint["caller"]) == ("portal", "C001", "Ms Petersen")
    assert number.startswith("KS-SZ-")
    assert [a["kind"] for a in complaint["attachments"]] == ["original"]
    assert ("complaint.acknowledge", "sales") in shop.open_tasks(number)
    page = customer.see(f"complaints/{number}")
    assert "We have it" in page
    assert "letter.txt" in page
    assert number in customer.see()


@pytest.mark.clause("4.1.3.5")
def test_a_dangerous_one_goes_to_the_general_manager_at_once(shop: Any, customer: Customer) -> None:
    assert shop.get(customer.complain(safety="true", **{"safety-shown": "1"}))["escalated"] == "critical"


@pytest.mark.clause("4.1.3.1-c")
@pytest.mark.parametrize(("answer", "state"), [("confirm", "confirmed"), ("dispute", "dispatched")])
def test_the_customer_answers_our_reply(shop: Any, customer: Customer, answer: str, state: str) -> None:
    number = shop.replied()
    page = customer.see(f"complaints/{number}")
    assert "We changed the seal." in page
    if answer == "dispute":
        customer.send(f"complaints/{number}", f"complaints/{number}/answer", 422, answer=answer)
    customer.send(f"complaints/{number}", f"complaints/{number}/answer", answer=answer, words="Still leaking.")
    complaint = shop.get(number)
    assert (complaint["state"], complaint["confirmations"][0]["how"]) == (state, "link")
    customer.send(f"complaints/{number}", f"complaints/{number}/answer", 409, answer=answer, words="Again.")


def test_what_the_customer_adds_becomes_work_for_sales(shop: Any, customer: Customer) -> None:
    number = shop.complaint()
    place = f"complaints/{number}"
    customer.send(place, f"{place}/files", 422)
    customer.send(place, f"{place}/files", words="Here is the photo.", files=(io.BytesIO(b"a note"), "note.txt"))
    assert ("complaint.look", "sales") in shop.open_tasks(number)
    exchange = shop.get(number)["exchanges"][-1]
    assert (exchange["direction"], exchange["channel"]) == ("in", "portal")
    assert "note.txt" in exchange["content"]
    shop.do(number, "seen")
    assert ("complaint.look", "sales") not in shop.open_tasks(number)
    shop.do(number, "seen", expect=409)


def test_a_hostile_file_is_refused_with_its_remedy_and_nothing_is_written(shop: Any, customer: Customer) -> None:
    svg = (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), "photo.png")
    answer = customer.send("new", expect=422, text="The seal leaks.", files=svg)
    assert "SVG drawing" in answer.text
    assert "The seal leaks." in answer.text
    assert shop.program("sales@SZ").get("/intake/api/v1/complaints").json == []


def test_nobody_sees_anything_of_another_customer(shop: Any, customer: Customer) -> None:
    shop.customer(code="C002", name="Rotterdam Valves")
    other = Customer(shop, path_of(link(shop, "C002")))
    number = customer.complain()
    secret = shop.complaint(customer_code="C001", text="Hamburg's secret")
    for place in (number, secret):
        other.see(f"complaints/{place}", 404)
        for act in ("files", "answer"):
            token = csrf_of(other.see("new"))
            data = {"csrf_token": token, "who": "x", "answer": "confirm", "words": "x"}
            assert other.browser.post(f"{other.path}complaints/{place}/{act}", data=data).status_code == 404
    page = other.see()
    assert "Hamburg" not in page
    assert number not in page
    assert len(shop.get(secret)["exchanges"]) == 0


def test_a_link_ends_is_taken_back_and_cannot_be_made_up(shop: Any) -> None:
    given = link(shop)
    path = path_of(given)
    assert Customer(shop, path[:-4] + "abc/").see(expect=401)
    forged = sign_link("another secret", "portal", {"link": given["id"]}, clock.now() + timedelta(days=1))
    assert Customer(shop, f"/intake/portal/{forged}/").see(expect=401)
    confirm = sign_link(shop.runtime.settings.secret_key, "confirm", {"link": given["id"]}, clock.now() + timedelta(days=1))
    assert Customer(shop, f"/intake/portal/{confirm}/").see(expect=401)
    assert "Your complaints" in Customer(shop, path).see()
    posted(shop.program("sales@SZ"), f"/intake/api/v1/portal/C001/links/{given['id']}/revoke", {}, 200)
    page = Customer(shop, path).see(expect=401)
    assert "not valid any more" in page
    assert "Hamburg" not in page
    posted(shop.program("sales@SZ"), f"/intake/api/v1/portal/C001/links/{given['id']}/revoke", {}, 409)
    assert [f["person"] for f in shop.facts("kesu.portal.revoked.v1")] == ["Ms Petersen"]
    customer = shop.program("sales@SZ").get("/intake/api/v1/customers/C001").json
    assert customer["state"] == "active"


def test_a_link_of_an_inactive_customer_opens_nothing(shop: Any, customer: Customer) -> None:
    browser = shop.browser("sales@SZ", language="en")
    token = csrf_of(browser.get("/intake/customers/C001").text)
    assert browser.post("/intake/customers/C001/deactivate", data={"csrf_token": token}).status_code == 303
    customer.see(expect=401)


def test_a_program_that_fills_in_everything_is_refused_aloud(shop: Any, customer: Customer) -> None:
    answer = customer.send("new", expect=422, text="Buy cheap watches.", website="https://example.org")
    assert "leave the field" in answer.text
    assert shop.program("sales@SZ").get("/intake/api/v1/complaints").json == []


def test_one_link_takes_so_many_a_day_and_no_more(shop: Any, customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "COMPLAINTS_A_DAY", 2)
    monkeypatch.setattr(commands, "FILES_A_DAY", 3)
    number = customer.complain()
    customer.complain()
    assert "more than this link takes" in customer.send("new", expect=429, text="A third.").text
    place = f"complaints/{number}"
    three = [(io.BytesIO(bytes([65 + n]) * 9), f"{n}.txt") for n in range(3)]
    customer.send(place, f"{place}/files", files=three)
    customer.send(place, f"{place}/files", 429, files=(io.BytesIO(b"one more"), "4.txt"))
    eleven = [(io.BytesIO(bytes([65 + n]) * 9), f"{n}.txt") for n in range(11)]
    customer.send(place, f"{place}/files", 422, files=eleven)
    assert len(shop.get(number)["attachments"]) == 3


def test_requests_are_limited(shop: Any, customer: Customer) -> None:
    seen = {customer.browser.get(f"{customer.path}new").status_code for _ in range(22)}
    assert seen == {200, 429}


@pytest.mark.parametrize(("language", "words"), [("zh", "我们已收到"), ("en", "We have it")])
def test_the_portal_speaks_the_customers_language(shop: Any, language: str, words: str) -> None:
    shop.customer(code="C009", name="东方泵业", language=language)
    given = link(shop, "C009")
    assert given["address"].endswith(f"?lang={language}")
    customer = Customer(shop, path_of(given), language)
    assert words in customer.see(f"complaints/{customer.complain()}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sales_gives_links_and_takes_them_back_on_the_page(shop: Any, language: str) -> None:
    browser = shop.browser("sales@SZ", language=language)
    path = "/intake/customers/C001/portal"
    token = csrf_of(browser.get(path).text)
    assert browser.post(path, data={"csrf_token": token, "person": "Mr Bakker", "days": "30"}).status_code == 303
    page = browser.get(path)
    assert "Mr Bakker" in page.text
    assert "/portal/" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    given = shop.program("sales@SZ").get("/intake/api/v1/portal/C001/links").json[0]
    assert browser.post(f"{path}/{given['id']}/revoke", data={"csrf_token": token}).status_code == 303
    assert given["address"] not in browser.get(path).text
    assert shop.program("sales@XM").get("/intake/api/v1/portal/C001/links").status_code == 404

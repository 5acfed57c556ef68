"""A browser, a plant where one complaint went its whole way, and its people in front of their screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.installations import PASSWORD, OneProcess
from tests.past_surveys import take_past_surveys
from tests.play import begin_capa, play, story


@dataclass
class Plant:
    """Where the pages are, what to look at, and who sits where."""

    base: str
    complaint: str
    survey: str
    working: str
    """A corrective action that is worked on: causes of both sides, an action, a read-across."""
    browser: Browser
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    @property
    def numbers(self) -> dict[str, str]:
        """What the addresses of pages name."""
        across = f"RA{self.working.removeprefix('CA')}-1"
        return {"complaint": self.complaint, "survey": self.survey, "working": self.working, "across": across}

    def at(self, path: str, language: str) -> str:
        """The address of a page in a language."""
        return f"{self.base}{path}{'&' if '?' in path else '?'}lang={language}"

    def page_of(self, login: str | None) -> Page:
        """A fresh page of somebody who has signed in by keyboard, or of a stranger."""
        if login is None:
            return self.browser.new_context(locale="en-GB", timezone_id="Asia/Shanghai").new_page()
        if login not in self.contexts:
            self.contexts[login] = self.browser.new_context(locale="en-GB", timezone_id="Asia/Shanghai")
            self.sign_in(self.contexts[login], login)
        return self.contexts[login].new_page()

    def sign_in(self, context: BrowserContext, login: str) -> None:
        """By keyboard, in a window that is closed again."""
        page = context.new_page()
        page.goto(f"{self.base}/desk/")
        page.keyboard.type(login)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        page.close()


@pytest.fixture(scope="session")
def plant(one_started: OneProcess, browser: Browser) -> Plant:
    """One complaint that went its whole way, and the surveys of two years."""
    cast = one_started.cast()
    complaint = play(cast, story("L2026-1123"), ours=True)
    return Plant(f"http://127.0.0.1:{one_started.port}", complaint, take_past_surveys(one_started, cast), begin_capa(cast), browser)


@pytest.fixture
def screen(plant: Plant) -> Iterator[Callable[[str | None], Page]]:
    """Opens a page for somebody. Its console must stay free of errors and of violations of the content security policy."""
    complaints: list[str] = []
    opened: list[Page] = []

    def of(login: str | None) -> Page:
        page = plant.page_of(login)
        page.on(
            "console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} and "responded with" not in m.text else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        opened.append(page)
        return page

    yield of
    for page in opened:
        page.close()
    assert complaints == []

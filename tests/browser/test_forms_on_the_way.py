"""Every form that somebody is offered while a complaint goes its way, looked at in both languages: on a desk and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page
from tests.browser.conftest import Plant
from tests.browser.looking import barriers, sideways, wrong_language
from tests.installations import OneProcess
from tests.play import play, story

from kesu_onebox.cast import PEOPLE
from kesu_onebox.loop import Step

RECORDS = {
    "KS": "/intake/complaints/",
    "QC": "/quality/cases/",
    "RV": "/quality/reviews/",
    "NG": "/quality/goods/",
    "RT": "/returns/returns/",
    "OS": "/returns/onsite/",
    "CA": "/capa/capas/",
}
"""A number's first letters → where its page is."""


class Looker:
    """Opens the record of each step as everybody would, and every page below it that has not been looked at yet."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.seen: set[tuple[str, str]] = set()
        self.found: list[str] = []

    def look(self, step: Step) -> None:
        """What `step` has made possible."""
        kind = step.number.partition("-")[0]
        if kind not in RECORDS:
            return
        record = RECORDS[kind] + step.number
        for login, *_ in PEOPLE.values():
            page = self.plant.page_of(login)
            shown = page.request.get(self.plant.base + record)
            for address in re.findall(f'href="({record}/[^"?]+)', shown.text() if shown.ok else ""):
                self._form(page, kind, record, address)
            page.close()

    def _form(self, page: Page, kind: str, record: str, address: str) -> None:
        form = (kind, re.sub(r"[0-9a-f-]{36}|\d+", "*", address.removeprefix(record)))
        if form in self.seen:
            return
        self.seen.add(form)
        answer = page.request.get(self.plant.base + address)
        if "<html" not in answer.text()[:200]:
            return  # a file, or a part of a page
        for language in ("zh", "en"):
            page.set_viewport_size({"width": 1360, "height": 900})
            page.goto(self.plant.at(address, language))
            wrong: list[object] = [*wrong_language(page, language), *barriers(page)]
            for width in (1360, 390):
                page.set_viewport_size({"width": width, "height": 900})
                wrong += [f"{sideways(page)} px too wide at {width}"] * (sideways(page) > 0)
            self.found += [f"{address} ({language}): {what}" for what in wrong]


def test_every_form_on_the_way_speaks_one_language_fits_the_screen_and_shuts_nobody_out(plant: Plant, one_started: OneProcess) -> None:
    looker = Looker(plant)
    for ours in (True, False):
        play(one_started.cast(), story(f"L2026-12{ours:02}"), ours=ours, then=looker.look)
    assert looker.found == []
    assert len(looker.seen) > 40

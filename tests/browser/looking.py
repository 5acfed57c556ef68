"""What a careful person sees on a page: words of the wrong language, things that cannot be reached, a page that scrolls sideways."""

from __future__ import annotations

import functools
from typing import Any

from axe_core_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from kesu_common.i18n import COMMON, LANGUAGES, catalogue
from kesu_common.service import installed

_TEXTS = """() => {
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const holder = node.parentElement;
    if (!holder.closest("script, style, textarea, [lang]:not(html)")) texts.push(node.data);
  }
  for (const element of document.querySelectorAll("[placeholder], [aria-label], [title]"))
    for (const name of ["placeholder", "aria-label", "title"]) texts.push(element.getAttribute(name) || "");
  return texts.map((text) => text.trim()).filter((text) => text);
}"""
_FALLEN_OUT = """() => [...document.querySelectorAll("text, tspan, rect, circle, line, polyline, path, g")]
  .filter((element) => element.namespaceURI !== "http://www.w3.org/2000/svg").map((element) => element.outerHTML.slice(0, 120))"""
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def wrong_language(page: Page, language: str) -> list[str]:
    """Texts and labels of the page that are message ids where Chinese is wanted, or Chinese of a catalogue where English is wanted."""
    foreign = _messages()[0 if language == "zh" else 1] - set(LANGUAGES.values())  # a language is named in itself
    return sorted({text.rstrip(":：") for text in page.evaluate(_TEXTS)} & foreign)


def barriers(page: Page) -> list[str]:
    """What keeps people who see badly or use only the keyboard from the page: axe-core's serious and critical findings."""
    found: list[dict[str, Any]] = Axe().run(page)["violations"]
    grave = [one for one in found if one["impact"] in {"serious", "critical"}]
    return [f"{one['id']}: {node['html'][:160]}" for one in grave for node in one["nodes"]]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate(_SIDEWAYS)
    return width


def fallen_out(page: Page) -> list[str]:
    """Parts of drawings that the browser took for text, because HTML within a drawing ends it."""
    parts: list[str] = page.evaluate(_FALLEN_OUT)
    return parts


@functools.cache
def _messages() -> tuple[frozenset[str], frozenset[str]]:
    """(message ids that have other words in Chinese, those words)."""
    packages = (COMMON, *(service.package for service in installed().values()))
    pairs = [
        (message.id, message.string)
        for package in packages
        for message in catalogue(package, "zh")
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string not in ("", message.id)
    ]
    return frozenset(english for english, _ in pairs), frozenset(chinese for _, chinese in pairs)

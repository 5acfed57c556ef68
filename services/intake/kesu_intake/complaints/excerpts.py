"""Where the words that somebody looks for stand in a complaint: a piece of its text with them marked, safe to put on a page."""

from __future__ import annotations

from markupsafe import Markup, escape

from kesu_common.words import spans_of
from kesu_intake.complaints.model import Complaint

LENGTH = 120
"""Characters of an excerpt, about two lines of a list."""
BEFORE = 30
"""Characters that are shown before the first word found."""


def marked(text: str | None, q: str) -> Markup:
    """The whole text, escaped, with the words of `q` in `<mark>`."""
    return _mark(text or "", spans_of(text or "", q) if q else [])


def excerpt(complaint: Complaint, q: str) -> Markup:
    """The piece of the text that shows the words of `q`: the customer's text, else the translation, else the beginning."""
    texts = [" ".join(text.split()) for text in (complaint.text, complaint.working_text, complaint.effect) if text]
    for text in texts if q else ():
        if spans := spans_of(text, q):
            return _piece(text, spans, max(0, spans[0][0] - BEFORE))
    return _piece(texts[0], [], 0)


def _piece(text: str, spans: list[tuple[int, int]], begin: int) -> Markup:
    end = begin + LENGTH
    inside = [(first - begin, min(last, end) - begin) for first, last in spans if begin <= first < end]
    shown = _mark(text[begin:end], inside)
    return Markup("{}{}{}").format("…" if begin else "", shown, "…" if end < len(text) else "")


def _mark(text: str, spans: list[tuple[int, int]]) -> Markup:
    pieces, at = [], 0
    for begin, end in spans:
        pieces += [escape(text[at:begin]), Markup("<mark>{}</mark>").format(text[begin:end])]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])

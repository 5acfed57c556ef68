"""The papers of a corrective action: pages to print, and the same as PDF, in Chinese, English or both."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from kesu_capa.capas.queries import capa_of
from kesu_capa.causes.drawing import draw_fish, draw_tree
from kesu_capa.causes.model import BRANCHES, KINDS
from kesu_capa.effect.drawing import draw
from kesu_capa.effect.pages import chart_words
from kesu_capa.papers.content import Content, content_of
from kesu_capa.permissions import READ
from kesu_common.i18n import LANGUAGES
from kesu_common.people.copies import site_of
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paper import add_paper, sheet
from kesu_common.web.translations import label

pages = Blueprint("papers", __name__)


def _report(number: str, *, pdf: bool) -> str:
    """The whole report (clause 6-c)."""
    return _sheet("capa/papers/report.html", number, pdf)


def _eight(number: str, *, pdf: bool) -> str:
    """The 8D on one page."""
    return _sheet("capa/papers/eight.html", number, pdf)


def _sheet(template: str, number: str, pdf: bool) -> str:
    session = current_session()
    capa = capa_of(session, current_actor(), number)
    content = content_of(session, capa)
    return sheet(
        template,
        site_of(session, capa.site),
        pdf=pdf,
        c=capa,
        d=content,
        drawings=_drawings(content),
    )


def _drawings(content: Content) -> dict[str, Any]:
    """The trees of whys by kind, where there are any; the fish bone, where a cause lies on a bone; the effect, where there is one to
    see. Their words are the paper's."""
    title, causes, effect = content.capa.title, content.causes, content.effect
    paper = request.args.get("paper", "both")
    languages = [paper] if paper in LANGUAGES else list(LANGUAGES)
    trees = {kind: draw_tree(title, [one for one in causes if one.kind == kind]) for kind in KINDS if any(c.kind == kind for c in causes)}
    names = {branch: " ".join(label(branch, language) for language in languages) for branch in BRANCHES}
    fish = {"fish": draw_fish(title, causes, names)} if any(cause.branch for cause in causes) else {}
    seen = {"effect": draw(effect), "words": chart_words(*languages)} if effect and effect.after else {}
    return {**trees, **fish, **seen}


add_paper(pages, "/capas/<number>/report", "report", READ, _report)
add_paper(pages, "/capas/<number>/8d", "eight", READ, _eight)

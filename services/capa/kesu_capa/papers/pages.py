"""The papers of a corrective action: pages to print, and the same as PDF, in Chinese, English or both."""

from __future__ import annotations

from flask import Blueprint

from kesu_capa.capas.queries import capa_of
from kesu_capa.papers.content import content_of
from kesu_capa.permissions import READ
from kesu_common.people.copies import site_of
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paper import add_paper, sheet

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
    return sheet(template, site_of(session, capa.site), pdf=pdf, c=capa, d=content_of(session, capa))


add_paper(pages, "/capas/<number>/report", "report", READ, _report)
add_paper(pages, "/capas/<number>/8d", "eight", READ, _eight)

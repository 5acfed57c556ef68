"""Forms on paper: the same template as a page to print and as PDF, in Chinese, English or both (`?paper=zh|en|both`)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, g, render_template, request, send_file

from kesu_common.documents import render_pdf
from kesu_common.people.actors import Action
from kesu_common.people.copies import Site
from kesu_common.web.access import allow

PAPERS = ("zh", "en", "both")


def sheet(template: str, site: Site, *, pdf: bool, chosen: str | None = None, **context: Any) -> str:
    """The form as HTML, with the site's name at its head and times of the site; `pdf` leaves out what only a screen needs.

    `chosen` is the paper when the address does not decide it.
    """
    g.timezone = site.timezone
    asked = chosen or request.args.get("paper", "both")
    paper = asked if asked in PAPERS else "both"
    organisation = site.name("en" if paper == "en" else "zh")
    return render_template(template, site=site, pdf=pdf, paper=paper, organisation=organisation, **context)


def add_paper(pages: Blueprint, rule: str, name: str, action: Action, html: Callable[..., str], *, pdf_rule: str | None = None) -> None:
    """Serve a form to who may `action`: at `rule` as the page `name`, at `pdf_rule` (default: `rule` with `.pdf`) as PDF, `<name>_pdf`.

    `html(…, pdf=)` takes what the rule names. Where fonts or Pango are missing the answer says so; the page still prints.
    """

    @allow(action)
    def show(**parts: Any) -> str:
        return html(**parts, pdf=False)

    @allow(action)
    def pdf(**parts: Any) -> Response:
        return send_pdf(html(**parts, pdf=True), "-".join(map(str, parts.values())))

    pages.add_url_rule(rule, name, show)
    pages.add_url_rule(pdf_rule or f"{rule}.pdf", f"{name}_pdf", pdf)


def send_pdf(html: str, number: str) -> Response:
    """The form as a PDF to download. Raises `DocumentsUnavailable` where fonts or Pango are missing; the page still prints."""
    return send_file(BytesIO(render_pdf(html)), mimetype="application/pdf", as_attachment=True, download_name=f"{number}.pdf")

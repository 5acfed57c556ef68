"""The report as a page, on paper, as a workbook and over the API; the answers as open data."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, g, request, send_file

from kesu_common.people.copies import site_of
from kesu_common.spreadsheets import csv_chunks
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paper import add_paper, sheet
from kesu_common.web.translations import language, say
from kesu_survey.campaigns.model import Campaign
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.figures import drawing
from kesu_survey.figures.drivers import QUADRANTS, ROUGH
from kesu_survey.figures.export import COLUMNS, json_lines, open_answers, workbook
from kesu_survey.figures.report import SurveyReport, report_of
from kesu_survey.figures.report_schemas import ReportArgs, ReportOut
from kesu_survey.figures.years import MOST_YEARS
from kesu_survey.permissions import CODE_SUGGESTION, DEPARTMENTS, EXPORT_ANSWERS, PASS_SUGGESTION, READ, WEIGH_DAILY
from kesu_survey.words import DAILY, SCALES

pages = Blueprint("reports", __name__)
api = ApiBlueprint("reports", __name__, description="Reports of surveys (满意度调查报告)")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 8
"""Values of a dimension that stand beside each other; the workbook has all."""


@pages.get("/campaigns/<number>/report")
@allow(READ)
def show(number: str) -> Response:
    """The report of a survey; with `?daily=off` the answers alone."""
    campaign, report = _report(number)
    actor = current_actor()
    may = {
        "code": actor.may(CODE_SUGGESTION, campaign.site),
        "pass": actor.may(PASS_SUGGESTION, campaign.site),
        "export": actor.may(EXPORT_ANSWERS, campaign.site),
        "weigh": actor.may(WEIGH_DAILY, campaign.site),
    }
    return render("survey/report/show.html", may=may, departments=DEPARTMENTS, **_context(report))


@pages.get("/campaigns/<number>/report.xlsx")
@allow(READ)
def spreadsheet(number: str) -> Response:
    """The report as a workbook, every figure in full."""
    _, report = _report(number)
    return send_file(BytesIO(workbook(report, say, language())), mimetype=XLSX, as_attachment=True, download_name=f"{number}.xlsx")


@pages.get("/campaigns/<number>/answers.csv")
@allow(EXPORT_ANSWERS)
def answers_csv(number: str) -> Response:
    """The answers without names, as CSV."""
    return _open_data(number, "csv", "text/csv; charset=utf-8", lambda rows: csv_chunks(COLUMNS, rows))


@pages.get("/campaigns/<number>/answers.jsonl")
@allow(EXPORT_ANSWERS)
def answers_jsonl(number: str) -> Response:
    """The answers without names, as JSON, one a line."""
    return _open_data(number, "jsonl", "application/jsonl", json_lines)


@api.get("/<number>")
@allow(READ)
@api.arguments(ReportArgs, location="query")
@api.response(200, ReportOut)
def get_report(args: dict[str, Any], number: str) -> SurveyReport:
    """Every figure of a survey: items, intervals, key drivers, groups, years, suggestions, daily feedback (clause 4.2.1.5)"""
    campaign = campaign_of(current_session(), current_actor(), number)
    return report_of(current_session(), current_actor(), campaign, daily=args["daily"] == "on")


def _html(number: str, *, pdf: bool) -> str:
    campaign, report = _report(number)
    return sheet("survey/report/paper.html", site_of(current_session(), campaign.site), pdf=pdf, **_context(report))


add_paper(pages, "/campaigns/<number>/report/print", "paper", READ, _html, pdf_rule="/campaigns/<number>/report.pdf")


def _report(number: str) -> tuple[Campaign, SurveyReport]:
    session, actor = current_session(), current_actor()
    campaign = campaign_of(session, actor, number)
    g.timezone = site_of(session, campaign.site).timezone
    return campaign, report_of(session, actor, campaign, daily=request.args.get("daily") != "off")


def _context(report: SurveyReport) -> dict[str, Any]:
    return {
        "r": report,
        "c": report.campaign,
        "lang": language(),
        "quadrants": QUADRANTS,
        "bars": {item.code: drawing.distribution(item) for item in report.items},
        "quadrant": drawing.quadrant(report.drivers) if report.drivers else None,
        "trend": drawing.trend(report.years),
        "width": drawing.WIDTH,
        "legend": drawing.LEGEND,
        "rough": ROUGH,
        "scales": SCALES,
        "daily_kinds": DAILY,
        "shown": SHOWN,
        "most_years": MOST_YEARS,
    }


def _open_data(number: str, ending: str, media_type: str, written: Callable[[Iterator[tuple[Any, ...]]], Iterator[bytes]]) -> Response:
    """The file, written piece by piece to a place on disk, so that memory stays flat however many answers there are."""
    campaign = campaign_of(current_session(), current_actor(), number)
    current_actor().require(EXPORT_ANSWERS, campaign.site)
    target = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    for piece in written(open_answers(current_session(), campaign)):
        target.write(piece)
    target.seek(0)
    return send_file(target, mimetype=media_type, as_attachment=True, download_name=f"{number}.{ending}")

"""The report as a workbook, and the answers as open data without names (clause 4.2.1.5)."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from kesu_common.i18n import LANGUAGES, N_
from kesu_common.spreadsheets import Sheet, write_workbook
from kesu_common.web.translations import label
from kesu_survey.answers.model import SILENCES, UNTOLD
from kesu_survey.campaigns.model import Campaign
from kesu_survey.daily.model import KINDS
from kesu_survey.figures.compute import ItemFigures
from kesu_survey.figures.drivers import QUADRANTS
from kesu_survey.figures.report import SurveyReport
from kesu_survey.words import DAILY, SCALES

Say = Callable[[str], str]
OPEN_LEAST = 5
"""Open data tell tier, language and product only of groups with as many forms at least."""
COLUMNS = ("survey", "year", "form", "tier", "language", "product", "weight", "item", "score", "no_score_because")
"""Of an open answer; `form` joins the answers of one form and says nothing else."""


def workbook(report: SurveyReport, say: Say, language: str) -> bytes:
    """The report as XLSX, every figure in full; words by `say`."""
    target = io.BytesIO()
    write_workbook(target, list(_sheets(report, say, language)))
    return target.getvalue()


def _sheets(report: SurveyReport, say: Say, language: str) -> Iterator[Sheet]:
    headers = [
        N_("Item"), N_("Scores"), N_("Mean"), N_("Weighted mean"), N_("Satisfied, number"), N_("Satisfied, share"),
        N_("Interval from"), N_("Interval to"), N_("No opinion"),
        N_("Not answered"), N_("Not asked"), N_("Invalid"), N_("NPS"), N_("NPS from"), N_("NPS to"), N_("Importance"), N_("Target"),
        N_("Responsible department"), N_("Change of the mean"), N_("p value"),
    ]  # fmt: skip
    rows = [_item(report, item, say, language) for item in report.items]
    yield Sheet(say(N_("Item by item")), [say(one) for one in headers], rows)
    spread = [[item.text(language), score, count] for item in report.items for score, count in item.distribution.items()]
    yield Sheet(say(N_("Distribution")), [say(N_("Item")), say(N_("Score")), say(N_("Times given"))], spread)
    yield from _asked(report, say, language)
    slices = [
        [
            say(_DIMENSIONS[name]),
            _told(report, one.value, say),
            one.forms,
            item.text(language),
            item.n or None,
            item.mean,
            item.satisfied.value,
        ]
        for name, found in report.slices.items()
        for one in found
        for item in one.items.values()
    ]
    cut = (N_("Cut by"), N_("Value"), N_("Forms"), N_("Item"), N_("Scores"), N_("Mean"), N_("Satisfied, share"))
    yield Sheet(say(N_("Groups")), [say(one) for one in cut], slices)
    years = [
        [one.campaign.year, one.campaign.number, item.text(language), say(SCALES[item.scale]), item.n, item.mean]
        for one in report.years
        for item in one.items.values()
    ]
    yield Sheet(
        say(N_("Years")), [say(one) for one in (N_("Year"), N_("Survey"), N_("Item"), N_("Scale"), N_("Scores"), N_("Mean"))], years
    )
    drivers = report.drivers.items if report.drivers else ()
    placed = [[one.item.text(language), one.satisfaction, one.importance, say(QUADRANTS[one.quadrant])] for one in drivers]
    yield Sheet(say(N_("Key drivers")), [say(one) for one in (N_("Item"), N_("Satisfaction"), N_("Importance"), N_("Place"))], placed)
    points = [
        [one.code, one.known.text(language) if one.known else "", one.number, one.respondents, one.cumulated] for one in report.points
    ]
    words = (N_("Code"), N_("What customers say"), N_("Times said"), N_("Respondents"), N_("Together"))
    yield Sheet(say(N_("Suggestions")), [say(one) for one in words], points)
    if report.daily is not None:
        yield _daily(report, say)


def _asked(report: SurveyReport, say: Say, language: str) -> Iterator[Sheet]:
    """Who has answered, by tier; and how often each option was chosen."""
    if report.response:
        rows = [
            [tier or say(N_("All")), share.n, share.hits, share.n - share.hits, share.value, *(share.interval or (None, None))]
            for tier, share in report.response.items()
        ]
        heads = (N_("Tier"), N_("Asked"), N_("Answered"), N_("Not answered"), N_("Response rate"), N_("Interval from"), N_("Interval to"))
        yield Sheet(say(N_("Response by tier")), [say(one) for one in heads], rows)
    if report.choices:
        asked = {item.code: item for item in report.questionnaire.items}
        chosen = [
            [asked[code].text(language), asked[code].option(option, language), times, times / report.forms]
            for code, options in report.choices.items()
            for option, times in options.items()
        ]
        words = (N_("Item"), N_("Option"), N_("Times chosen"), N_("Of the forms"))
        yield Sheet(say(N_("Chosen options")), [say(one) for one in words], chosen)


def _daily(report: SurveyReport, say: Say) -> Sheet:
    found = report.daily.customers if report.daily else ()
    months = range(1, 13)
    heads = [
        N_("Customer"),
        N_("Tier"),
        *(DAILY[kind] for kind in KINDS),
        *(f"{report.campaign.year}-{month:02}" for month in months),
        N_("Points"),
    ]
    rows = [
        [one.name, one.tier, *(one.kinds.get(kind, 0) for kind in KINDS), *(one.months.get(month, 0) for month in months), one.points]
        for one in found
    ]
    return Sheet(say(N_("Daily feedback")), [say(one) for one in heads], rows)


def _told(report: SurveyReport, value: str, say: Say) -> str:
    secret = value == UNTOLD or (report.campaign.anonymous and not value)
    return say(N_("not told")) if secret else LANGUAGES.get(value, value) or say(N_("unknown"))


_DIMENSIONS = {"tier": N_("Tier"), "language": N_("Language"), "product": N_("Product")}


def _item(report: SurveyReport, item: ItemFigures, say: Say, language: str) -> Sequence[object]:
    change = report.changes.get(item.code)
    interval = item.satisfied.interval or (None, None)
    nps = (item.nps.value, *item.nps.interval) if item.nps else (None, None, None)
    silent = [item.silent.get(why, 0) for why in SILENCES]
    return [
        item.text(language), None if item.hidden else item.n, item.mean, item.weighted_mean, item.satisfied.hits, item.satisfied.value,
        *interval, item.no_opinion, *silent, *nps, item.importance, item.target, label(item.department, language),
        change.mean if change else None, change.p_mean if change else None,
    ]  # fmt: skip


def open_answers(session: Session, campaign: Campaign) -> Iterator[tuple[Any, ...]]:
    """The scored answers that count, row by row as `COLUMNS`, without customer, name, words or time.

    Tier, language and product are told only where at least `OPEN_LEAST` forms (or the survey's smallest group) have all three in common,
    else left empty; nothing is told of a survey with fewer forms. Forms are in random order. Read in pieces, so memory stays flat.
    """
    least = max(OPEN_LEAST, campaign.smallest_group)
    rows = session.execute(text(_OPEN), {"campaign": campaign.number, "least": least}, execution_options={"yield_per": 1000})
    for row in rows:
        yield (campaign.number, campaign.year, *row)


_OPEN = """
    WITH form AS (
        SELECT id, row_number() OVER (ORDER BY md5(id::text || :campaign)) AS number, weight, tier, language, product,
               count(*) OVER () AS whole, count(*) OVER (PARTITION BY tier, language, product) AS alike
          FROM returned_form WHERE campaign = :campaign AND NOT duplicate AND NOT late)
    SELECT form.number, CASE WHEN alike >= :least THEN tier ELSE '' END, CASE WHEN alike >= :least THEN language ELSE '' END,
           CASE WHEN alike >= :least THEN product ELSE '' END, CASE WHEN alike >= :least THEN weight END, answer.item, answer.score,
           CASE WHEN answer.no_opinion THEN 'no_opinion' ELSE answer.silence END
      FROM form JOIN answer ON answer.form_id = form.id
     WHERE whole >= :least AND (answer.score IS NOT NULL OR answer.no_opinion OR answer.silence IS NOT NULL)
     ORDER BY form.number, answer.position
"""


def json_lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[bytes]:
    """The same as JSON, an answer a line."""
    for row in rows:
        yield json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False, default=str).encode() + b"\n"

"""Real answers: the airport's surveys of nine years through survey's own importers, and the same figures as its report shows them."""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_survey.answers.levels import OVERALL
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.figures.cells import by_value, cells_of
from kesu_survey.figures.commands import sum_up_all
from kesu_survey.figures.compute import ItemFigures, figures_of
from kesu_survey.figures.queries import item_figures
from kesu_survey.figures.report import report_of
from kesu_survey.questionnaires.commands import draft_questionnaire, release_questionnaire
from kesu_survey.questionnaires.queries import numbered
from kesu_survey.suggestions.queries import pareto

if TYPE_CHECKING:
    from bench.real_data import Evaluation

Figure = tuple[str, Any, Any]
OPERATOR = Actor(id="evaluation", name="evaluation", kind="program", grants=frozenset({Grant(ALL_SITES, ALL_SITES)}))
SURVEY = {"site": "SZ", "survey": "SFO"}
CODING = {"no_opinion": "6", "not_answered": "0, Blank, BLANK", "invalid": "nps:11", "empty": "not_asked"}
"""What the file's own documentation says of its codes."""
ASKED_AS = {OVERALL: "q_all"}
MISSING_CODES = {"503": "Offer more flights", "504": "Need bigger planes, stop overbooking"}
"""Codes that the codebook runs together with another one's words; whoever reads it puts them on the list by hand."""


def surveys(survey: Evaluation, data: Path, expected: dict[str, Any], comments: dict[str, Any]) -> Iterator[Figure]:
    """The 17,076 forms of nine years, and the coded comments of 2017."""
    with survey.runtime.database.transaction() as session:
        questionnaire = _questionnaire(session, data / "survey_sfo.csv")

    def take() -> Any:
        return survey.take("survey-answers", data / "survey_sfo.csv", ASKED_AS, questionnaire=questionnaire, **SURVEY, **CODING)

    first = take()
    again = take()
    yield "survey: rows read", expected["rows"], first.rows
    yield "survey: forms created", expected["unique"], first.created
    yield "survey: rows refused", 0, first.refused_rows
    yield "survey: created by the second import", 0, again.created
    with survey.runtime.database.transaction() as session:
        fresh = {one: _figures(session, one) for one in _campaigns(session).values()}
    sum_up_all(survey.runtime)
    with survey.runtime.database.transaction() as session:
        campaigns = _campaigns(session)
        yield "survey: figures before and after summing up", fresh, {one: _figures(session, one) for one in campaigns.values()}
        yield from _counts(session, expected, campaigns)
        yield from _by_year(session, expected, campaigns)
        yield from _by_language(session, expected, campaigns)
    yield from _comments(survey, data, comments)


def _questionnaire(session: Session, file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as stream:
        headers = next(csv.reader(stream))
    codes = [OVERALL if code == "q_all" else code for code in headers if code.startswith(("q_", "clean_"))]
    scales = {**dict.fromkeys(codes, "1-5"), "nps": "nps", "suggestions": "text"}
    items = [
        {"code": code, "text_zh": code, "text_en": code, "scale": scale, "department": "sales", "weight": "1"}
        for code, scale in scales.items()
    ]
    made = draft_questionnaire(session, OPERATOR, site="SZ", title_zh="机场旅客调查", title_en="Airport survey", items=items)
    return release_questionnaire(session, OPERATOR, made).number


def _campaigns(session: Session) -> dict[str, str]:
    rows = session.execute(text("SELECT year, number FROM campaign WHERE imported_as = 'SFO' ORDER BY 1"))
    return {str(year): str(number) for year, number in rows}


def _figures(session: Session, number: str) -> list[ItemFigures]:
    return item_figures(session, campaign_of(session, OPERATOR, number))


def _name(code: str) -> str:
    return ASKED_AS.get(code, code)


def _mean(total: int | Decimal, n: int) -> float | None:
    return round(float(Decimal(total) / n), 6) if n else None


def _counts(session: Session, expected: dict[str, Any], campaigns: dict[str, str]) -> Iterator[Figure]:
    """Every item over all years, and its non-answers as they were written."""
    spread: dict[str, Counter[int]] = defaultdict(Counter)
    for number in campaigns.values():
        for item in _figures(session, number):
            spread[_name(item.code)].update(item.distribution)
    written: dict[str, dict[str, int]] = defaultdict(dict)
    for item, cell, n in session.execute(text("SELECT item, as_written, count(*) FROM answer WHERE as_written IS NOT NULL GROUP BY 1, 2")):
        written[_name(item)][cell] = n
    for item, wanted in expected["items_all_years"].items():
        scores = spread[item]
        n = scores.total()
        found = {
            "n": n,
            "mean": _mean(sum(score * count for score, count in scores.items()), n),
            "top2": scores[4] + scores[5],
            "bottom2": scores[1] + scores[2],
            "not_valid": written[item],
        }
        yield f"survey: {item} over all years", wanted, found
    told = "SELECT coalesce(silence, 'no_opinion'), count(*) FROM answer WHERE item <> 'suggestions' AND score IS NULL GROUP BY 1"
    kinds = {str(why): int(n) for why, n in session.execute(text(told))}
    yield "survey: invalid (NPS 11)", 145, kinds["invalid"]


def _by_year(session: Session, expected: dict[str, Any], campaigns: dict[str, str]) -> Iterator[Figure]:
    """What the report of each year shows: forms, items, weighted mean, NPS."""
    forms, weighted, scores = {}, {}, {}
    for year, number in campaigns.items():
        report = report_of(session, OPERATOR, campaign_of(session, OPERATOR, number), daily=False)
        forms[year] = report.forms
        items = {_name(item.code): item for item in report.items}
        shown = {code: {"n": item.n, "mean": _rounded(item.mean)} for code, item in items.items() if item.n and code != "nps"}
        yield f"survey: items of {year}", expected["items_by_year"][year], shown
        if year in expected["q_all_weighted_by_year"]:
            weighted[year] = {"n": items["q_all"].n, "weighted_mean": _rounded(items["q_all"].weighted_mean)}
        if (nps := items["nps"].nps) is not None:
            counts = {"n": nps.n, "promoters": nps.promoters, "passives": nps.passives, "detractors": nps.detractors}
            scores[year] = {**counts, "nps": round(nps.value, 6)}
    yield "survey: forms by year", expected["by_year"], forms
    yield "survey: weighted mean by year", expected["q_all_weighted_by_year"], weighted
    yield "survey: NPS by year", expected["nps_by_year"], scores


def _rounded(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _by_language(session: Session, expected: dict[str, Any], campaigns: dict[str, str]) -> Iterator[Figure]:
    """The overall item by language, all years together."""
    forms: Counter[str] = Counter()
    n: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for number in campaigns.values():
        campaign = campaign_of(session, OPERATOR, number)
        questionnaire = numbered(session, campaign.questionnaire)
        item = questionnaire.item(OVERALL)
        if item is None or item.scored is None:
            raise RuntimeError("the questionnaire has no overall item")
        for language, cells in by_value(cells_of(session, number, questionnaire), "language").items():
            found = figures_of(item, item.scored, cells, None)
            forms[language] += sum(cell.n for cell in cells if not cell.item)
            n[language] += found.n
            total[language] += sum(score * count for score, count in found.distribution.items())
    yield "survey: forms by language", expected["by_lang"], dict(forms)
    means = {language: {"n": n[language], "mean": _mean(total[language], n[language])} for language in sorted(n)}
    yield "survey: overall by language", expected["q_all_by_lang"], means


def _comments(survey: Evaluation, data: Path, expected: dict[str, Any]) -> Iterator[Figure]:
    """The coded comments of 2017. Codes that the codebook lacks are refused aloud first, and put on the list."""
    codebook, file = data / "codebook_sfo2017_q8.csv", data / "survey_sfo2017_comments.csv"
    survey.take("suggestion-codes", codebook, None, site="SZ")
    first = survey.take("coded-suggestions", file, None, year="2017", **SURVEY)
    refused = sorted({one.value for one in first.refused})
    sys.stdout.write(f"        not in the codebook: {', '.join(refused)}\n")
    missing = data / "missing_codes.csv"
    with missing.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["code", "text_en"], *((code, MISSING_CODES.get(code, "not in the codebook")) for code in refused)])
    survey.take("suggestion-codes", missing, None, site="SZ")
    second = survey.take("coded-suggestions", file, None, year="2017", **SURVEY)
    yield "comments: rows read", expected["rows"], first.rows
    yield "comments: taken or refused aloud", expected["rows"], first.created + first.refused_rows
    yield (
        "comments: the refused ones, with their codes on the list",
        (first.refused_rows, first.created),
        (second.created, second.unchanged),
    )
    with survey.runtime.database.transaction() as session:
        number = _campaigns(session)["2017"]
        points = pareto(session, number, "SZ")
        people = session.execute(text("SELECT count(DISTINCT form_id) FROM suggestion_coding")).scalar_one()
    top: Iterable[list[Any]] = [[one.code, one.number, round(one.cumulated, 6)] for one in points[:5]]
    yield "comments: respondents", expected["respondents"], people
    yield "comments: five codes", expected["top5_codes"], top
    yield "comments: codes", expected["distinct_codes"], len(points)

"""Past surveys come in from wide tables: every non-answer told apart, wrong rows refused aloud, the same file twice adds nothing."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from kesu_common.importing import ImportReport, run_import
from kesu_common.people.actors import ALL_SITES, Actor, Grant
from kesu_common.spreadsheets import open_table, write_xlsx
from kesu_survey.figures.commands import sum_up_all

Survey = Any  # the class in conftest.py
OPERATOR = Actor(id="op", name="op", kind="program", grants=frozenset({Grant(ALL_SITES, ALL_SITES)}))
DECLARED = {"no_opinion": "6", "not_answered": "0, Blank, BLANK", "invalid": "nps:11", "empty": "not_asked"}
HEADERS = ["year", "respnum", "lang", "weight", "tier", "delivery", "q_all", "nps", "remark", "interview_date"]
ROWS = [
    ["2017", "1", "en", "1.5", "A", "5", "4", "10", "Deliver earlier", "13"],
    ["2017", "2", "zh", "0.5", "B", "6", "0", "6", "", "13"],
    ["2017", "3", "zh", "", "B", "2", "BLANK", "11", "交货太慢", "14"],
    ["2018", "1", "en", "2", "A", "", "3", "0", "", "05/09/2018"],
]


def declared_questionnaire(survey: Survey) -> str:
    """A released questionnaire with an overall item and one from 0 to 10."""

    def one(code: str, scale: str) -> dict[str, Any]:
        return {"code": code, "text_zh": code, "text_en": code, "scale": scale, "department": "sales"}

    items = [one("delivery", "1-5"), one("overall", "1-5"), one("nps", "nps"), one("remark", "text")]
    made = survey.post("questionnaires", {"site": "SZ", "title_zh": "历年", "title_en": "Past", "items": items}, expect=201)
    survey.post(f"questionnaires/{made['number']}/release")
    return str(made["number"])


def take(survey: Survey, rows: list[list[str]], questionnaire: str, **defaults: str) -> ImportReport:
    """Import rows as an operator would."""
    target = io.BytesIO()
    write_xlsx(target, HEADERS, rows)
    target.seek(0)
    spec = next(spec for spec in survey.runtime.service.imports if spec.name == "survey-answers")
    given = {"site": "SZ", "survey": "Airport", "questionnaire": questionnaire, **DECLARED, **defaults}
    table, factory = open_table(target, name="past.xlsx"), survey.runtime.database.transaction
    return run_import(spec, table, session_factory=factory, actor=OPERATOR, mapping={"overall": "q_all"}, defaults=given)


def stored(survey: Survey, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with survey.runtime.database.transaction() as session:
        return [tuple(row) for row in session.execute(text(statement))]


@pytest.mark.clause("4.2.3.1")
def test_every_cell_is_a_score_or_says_why_there_is_none(survey: Survey) -> None:
    report = take(survey, ROWS, declared_questionnaire(survey))
    assert (report.rows, report.created, report.refused_rows) == (4, 4, 0)
    found = stored(
        survey,
        "SELECT year, external_reference, item, score, no_opinion, silence, as_written FROM answer JOIN returned_form f ON f.id = form_id "
        "JOIN campaign c ON c.number = f.campaign WHERE score IS NULL AND text IS NULL ORDER BY 1, 2, 3",
    )
    assert found == [
        (2017, "2", "delivery", None, True, None, "6"),
        (2017, "2", "overall", None, False, "not_answered", "0"),
        (2017, "2", "remark", None, False, "not_asked", ""),
        (2017, "3", "nps", None, False, "invalid", "11"),
        (2017, "3", "overall", None, False, "not_answered", "BLANK"),
        (2018, "1", "delivery", None, False, "not_asked", ""),
        (2018, "1", "remark", None, False, "not_asked", ""),
    ]
    scores = stored(survey, "SELECT score FROM answer JOIN returned_form f ON f.id = form_id WHERE item = 'nps' ORDER BY f.id")
    assert scores == [(10,), (6,), (None,), (0,)]  # 0 and 6 are scores on this scale
    assert [fact["number"] for fact in survey.facts("kesu.campaign.imported.v1")] == ["SC-SZ-2017-000001", "SC-SZ-2018-000001"]
    assert len(survey.facts("kesu.answer.imported.v1")) == 4


def test_the_same_file_again_adds_nothing_and_other_answers_are_refused(survey: Survey) -> None:
    number = declared_questionnaire(survey)
    take(survey, ROWS, number)
    again = take(survey, ROWS, number)
    assert (again.created, again.unchanged) == (0, 4)
    other = take(survey, [["2017", "1", "en", "1.5", "A", "1", "4", "10", "", ""]], number)
    assert [(one.row, one.column, one.value) for one in other.refused] == [(2, "respnum", "1")]
    assert stored(survey, "SELECT count(*) FROM returned_form") == [(4,)]


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({5: "9"}, "delivery", "9"),
        ({6: "n/a"}, "q_all", "n/a"),
        ({7: "12"}, "nps", "12"),
        ({0: "next year"}, "year", "next year"),
        ({3: "0"}, "weight", "0"),
        ({4: "Z"}, "tier", "Z"),
    ],
)
def test_a_wrong_row_is_refused_by_row_and_column_and_the_good_ones_go_in(
    survey: Survey, change: dict[int, str], column: str, value: str
) -> None:
    wrong = [change.get(place, cell) for place, cell in enumerate(ROWS[0])]
    report = take(survey, [ROWS[1], wrong, ROWS[2]], declared_questionnaire(survey))
    assert (report.created, report.refused_rows) == (2, 1)
    assert [(one.row, one.column, one.value) for one in report.refused] == [(3, column, value)]
    assert report.refused[0].message


@pytest.mark.parametrize(("field", "value"), [("questionnaire", "SQ-NONE-v1"), ("customer_code", "C999")])
def test_what_is_not_known_is_refused(survey: Survey, field: str, value: str) -> None:
    given = {"questionnaire": declared_questionnaire(survey), field: value}
    report = take(survey, ROWS[:1], **given)
    assert report.refused_rows == 1
    assert value in report.refused[0].text()


def test_an_imported_customer_brings_tier_and_language(survey: Survey) -> None:
    survey.customer("C001", "B", language="zh")
    take(survey, [["2017", "9", "", "", "", "4", "4", "9", "", ""]], declared_questionnaire(survey), customer_code="C001")
    assert stored(survey, "SELECT customer_name, tier, language FROM returned_form") == [("C001 GmbH", "B", "zh")]


@pytest.mark.clause("4.2.1.5")
def test_figures_are_the_same_before_and_after_they_are_summed_up(survey: Survey) -> None:
    number = declared_questionnaire(survey)
    take(survey, ROWS, number)
    before = survey.get("reports/SC-SZ-2017-000001")
    assert stored(survey, "SELECT count(*) FROM answer_cell") == [(0,)]
    sum_up_all(survey.runtime)
    assert stored(survey, "SELECT count(*) FROM returned_form WHERE NOT tallied") == [(0,)]
    assert survey.get("reports/SC-SZ-2017-000001") == before
    one_more = take(survey, [["2017", "7", "en", "1", "A", "1", "1", "1", "", ""]], number)
    assert one_more.created == 1  # fresh, beside those summed up
    mixed = survey.get("reports/SC-SZ-2017-000001")
    sum_up_all(survey.runtime)
    assert survey.get("reports/SC-SZ-2017-000001") == mixed
    assert mixed["forms"] == 4
    by_code = {item["item"]: item for item in before["items"]}
    assert by_code["delivery"]["silent"] == {"no_opinion": 1}
    assert by_code["overall"]["silent"] == {"not_answered": 2}
    assert by_code["nps"]["silent"] == {"invalid": 1}
    assert (by_code["nps"]["nps"]["value"], by_code["nps"]["n"]) == (0.0, 2)
    assert by_code["delivery"]["weighted_mean"] == pytest.approx(float((5 * Decimal("1.5") + 2) / Decimal("2.5")))
    assert before["response"] == {}

"""Importing the answers of a finished survey from a wide table: a row for each respondent, a column for each item.

Natural key: site, survey, year, respondent. `kesu import survey-answers FILE --default questionnaire=… --default no_opinion=6 …`
"""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.importing import Applied, ImportColumn, ImportSpec
from kesu_common.people.actors import Actor
from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_survey.answers.model import NOT_ANSWERED, NOT_ASKED
from kesu_survey.campaigns.model import Campaign
from kesu_survey.copies.model import KnownCustomer
from kesu_survey.past.coding import Cell, coding_of
from kesu_survey.past.commands import ensure_past_campaign, take_past_form
from kesu_survey.plans.model import TIERS
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import questionnaire_of

DECLARED = ("no_opinion", "not_answered", "not_asked", "invalid", "empty")


class PastRow(StrictSchema):
    """A row's texts as values; `items` are the further columns."""

    site = Words(16, required=True)
    survey = Words(64, required=True)
    year = fields.Integer(required=True, validate=validate.Range(1990, 2100))
    questionnaire = Words(64, required=True)
    respondent = Words(100, required=True)
    language = Words(16)
    weight = fields.Decimal(places=10, validate=validate.Range(0, 100_000, min_inclusive=False))
    tier = fields.String(validate=one_of(*TIERS))
    product = Words(200)
    customer_code = Words(64)
    answered_on = fields.Date()
    no_opinion = Words(200)
    not_answered = Words(200)
    not_asked = Words(200)
    invalid = Words(200)
    empty = fields.String(validate=one_of(NOT_ANSWERED, NOT_ASKED))
    items = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)


def apply_past_form(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Take a respondent's form over; the same again changes nothing."""
    questionnaire, campaign = _survey(session, actor, row)
    declared = tuple((name, row.pop(name)) for name in DECLARED if name in row)
    cells = _cells(questionnaire, declared, row.pop("items"))
    if code := row.get("customer_code"):
        row |= _customer(session, code, row)
    new = take_past_form(session, actor, campaign, questionnaire, cells=cells, **row)
    return Applied.CREATED if new else Applied.UNCHANGED


def _survey(session: Session, actor: Actor, row: dict[str, Any]) -> tuple[Questionnaire, Campaign]:
    """The row's questionnaire and campaign; read once in each transaction."""
    key = tuple(row.pop(name) for name in ("site", "survey", "year", "questionnaire"))
    kept: dict[tuple[Any, ...], tuple[Questionnaire, Campaign]] = session.info.setdefault("past surveys", {})
    known = kept.get(key)
    if known is None or known[1] not in session:
        site, survey, year, number = key
        try:
            questionnaire = questionnaire_of(session, actor, number)
        except NotFound as error:
            raise Invalid(error.message, field="questionnaire", **error.params) from error
        known = (questionnaire, ensure_past_campaign(session, actor, site=site, survey=survey, year=year, questionnaire=questionnaire))
        kept[key] = known
    return known


def _cells(questionnaire: Questionnaire, declared: tuple[tuple[str, str], ...], given: dict[str, str]) -> dict[str, tuple[Cell, str]]:
    """What each item's cell means. Columns that are no item of the questionnaire are left alone; at least one must be."""
    coding, wrong = coding_of(declared), {}
    cells: dict[str, tuple[Cell, str]] = {}
    for item in questionnaire.items:
        if item.code in given:
            try:
                cells[item.code] = (coding.read(item, given[item.code]), given[item.code])
            except ValidationError as error:
                wrong[item.code] = error.messages
    if wrong:
        raise ValidationError({"items": wrong})
    if not cells:
        message = N_("No column of the file is an item of questionnaire %(number)s. Name the columns after the items' codes, or map them.")
        raise Invalid(message, field="questionnaire", number=questionnaire.number)
    return cells


def _customer(session: Session, code: str, row: dict[str, Any]) -> dict[str, Any]:
    known = session.get(KnownCustomer, code)
    if known is None:
        raise Invalid(N_("There is no customer “%(code)s”."), field="customer_code", code=code)
    return {"customer_name": known.name, "tier": row.get("tier") or known.tier, "language": row.get("language") or known.language}


PAST_ANSWERS = ImportSpec(
    name="survey-answers",
    columns=(
        ImportColumn("site", N_("Site"), ("厂区", "工厂", "plant"), required=True),
        ImportColumn("survey", N_("Survey"), ("调查名称",), required=True),
        ImportColumn("year", N_("Year"), ("年度", "年份"), required=True),
        ImportColumn("questionnaire", N_("Questionnaire"), ("调查表",), required=True),
        ImportColumn("respondent", N_("Respondent"), ("答卷编号", "序号", "respnum", "respondent id"), required=True),
        ImportColumn("language", N_("Language"), ("语言", "lang")),
        ImportColumn("weight", N_("Weight"), ("权重",)),
        ImportColumn("tier", N_("Tier"), ("客户等级", "等级", "grade")),
        ImportColumn("product", N_("Product"), ("产品", "产品型号")),
        ImportColumn("customer_code", N_("Customer code"), ("客户代码", "客户编号", "客户编码", "customer no")),
        ImportColumn("answered_on", N_("Answered on"), ("答卷日期", "填写日期")),
        ImportColumn("no_opinion", N_("Codes for no opinion"), ("“不了解”代码",)),
        ImportColumn("not_answered", N_("Codes for not answered"), ("“未答”代码",)),
        ImportColumn("not_asked", N_("Codes for not asked"), ("“未问”代码",)),
        ImportColumn("invalid", N_("Codes for invalid"), ("“无效”代码",)),
        ImportColumn("empty", N_("What an empty cell means"), ("空白含义",)),
    ),
    schema=PastRow,
    apply=apply_past_form,
    others="items",
)

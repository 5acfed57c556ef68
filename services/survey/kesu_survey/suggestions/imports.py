"""Importing the list of codes, and the coded texts of a past survey.

`kesu import suggestion-codes FILE`, natural key: site, code. `kesu import coded-suggestions FILE`, natural key: respondent, item, place.
"""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.importing import Applied, ImportColumn, ImportSpec
from kesu_common.people.actors import Actor
from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_survey.answers.model import ReturnedForm
from kesu_survey.campaigns.model import Campaign
from kesu_survey.permissions import DEPARTMENTS, IMPORT_SURVEY
from kesu_survey.suggestions.commands import add_codings, declare_code
from kesu_survey.suggestions.model import Coding, SuggestionCode
from kesu_survey.suggestions.queries import code_of


class CodeRow(StrictSchema):
    """A row of the list of codes."""

    site = Words(16, required=True)
    code = Words(32, required=True)
    section = Words(200)
    text_zh = Words(500)
    text_en = Words(500)
    department = fields.String(validate=one_of(*DEPARTMENTS))
    item = Words(32)


class CodedRow(StrictSchema):
    """A code that a text of a respondent has; `place` tells several codes of one text apart."""

    site = Words(16, required=True)
    survey = Words(64, required=True)
    year = fields.Integer(required=True, validate=validate.Range(1990, 2100))
    respondent = Words(100, required=True)
    item = Words(32, load_default="suggestions")
    place = Words(32, load_default="1")
    code = Words(32, required=True)


def apply_code(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Put the code on the list, or bring it up to date."""
    known = session.scalar(select(SuggestionCode.id).where(SuggestionCode.site == row["site"], SuggestionCode.code == row["code"]))
    if declare_code(session, actor, **row) is None:
        return Applied.UNCHANGED
    return Applied.CREATED if known is None else Applied.UPDATED


def apply_coded(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Give the respondent's text this code; another code at the same place is refused."""
    actor.require(IMPORT_SURVEY, row["site"])
    named = (Campaign.site == row["site"], Campaign.year == row["year"], Campaign.imported_as == row["survey"])
    campaign = session.scalar(select(Campaign).where(*named))
    if campaign is None:
        message = N_("No survey “%(survey)s” of %(year)s was imported at site %(site)s. Import its answers first.")
        raise Invalid(message, field="survey", survey=row["survey"], year=row["year"], site=row["site"])
    of_respondent = (ReturnedForm.campaign == campaign.number, ReturnedForm.external_reference == row["respondent"])
    form = session.scalar(select(ReturnedForm.id).where(*of_respondent))
    if form is None:
        raise Invalid(N_("This survey has no respondent “%(respondent)s”."), field="respondent", respondent=row["respondent"])
    code_of(session, row["site"], row["code"])
    same_place = (Coding.form_id == form, Coding.item == row["item"], Coding.place == row["place"])
    there = session.scalar(select(Coding.code).where(*same_place))
    if there is None:
        add_codings(session, actor, campaign, form, row["item"], {row["place"]: row["code"]})
        return Applied.CREATED
    if there != row["code"]:
        raise Invalid(N_("This place has the code %(code)s already."), field="code", code=there)
    return Applied.UNCHANGED


_SITE = ImportColumn("site", N_("Site"), ("厂区", "工厂", "plant"), required=True)

SUGGESTION_CODES = ImportSpec(
    name="suggestion-codes",
    columns=(
        _SITE,
        ImportColumn("code", N_("Code"), ("代码", "编码"), required=True),
        ImportColumn("section", N_("Section"), ("类别", "分类")),
        ImportColumn("text_zh", N_("Words in Chinese"), ("中文", "含义")),
        ImportColumn("text_en", N_("Words in English"), ("text", "english", "label")),
        ImportColumn("department", N_("Department"), ("部门", "责任部门")),
        ImportColumn("item", N_("Item"), ("调查项目",)),
    ),
    schema=CodeRow,
    apply=apply_code,
)
CODED_SUGGESTIONS = ImportSpec(
    name="coded-suggestions",
    columns=(
        _SITE,
        ImportColumn("survey", N_("Survey"), ("调查名称",), required=True),
        ImportColumn("year", N_("Year"), ("年度", "年份"), required=True),
        ImportColumn("respondent", N_("Respondent"), ("答卷编号", "序号", "respnum", "respondent id"), required=True),
        ImportColumn("item", N_("Item"), ("调查项目",)),
        ImportColumn("place", N_("Place"), ("位置", "field")),
        ImportColumn("code", N_("Code"), ("代码", "编码"), required=True),
    ),
    schema=CodedRow,
    apply=apply_coded,
)

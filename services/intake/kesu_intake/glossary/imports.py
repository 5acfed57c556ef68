"""Importing a glossary from a spreadsheet. Natural key: site and English."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.importing import Applied, ImportColumn, ImportSpec
from kesu_common.people.actors import Actor
from kesu_intake.glossary.commands import enter_term
from kesu_intake.glossary.model import Term
from kesu_intake.glossary.schemas import TermIn


def apply_term(session: Session, actor: Actor, row: dict[str, Any]) -> Applied:
    """Enter the term, or bring it up to date."""
    known = session.scalar(select(Term).where(Term.site == row["site"], func.lower(Term.en) == row["en"].lower()))
    before = (known.en, known.zh, known.note) if known else None
    if before == (row["en"], row["zh"], row.get("note")):
        return Applied.UNCHANGED
    enter_term(session, actor, **row)
    return Applied.UPDATED if before else Applied.CREATED


TERMS = ImportSpec(
    name="glossary",
    columns=(
        ImportColumn("site", N_("Site"), ("厂区", "工厂", "plant"), required=True),
        ImportColumn("en", N_("English"), ("英文", "英语", "en"), required=True),
        ImportColumn("zh", N_("Chinese"), ("中文", "汉语", "zh"), required=True),
        ImportColumn("note", N_("Note"), ("备注", "remark")),
    ),
    schema=TermIn,
    apply=apply_term,
)

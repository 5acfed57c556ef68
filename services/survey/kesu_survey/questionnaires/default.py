"""The questionnaire that every site begins with: the items that the procedure names (clause 4.2.2.1)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_survey.questionnaires.commands import draft_questionnaire, release_questionnaire
from kesu_survey.questionnaires.model import Questionnaire

TITLES = {"title_zh": "客户满意度调查表", "title_en": "Customer satisfaction questionnaire"}
INTRO = {
    "intro_zh": "感谢您一直以来的支持。请用几分钟告诉我们您的看法，我们会逐条改进。",
    "intro_en": "Thank you for working with us. Please take a few minutes and tell us what you think; we follow up on every point.",
}


def _scored(code: str, text_zh: str, text_en: str, department: str, weight: str, *, required: bool = True) -> dict[str, Any]:
    return {
        "code": code,
        "text_zh": text_zh,
        "text_en": text_en,
        "scale": "1-5",
        "required": required,
        "department": department,
        "weight": weight,
        "target": "4",
    }


ITEMS = (
    _scored("product_quality", "产品质量", "Product quality", "quality", "30"),
    _scored("packaging", "产品包装", "Packaging", "warehouse", "15"),
    _scored("delivery", "交货期", "Delivery", "production", "20"),
    _scored("service", "服务", "Service", "sales", "20"),
    _scored("price", "价格", "Price", "sales", "15", required=False),
    {
        "code": "suggestions",
        "text_zh": "意见和建议",
        "text_en": "Opinions and suggestions",
        "scale": "text",
        "required": False,
        "department": "sales",
        "weight": "0",
        "target": None,
    },
)
"""Price only “when wanted”: it may be left out."""


def default_code(site: str) -> str:
    """The code of a site's default questionnaire."""
    return f"SQ-{site}-DEFAULT"


def ensure_default(session: Session, actor: Actor, site: str) -> Questionnaire:
    """The site's default questionnaire in its newest released version; made and released when there is none yet. Safe to call again."""
    code = default_code(site)
    newest = select(Questionnaire).where(Questionnaire.code == code, Questionnaire.state == "released")
    found = session.scalar(newest.order_by(Questionnaire.edition.desc()).limit(1))
    if found is not None:
        return found
    made = draft_questionnaire(session, actor, site=site, code=code, items=list(ITEMS), **TITLES, **INTRO)
    return release_questionnaire(session, actor, made)

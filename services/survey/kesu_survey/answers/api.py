"""The public REST endpoint behind a customer's link: `/api/v1/answers/<token>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kesu_common.web.access import public
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_runtime, current_session
from kesu_common.web.security import limiter
from kesu_survey.answers.behind_link import Asked, answer, asked_by, look
from kesu_survey.answers.queries import first_form
from kesu_survey.answers.schemas import AnswersIn, AskedOut

api = ApiBlueprint("answers", __name__, description="Answering over a personal link (客户答卷); the link is the permission")


@api.get("/<token>")
@public
@api.response(200, AskedOut)
@limiter.limit("60 per minute")
def questions(token: str) -> dict[str, Any]:
    """The questions, and what was answered or kept so far"""
    asked = asked_by(current_session(), current_runtime().settings, token, lock=True)
    look(current_session(), asked)
    return _shown(asked)


@api.post("/<token>")
@public
@api.arguments(AnswersIn)
@api.response(201, AskedOut)
@limiter.limit("30 per minute")
def send(data: Mapping[str, Any], token: str) -> dict[str, Any]:
    """Send the answers, or keep them to go on later (clause 4.2.1.4)"""
    session = current_session()
    asked = asked_by(session, current_runtime().settings, token, lock=True)
    form = answer(session, asked, data)
    session.flush()
    shown = Asked(asked.invitation, asked.questionnaire, first_form(session, asked.invitation.number), asked.over)
    return {**_shown(shown), "duplicate": form is not None and form.duplicate}


def _shown(asked: Asked) -> dict[str, Any]:
    return {
        "state": asked.invitation.state,
        "expires_at": asked.invitation.expires_at,
        "customer_name": asked.invitation.customer_name,
        "title_zh": asked.questionnaire.title_zh,
        "title_en": asked.questionnaire.title_en,
        "items": asked.questionnaire.items,
        "kept": asked.invitation.kept,
        "answers": asked.form.answers if asked.form else [],
        "duplicate": False,
    }

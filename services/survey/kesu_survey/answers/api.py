"""The public REST endpoint behind a customer's link: `/api/v1/answers/<token>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kesu_common.web.access import public
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_runtime, current_session
from kesu_common.web.security import limiter
from kesu_survey.answers.behind_link import GUESSES, PER_LINK, Asked, answer, asked_by, is_guess, keep, link_asked_for, look
from kesu_survey.answers.schemas import AgainIn, AnswersIn, AskedOut, KeptOut

api = ApiBlueprint("answers", __name__, description="Answering over a personal link (客户答卷); the link is the permission")


@api.get("/<token>")
@public
@api.doc(security=[])
@api.response(200, AskedOut)
@limiter.limit(GUESSES, deduct_when=is_guess)
@limiter.limit(PER_LINK, key_func=link_asked_for)
def questions(token: str) -> dict[str, Any]:
    """The questions, and what was answered or kept so far"""
    asked = asked_by(current_session(), current_runtime().settings, token, lock=True)
    look(current_session(), asked)
    return _shown(asked)


@api.post("/<token>")
@public
@api.doc(security=[])
@api.arguments(AnswersIn)
@api.response(201, AskedOut)
@limiter.limit(GUESSES, deduct_when=is_guess)
@limiter.limit(PER_LINK, key_func=link_asked_for)
def send(data: Mapping[str, Any], token: str) -> dict[str, Any]:
    """Send the answers, or keep them to go on later (clause 4.2.1.4)"""
    session = current_session()
    asked = asked_by(session, current_runtime().settings, token, lock=True)
    form = answer(session, asked, data)
    session.flush()
    return {**_shown(asked), "duplicate": form is not None and form.duplicate}


@api.post("/<token>/items")
@public
@api.doc(security=[])
@api.arguments(AgainIn)
@api.response(200, KeptOut)
@limiter.limit(GUESSES, deduct_when=is_guess)
@limiter.limit(PER_LINK, key_func=link_asked_for)
def keep_items(data: Mapping[str, Any], token: str) -> dict[str, int]:
    """Keep single answers as they are given; the other items stay as they are, so two devices add to each other"""
    asked = asked_by(current_session(), current_runtime().settings, token, lock=True)
    return {"kept": keep(current_session(), asked, data["answers"])}


def _shown(asked: Asked) -> dict[str, Any]:
    return {
        "state": asked.invitation.state,
        "expires_at": asked.invitation.expires_at,
        "customer_name": asked.invitation.customer_name,
        "title_zh": asked.questionnaire.title_zh,
        "title_en": asked.questionnaire.title_en,
        "over": asked.over,
        "anonymous": asked.campaign.anonymous,
        "measures": asked.measures,
        "items": asked.questionnaire.items,
        "kept": asked.invitation.kept,
        "answers": asked.form.answers if asked.form else [],
        "duplicate": False,
    }

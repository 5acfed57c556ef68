"""REST interface of questionnaires: `/api/v1/questionnaires`, and one endpoint per operation below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_survey.permissions import READ, WRITE_QUESTIONNAIRE
from kesu_survey.questionnaires import queries
from kesu_survey.questionnaires.commands import draft_questionnaire
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.operations import OPERATIONS
from kesu_survey.questionnaires.schemas import QuestionnaireIn, QuestionnaireListArgs, QuestionnaireOut

api = ApiBlueprint("questionnaires", __name__, description="Questionnaires and their versions (客户满意度调查表)")


@api.get("")
@allow(READ)
@api.arguments(QuestionnaireListArgs, location="query")
@api.response(200, QuestionnaireOut(many=True))
def list_questionnaires(args: Mapping[str, Any]) -> Sequence[Questionnaire]:
    """Versions of questionnaires, newest first"""
    statement = queries.questionnaires(current_actor(), args)
    page = paginate(current_session(), statement, queries.SORTS, identity=Questionnaire.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(WRITE_QUESTIONNAIRE)
@api.arguments(QuestionnaireIn)
@api.response(201, QuestionnaireOut)
def draft(data: Mapping[str, Any]) -> tuple[Questionnaire, int, dict[str, str]]:
    """Draw up a questionnaire"""
    made = draft_questionnaire(current_session(), current_actor(), **data)
    send_etag(made)
    return made, 201, {"Location": url_for("api_questionnaires.get_questionnaire", number=made.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, QuestionnaireOut)
def get_questionnaire(number: str) -> Questionnaire:
    """One version"""
    found = queries.questionnaire_of(current_session(), current_actor(), number)
    send_etag(found)
    return found


OPERATIONS.add_endpoints(api, QuestionnaireOut)

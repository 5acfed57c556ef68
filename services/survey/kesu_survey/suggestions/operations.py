"""Every operation on a passed suggestion."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.operations import Operation, Operations
from kesu_survey.permissions import ANSWER_SUGGESTION
from kesu_survey.suggestions import commands
from kesu_survey.suggestions.model import PASSED_STATES, PassedSuggestion
from kesu_survey.suggestions.queries import passed_of
from kesu_survey.suggestions.schemas import PassedAnswerIn

OPERATIONS = Operations[PassedSuggestion](
    states=PASSED_STATES,
    find=passed_of,
    all=(
        Operation(
            path="answer",
            title=N_("Say what comes of it"),
            summary="Say what the department does about a point to improve (clause 4.2.3.4)",
            action=ANSWER_SUGGESTION,
            schema=PassedAnswerIn,
            run=commands.answer_point,
            command="answer",
            icon="message-2",
            template="survey/suggestions/answer.html",
            offered=lambda _session, actor, passed: actor.has_role(passed.department, passed.site) or actor.has_role("lead", passed.site),
        ),
    ),
)

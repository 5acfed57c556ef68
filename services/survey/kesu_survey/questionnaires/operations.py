"""Every operation on a questionnaire, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_survey.figures.compute import plain
from kesu_survey.permissions import WRITE_QUESTIONNAIRE
from kesu_survey.questionnaires import commands
from kesu_survey.questionnaires.model import QUESTIONNAIRE_STATES, Questionnaire
from kesu_survey.questionnaires.queries import questionnaire_of
from kesu_survey.questionnaires.schemas import ItemOut, MoveIn, QuestionnaireChange


def _present(_session: Session, _actor: Actor, questionnaire: Questionnaire) -> Mapping[str, Any]:
    words = {name: getattr(questionnaire, name) for name in ("title_zh", "title_en", "intro_zh", "intro_en")}
    items = [{**ItemOut().dump(item), "weight": plain(item.weight), "target": plain(item.target)} for item in questionnaire.items]
    return {**words, "items": items}


def on_its_own_buttons(_session: Session, _actor: Actor, _questionnaire: Questionnaire) -> bool:
    """The buttons stand beside each item."""
    return False


OPERATIONS = Operations[Questionnaire](
    states=QUESTIONNAIRE_STATES,
    find=questionnaire_of,
    all=(
        Operation(
            path="release",
            title=N_("Release"),
            summary="Release a draft: it can be asked, and never changes again",
            action=WRITE_QUESTIONNAIRE,
            run=commands.release_questionnaire,
            command="release",
        ),
        Operation(
            path="change",
            title=N_("Change"),
            summary="Change a draft; items are given all at once",
            action=WRITE_QUESTIONNAIRE,
            schema=QuestionnaireChange,
            run=commands.change_questionnaire,
            command="change",
            icon="edit",
            tone="outline-primary",
            template="survey/questionnaires/form.html",
            initial=_present,
        ),
        Operation(
            path="move",
            title=N_("Change the order"),
            summary="Move an item of a draft one place up or down",
            action=WRITE_QUESTIONNAIRE,
            schema=MoveIn,
            run=commands.move_item,
            command="change",
            icon="arrows-sort",
            offered=on_its_own_buttons,
            done=N_("The order is changed."),
        ),
        Operation(
            path="revise",
            title=N_("Draft the next version"),
            summary="Draft the next version with the same items (clause 4.2.2.3)",
            action=WRITE_QUESTIONNAIRE,
            run=commands.revise_questionnaire,
            command="revise",
            icon="copy",
            done=N_("The next version is drafted; you find it in the list."),
        ),
        Operation(
            path="retire",
            title=N_("Retire"),
            summary="Use this version for no further plan",
            action=WRITE_QUESTIONNAIRE,
            run=commands.retire_questionnaire,
            command="retire",
            icon="ban",
            tone="ghost-danger",
        ),
    ),
)

"""The case file has words, in both languages, for whatever any service states."""

from __future__ import annotations

import pytest

from kesu_common.events import EventType
from kesu_common.i18n import COMMON, LANGUAGES, Catalogues
from kesu_common.service import installed
from kesu_common.states import StateTable
from kesu_common.tasks import TASK_EVENTS
from kesu_desk.cases.topics import CODED, CODES, TOPICS

STATED = [event for service in installed().values() for event in service.events]
RECORDS = {
    "agreement", "campaign", "capa", "case", "complaint", "contact", "draft", "goods", "onsite", "passed", "plan", "read_across", "return",
    "review", "rise", "talk", "visit",
}  # fmt: skip
"""State tables of what the case file lists."""
CATALOGUES = Catalogues((COMMON, "kesu_desk"))


def topic_of(event: EventType) -> str:
    """`complaint.registered` of `kesu.complaint.registered.v1`."""
    return event.type.removeprefix("kesu.").rsplit(".", 1)[0]


@pytest.mark.parametrize("topic", sorted({topic_of(event) for event in (*STATED, *TASK_EVENTS)}))
def test_every_fact_has_words_in_both_languages(topic: str) -> None:
    assert topic in TOPICS, "the case file would show the fact under its own name"
    words = TOPICS[topic].words
    assert all(CATALOGUES.translate(words, language=language) for language in LANGUAGES)
    assert CATALOGUES.translate(words, language="zh") != words


@pytest.mark.parametrize("event", STATED, ids=topic_of)
def test_codes_in_a_fact_are_shown_in_words(event: EventType) -> None:
    told = {name: value for name, value in event.example.items() if name in CODED and isinstance(value, str)}
    prose = {"result"} if topic_of(event) == "review.completed" else set()
    for name, value in told.items():
        if name not in prose and topic_of(event).split(".")[0] != "key":  # keys are shown on their own page
            assert value in CODES, f"{name} “{value}”"


@pytest.mark.parametrize(
    "table", [table for service in installed().values() for table in service.states if table.name in RECORDS], ids=lambda table: table.name
)
def test_the_state_of_a_record_is_shown_in_words(table: StateTable) -> None:
    assert [state for state in table.states if CATALOGUES.label(state, "zh").isascii()] == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_is_not_shown_raw(code: str) -> None:
    assert CATALOGUES.label(code, "zh") != code
    assert "_" not in CATALOGUES.label(code, "en")

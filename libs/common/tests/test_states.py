"""State tables refuse with words and change nothing."""

import pytest

from kesu_common.errors import AlreadyDone, NotAllowed, TooEarly
from kesu_common.states import StateTable

TABLE = StateTable(
    "thing",
    {("new", "send"): "sent", ("sent", "answer"): "answered", ("answered", "close"): "closed", ("sent", "withdraw"): "withdrawn"},
)


class Thing:
    def __init__(self, state: str) -> None:
        self.state = state


def test_a_command_of_the_table_moves_the_thing_and_tells_where_it_was() -> None:
    thing = Thing("new")
    assert TABLE.apply(thing, "send") == "new"
    assert thing.state == "sent"


@pytest.mark.parametrize(
    ("state", "command", "error"),
    [
        ("new", "close", TooEarly),
        ("sent", "send", AlreadyDone),
        ("closed", "send", AlreadyDone),
        ("withdrawn", "answer", AlreadyDone),
        ("new", "paint", NotAllowed),
    ],
)
def test_too_early_already_done_and_impossible_are_told_apart(state: str, command: str, error: type[NotAllowed]) -> None:
    thing = Thing(state)
    with pytest.raises(error) as refusal:
        TABLE.apply(thing, command)
    assert type(refusal.value) is error
    assert thing.state == state
    assert command in str(refusal.value)
    assert state in str(refusal.value)


def test_a_refusal_names_what_is_allowed_instead() -> None:
    with pytest.raises(NotAllowed) as refusal:
        TABLE.next("sent", "close")
    assert "answer, withdraw" in str(refusal.value)


def test_at_the_end_nothing_is_named_as_allowed() -> None:
    with pytest.raises(AlreadyDone) as refusal:
        TABLE.next("closed", "send")
    assert "which is the end" in str(refusal.value)


def test_every_pair_of_state_and_command_is_decided() -> None:
    for state in TABLE.states:
        for command in TABLE.commands:
            if command in TABLE.allowed(state):
                assert TABLE.next(state, command) in TABLE.states
            else:
                with pytest.raises(NotAllowed):
                    TABLE.next(state, command)


def test_final_states_are_those_without_a_way_out() -> None:
    assert [s for s in TABLE.states if TABLE.is_final(s)] == ["closed", "withdrawn"]

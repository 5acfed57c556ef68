"""A batch whose values repeat is loaded as the schema loads it, refusals and their words included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields, post_load, validate

from kesu_common.repeating import RepeatingLoader
from kesu_common.schemas import Amount, StrictSchema, Words, one_of


class Reading(StrictSchema):
    device = Words(8)
    sequence = fields.Integer(required=True, strict=True, validate=validate.Range(0, 99))
    action = fields.String(load_default="arrive", validate=one_of("arrive", "move"))
    quantity = Amount(data_key="pieces")
    at = fields.AwareDateTime(allow_none=True)


LOADER = RepeatingLoader(Reading)
SEQUENCE = {"sequence": st.integers(0, 99)}
RIGHT = {
    "device": st.sampled_from(["gate-1", " gate-1 ", "门"]),
    "action": st.sampled_from(["arrive", "move"]),
    "pieces": st.sampled_from(["1", 1, 1.5, "2.000"]),
    "at": st.sampled_from(["2026-11-20T08:00:00+08:00", None]),
}
WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 1, 1.0, "", "1", "gate-1 is long", "\x00", -1, [], ["1"], {}, "2026-11-20T08:00:00", 10**20, "0.0001"]
)
GOOD = st.fixed_dictionaries(SEQUENCE, optional=RIGHT)
DOCUMENTS: st.SearchStrategy[list[Any]] = st.lists(
    GOOD | st.dictionaries(st.sampled_from([*SEQUENCE, *RIGHT, "unknown"]), WRONG) | st.sampled_from([None, 1, "text", []]),
    max_size=6,
)


def outcome(load: Any, documents: Sequence[Any]) -> Any:
    try:
        return [{name: (type(value), value) for name, value in loaded.items()} for loaded in load(documents)]
    except ValidationError as error:
        return error.messages


@given(DOCUMENTS | st.lists(GOOD, max_size=6))
def test_it_gives_what_the_schema_gives(documents: list[Any]) -> None:
    assert outcome(LOADER.load, documents) == outcome(Reading(many=True).load, documents)


def test_a_value_is_looked_at_once() -> None:
    looked: list[Any] = []

    def look(value: Any) -> None:
        looked.append(value)

    class Noted(Schema):
        text = fields.String(validate=look)

    loaded = RepeatingLoader(Noted).load([{"text": "a"}, {"text": "a"}, {"text": "b"}])
    assert (loaded, looked) == ([{"text": "a"}, {"text": "a"}, {"text": "b"}], ["a", "b"])


def test_values_that_are_equal_but_not_the_same_are_told_apart() -> None:
    with pytest.raises(ValidationError):
        LOADER.load([{"sequence": 1}, {"sequence": True}])


def test_schemas_that_look_at_whole_documents_are_refused() -> None:
    class Hooked(Schema):
        @post_load
        def change(self, data: Any, **_: Any) -> Any:
            return data

    class Fresh(Schema):
        tags = fields.List(fields.String(), load_default=list)

    for schema in (Hooked, Fresh):
        with pytest.raises(TypeError):
            RepeatingLoader(schema)

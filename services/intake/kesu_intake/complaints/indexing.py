"""Under which words a complaint is found: kept up to date whichever command changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Mapper

from kesu_common.words import quoted, words_of
from kesu_intake.complaints.model import Complaint

SEARCHED = (
    "number",
    "external_reference",
    "customer_code",
    "customer_name",
    "product",
    "component",
    "lot",
    "serial",
    "text",
    "working_text",
    "effect",
)
"""The fields whose words count: numbers, names, and the text in the customer's and in the working language."""


def vector(values: Mapping[str, Any]) -> str:
    """The tsvector of a complaint with these values, as PostgreSQL reads one."""
    return " ".join(map(quoted, words_of(values.get(name) for name in SEARCHED)))


@event.listens_for(Complaint, "before_update")
def _follow(_mapper: Mapper[Complaint], _connection: Connection, complaint: Complaint) -> None:
    """A translation, a renamed customer, a corrected lot: whoever changed it, the words follow in the same statement."""
    state = inspect(complaint)
    if any(state.attrs[name].history.has_changes() for name in SEARCHED):
        complaint.words = vector({name: getattr(complaint, name) for name in SEARCHED})

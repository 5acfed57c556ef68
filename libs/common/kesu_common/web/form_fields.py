"""Fields of a form that needs no template of its own; the macro `ui.declared` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kesu_common.i18n import N_


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field: `kind` is text, long, date, datetime, check or choice (one of `choices`)."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: Sequence[str] = ()

    def initial(self, thing: Any) -> Any:
        """What stands in it first: the record's attribute of the same name, if it has one."""
        return getattr(thing, self.name, None)


@dataclass(frozen=True, kw_only=True)
class Why(Field):
    """Why something is done. It is about the step, not about the record, so it begins empty, whatever reason the record has."""

    name: str = "reason"
    label: str = N_("Reason")
    kind: str = "long"
    required: bool = True

    def initial(self, thing: Any) -> None:
        """Nothing: who does it says why."""

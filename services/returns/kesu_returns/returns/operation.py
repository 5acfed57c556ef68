"""What can be done with a return, declared once: `returns/api.py` makes a REST endpoint of each operation, `returns/pages.py` a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from kesu_common.people.actors import Action, Actor
from kesu_returns.returns.model import RETURN_STATES, Return


@dataclass(frozen=True)
class Field:
    """A field of an operation's form: `kind` is text, long, date, datetime, check, choice, or lines (one row per line of the return).

    `columns` of a `lines` field are (name, label, column of the line that fills it or ""); `help` explains.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: Sequence[str] = ()
    columns: Sequence[tuple[str, str, str]] = ()
    help: str | None = None


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One command with what its endpoint, its form and its button need; `commands` are those of the state table,
    any of which makes it possible.
    """

    path: str
    title: str
    summary: str
    action: Action
    schema: type[Schema]
    run: Callable[..., Any]
    commands: Sequence[str]
    icon: str
    tone: str = "outline-primary"
    fields: Sequence[Field] = ()
    offered: Callable[[Return], bool] = lambda _thing: True

    def is_offered(self, actor: Actor, thing: Return) -> bool:
        """Whether `actor` should see a button for it on the return as it is now."""
        possible = any(command in RETURN_STATES.allowed(thing.state) for command in self.commands)
        return possible and actor.may(self.action, thing.site) and self.offered(thing)

    def initial(self, thing: Return) -> Mapping[str, Any]:
        """What the form shows first: what the return says already, and per line what is left to do."""
        values = {field.name: getattr(thing, field.name, None) for field in self.fields if field.kind != "lines"}
        for field in self.fields:
            if field.kind == "lines":
                values[field.name] = [
                    {"line": line.line, **{name: _left(line, source) for name, _, source in field.columns if source}}
                    for line in thing.lines
                ]
        return values


def _left(line: Any, source: str) -> Any:
    return line.approved - line.replaced if source == "owed" else getattr(line, source)

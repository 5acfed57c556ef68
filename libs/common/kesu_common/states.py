"""State tables: what may happen to a thing, as data that rules, pages, tests and documents read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from kesu_common.errors import AlreadyDone, NotAllowed, TooEarly
from kesu_common.i18n import N_


class Stateful(Protocol):
    """Anything with a state that a table governs."""

    state: str


class StateTable:
    """`(state, command) → state`. A pair that is not in the table is refused with words and changes nothing.

    The order of `transitions` is the order in which pages draw the states; the first state named is the initial one.
    """

    def __init__(self, name: str, transitions: Mapping[tuple[str, str], str]) -> None:
        self.name = name
        self.transitions = dict(transitions)
        self.states: tuple[str, ...] = tuple(dict.fromkeys(s for (source, _), target in transitions.items() for s in (source, target)))
        self.commands: tuple[str, ...] = tuple(dict.fromkeys(command for _, command in transitions))
        self.initial = self.states[0]

    def allowed(self, state: str) -> list[str]:
        """The commands that `state` has a way for, in the table's order."""
        return [command for (source, command) in self.transitions if source == state]

    def is_final(self, state: str) -> bool:
        """Whether nothing can happen any more."""
        return not self.allowed(state)

    def next(self, state: str, command: str) -> str:
        """The state after `command`. Raises `TooEarly`, `AlreadyDone` or `NotAllowed`."""
        target = self.transitions.get((state, command))
        if target is not None:
            return target
        sources = {source for (source, name) in self.transitions if name == command}
        targets = {goal for (_, name), goal in self.transitions.items() if name == command}
        allowed = self.allowed(state)
        params = {"state": state, "command": command, "allowed": ", ".join(allowed)}
        ahead = self._reachable(state)
        if sources and not allowed:
            raise AlreadyDone(N_("“%(command)s” is over: the state is “%(state)s”, which is the end."), **params)
        if state in targets or (sources and not sources & ahead):
            raise AlreadyDone(N_("“%(command)s” is over: the state is already “%(state)s”. Now allowed: %(allowed)s."), **params)
        if sources & ahead:
            raise TooEarly(N_("“%(command)s” is too early in state “%(state)s”. Now allowed: %(allowed)s."), **params)
        raise NotAllowed(N_("“%(command)s” is not possible in state “%(state)s”. Now allowed: %(allowed)s."), **params)

    def apply(self, thing: Stateful, command: str) -> str:
        """Move `thing` along the table and return the state that it left."""
        before = thing.state
        thing.state = self.next(before, command)
        return before

    def _reachable(self, state: str) -> set[str]:
        found: set[str] = set()
        ahead: Iterable[str] = [state]
        while ahead:
            ahead = {t for (s, _), t in self.transitions.items() if s in ahead} - found
            found |= set(ahead)
        return found

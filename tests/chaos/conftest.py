"""What the tests with crashes share: how the story ends when nothing crashes, and a scenario that must end just so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.chaos.traffic import Traffic
from tests.installations import Installation, ManyProcesses, OneProcess
from tests.play import outcome, play, story

from kesu_onebox.loop import Step

LONGEST = 1800
"""Seconds that a test with crashes may take: many times what it does on a quiet machine."""


@pytest.fixture(scope="session")
def undisturbed_one(one_started: OneProcess) -> dict[str, Any]:
    """What comes of the story in one process when nothing happens."""
    return _undisturbed(one_started)


@pytest.fixture(scope="session")
def undisturbed_many(many_started: ManyProcesses) -> dict[str, Any]:
    """What comes of the story in separate processes when nothing happens."""
    return _undisturbed(many_started)


def survives(installation: Installation, undisturbed: dict[str, Any], lot: str, then: Callable[[Step], None]) -> None:
    """Play the story while others complain, too; `then` is called after each step and makes trouble. All must end as without it."""
    cast = installation.cast()
    with Traffic(installation, lot) as traffic:
        complaint = play(cast, story(lot), ours=True, then=then)
    assert list(differences(undisturbed, outcome(installation, cast, complaint))) == []
    traffic.check()


def differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    """Each place in which two outcomes differ, in words: a whole outcome is too long to be read in a report."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted({*expected, *found}):
            yield from differences(expected.get(name), found.get(name), f"{place}/{name}")
    elif expected != found:
        yield f"{place}: {found!r} instead of {expected!r}"


def _undisturbed(installation: Installation) -> dict[str, Any]:
    cast = installation.cast()
    return outcome(installation, cast, play(cast, story("L-CALM"), ours=True))

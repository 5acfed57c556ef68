"""The loop, played once per way of running; every acceptance test looks at what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from tests.installations import Installation, ManyProcesses, OneProcess
from tests.play import outcome, play, story, surveyed

from kesu_onebox.cast import Cast
from kesu_onebox.survey import Survey


@dataclass(frozen=True)
class Played:
    """Two complaints that went their way on an installation, the survey after them, and what came of it all."""

    installation: Installation
    cast: Cast
    ours: str
    not_ours: str
    campaign: str
    outcomes: dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def played_on_one(one_started: OneProcess) -> Played:
    """Played on one process."""
    return _played(one_started)


@pytest.fixture(scope="session")
def played_on_many(many_started: ManyProcesses) -> Played:
    """Played on separate processes."""
    return _played(many_started)


def _played(installation: Installation) -> Played:
    cast = installation.cast()
    ours = play(cast, story("L2026-1107"), ours=True)
    not_ours = play(cast, story("L2026-1108"), ours=False)
    outcomes = {"ours": outcome(installation, cast, ours), "not ours": outcome(installation, cast, not_ours)}
    campaign = next(step.number for step in list(Survey(cast).whole(story("").customer_code)) if step.number.startswith("SC-"))
    outcomes["survey"] = surveyed(installation, cast, campaign, {ours, not_ours})
    return Played(installation, cast, ours, not_ours, campaign, outcomes)

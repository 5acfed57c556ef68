"""What holds for every service, and that every word of survey has its Chinese."""

from __future__ import annotations

from kesu_common.i18n_catalogues import missing_translations
from kesu_common.testing import conformance
from kesu_survey.app import service as survey


class TestMigrations(conformance.Migrations):
    """Migrations and mapped classes agree."""

    service = survey


class TestFacts(conformance.Facts):
    """Facts fit their schemas and their listeners."""

    service = survey


class TestStates(conformance.States):
    """Every state and command has an answer."""

    service = survey


class TestReactions(conformance.Reactions):
    """Whatever arrives has one effect, or is refused visibly."""

    service = survey


class TestWeb(conformance.Web):
    """Health, metrics and the OpenAPI document."""

    service = survey


def test_every_word_has_its_chinese() -> None:
    assert missing_translations("kesu_survey") == []

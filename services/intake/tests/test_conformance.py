"""What holds for every service, and that every word of intake has its Chinese."""

from __future__ import annotations

from kesu_common.i18n_catalogues import missing_translations
from kesu_common.testing import conformance
from kesu_intake.app import service as intake


class TestMigrations(conformance.Migrations):
    """Migrations and mapped classes agree."""

    service = intake


class TestFacts(conformance.Facts):
    """Facts fit their schemas and their listeners."""

    service = intake


class TestStates(conformance.States):
    """Every state and command has an answer."""

    service = intake


class TestReactions(conformance.Reactions):
    """Whatever arrives has one effect, or is refused visibly."""

    service = intake


class TestWeb(conformance.Web):
    """Health, metrics and the OpenAPI document."""

    service = intake


def test_every_word_has_its_chinese() -> None:
    assert missing_translations("kesu_intake") == []

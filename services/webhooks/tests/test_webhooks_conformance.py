"""What holds for every service, and that every word of webhooks has its Chinese."""

from __future__ import annotations

from kesu_common.i18n_catalogues import missing_translations
from kesu_common.testing import conformance
from kesu_webhooks.app import service as webhooks


class TestMigrations(conformance.Migrations):
    """Migrations and mapped classes agree."""

    service = webhooks


class TestFacts(conformance.Facts):
    """Facts fit their schemas and their listeners."""

    service = webhooks


class TestStates(conformance.States):
    """Every state and command has an answer."""

    service = webhooks


class TestReactions(conformance.Reactions):
    """Whatever arrives has one effect, or is refused visibly."""

    service = webhooks


class TestWeb(conformance.Web):
    """Health, metrics and the OpenAPI document."""

    service = webhooks


def test_every_word_has_its_chinese() -> None:
    assert missing_translations("kesu_webhooks") == []

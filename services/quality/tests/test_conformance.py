"""What holds for every service: see `kesu_common.testing.conformance`; and every word has its Chinese."""

from __future__ import annotations

from kesu_common.i18n_catalogues import missing_translations
from kesu_common.testing import conformance
from kesu_quality.app import service as quality_service


class TestMigrations(conformance.Migrations):
    """See the suite."""

    service = quality_service


class TestFacts(conformance.Facts):
    """See the suite."""

    service = quality_service


class TestStates(conformance.States):
    """See the suite."""

    service = quality_service


class TestReactions(conformance.Reactions):
    """See the suite."""

    service = quality_service


class TestWeb(conformance.Web):
    """See the suite."""

    service = quality_service


def test_every_word_has_its_chinese() -> None:
    assert missing_translations("kesu_quality") == []

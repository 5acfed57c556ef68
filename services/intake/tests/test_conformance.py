"""What holds for every service: migrations make what the classes say, everything is translated."""

from __future__ import annotations

from kesu_common.database.migrate import differences, migrate
from kesu_common.i18n_catalogues import missing_translations
from kesu_common.testing.plugin import NewDatabase
from kesu_intake.app import service


def test_migrations_make_what_the_mapped_classes_say(new_database: NewDatabase) -> None:
    url = new_database()
    migrate(service, url)
    assert differences(service, url) == []


def test_every_word_has_its_chinese() -> None:
    assert missing_translations("kesu_intake") == []

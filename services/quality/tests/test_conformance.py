"""What holds for every service: migrations make what the classes say, everything is translated, examples fit their schemas."""

from __future__ import annotations

import pytest

from kesu_common.database.migrate import differences, migrate
from kesu_common.events import EventType
from kesu_common.i18n_catalogues import missing_translations
from kesu_common.testing.plugin import NewDatabase
from kesu_quality.app import service
from kesu_quality.events import EVENTS


def test_migrations_make_what_the_mapped_classes_say(new_database: NewDatabase) -> None:
    url = new_database()
    migrate(service, url)
    assert differences(service, url) == []


def test_every_word_has_its_chinese() -> None:
    assert missing_translations("kesu_quality") == []


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_every_frozen_example_fits_its_schema(event: EventType) -> None:
    assert event.schema().validate(event.example) == {}

"""What holds for desk as for every service: words in both languages, migrations that make the tables, and no endpoint without an action."""

from __future__ import annotations

from typing import Any

from flask import Flask

from kesu_common.database.migrate import differences
from kesu_common.i18n_catalogues import missing_translations
from kesu_common.testing.rig import Rig
from kesu_common.web.pages import icon_href
from kesu_desk.app import service
from kesu_desk.cases.topics import TOPICS


def api(desk: Rig, *grants: str, login: str = "anna") -> Any:
    """A program that calls desk with these roles."""
    return desk.program(*grants, login=login)


def test_nothing_is_untranslated() -> None:
    assert missing_translations("kesu_desk") == []


def test_the_migrations_make_the_tables_of_the_models(desk: Rig) -> None:
    assert differences(service, desk.runtime.database.url) == []


def test_the_examples_of_the_facts_fit_their_schemas() -> None:
    for event in service.all_events:
        assert event.schema().validate(dict(event.example)) == {}, event.type


def test_the_api_describes_itself(desk: Rig) -> None:
    document = api(desk, "sales@SZ").get("/desk/api/v1/openapi.json").json
    assert {"/api/v1/sessions", "/api/v1/my-work", "/api/v1/cases/{number}"} <= set(document["paths"])


def test_every_icon_of_the_timeline_is_in_the_sprite() -> None:
    app = Flask("icons")
    app.add_url_rule("/static/<filename>", endpoint="kesu.static", view_func=str)
    with app.test_request_context():
        for topic in TOPICS.values():
            icon_href(topic.icon)

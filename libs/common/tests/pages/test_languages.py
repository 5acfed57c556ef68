"""Which language and time zone a page speaks, and where its words come from."""

from __future__ import annotations

import pages_demo as demo
import pytest
from flask import Flask, g
from marshmallow import Schema, fields, validate

from kesu_common import i18n
from kesu_common.i18n_catalogues import missing_translations
from kesu_common.people.actors import Actor
from kesu_common.web.filters import page_zone
from kesu_common.web.translations import init_i18n, language
from kesu_common.web.validation_messages import _PLAIN, translated


@pytest.fixture
def app() -> Flask:
    app = Flask("languages")
    init_i18n(app, [])
    return app


def language_of(app: Flask, url: str = "/", person: str | None = None, cookie: str | None = None, accept: str | None = None) -> str:
    headers = {k: v for k, v in {"Cookie": cookie and f"kesu_lang={cookie}", "Accept-Language": accept}.items() if v}
    with app.test_request_context(url, headers=headers):
        g.actor = Actor(id="x", name="x", kind="person", language=person)
        return language()


def test_the_address_goes_before_the_cookie_before_the_person_before_the_browser(app: Flask) -> None:
    assert language_of(app, "/?lang=en", person="zh", cookie="zh", accept="zh") == "en"
    assert language_of(app, "/", person="en", cookie="zh", accept="en") == "zh"
    assert language_of(app, "/", person="zh", accept="en") == "zh"
    assert language_of(app, "/", accept="zh-CN,zh;q=0.9,en;q=0.8") == "zh"
    assert language_of(app, "/", accept="de") == "en"
    assert language_of(app, "/?lang=xx") == "en"


def test_a_chosen_language_stays() -> None:
    client = demo.make_app().test_client()
    client.get("/complaints?lang=zh")
    assert "我的工作台" in client.get("/complaints").text


def test_the_sites_zone_goes_before_the_browsers_and_nonsense_is_china(app: Flask) -> None:
    with app.test_request_context("/", headers={"Cookie": "kesu_tz=Europe/Vilnius"}):
        assert page_zone().key == "Europe/Vilnius"
    with app.test_request_context("/", headers={"Cookie": "kesu_tz=Europe/Vilnius"}):
        g.timezone = "America/Chicago"
        assert page_zone().key == "America/Chicago"
    with app.test_request_context("/", headers={"Cookie": "kesu_tz=../../etc/passwd"}):
        assert page_zone().key == "Asia/Shanghai"


def test_a_message_is_translated_with_its_parameters_also_without_flask() -> None:
    assert i18n.translate("%(time)s left", {"time": "1"}, "zh-CN") == "还剩 1"
    assert i18n.translate("%(time)s left", {"time": "1"}, "fr") == "1 left"
    assert i18n.translate("never heard of %(x)s", {"x": 2}, "zh") == "never heard of 2"


def test_parameters_that_do_not_fit_never_raise() -> None:
    assert i18n.translate("100% of %(x)s", {"x": 1}, "en") == "100% of %(x)s"
    assert i18n.translate("%(time)s left", {}, "zh") == "还剩 %(time)s"


def test_codes_are_put_into_words() -> None:
    catalogues = i18n.Catalogues([i18n.COMMON])
    assert catalogues.label("handling_decided", "en") == "Handling decided"
    assert catalogues.label("returns", "zh") == "退换货", "found as the English words that the code makes"
    assert catalogues.label("KS-SZ-2026-000001", "zh") == "KS-SZ-2026-000001"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Missing data for required field.", "此项必填。"),
        ("Must be one of: a, b.", "须为下列之一：a, b。"),
        ("Must be one of: sales, quality.", "须为下列之一：sales（销售部）, quality（品质部）。"),
        ("Must be greater than or equal to 1 and less than or equal to 5.", "须在 1 到 5 之间。"),
        ("Must be greater than 0 and less than 100,000,000,000.", "须大于 0 且小于 100,000,000,000。"),
        ("a sentence of a service", "a sentence of a service"),
    ],
)
def test_validators_speak_chinese(app: Flask, english: str, chinese: str) -> None:
    with app.test_request_context("/?lang=zh"):
        assert translated(english) == chinese


def test_people_read_plain_words_for_what_is_missing(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert translated("Missing data for required field.") == "This is required."


def test_every_validator_of_marshmallow_has_its_sentence_here(app: Flask) -> None:
    kinds = [getattr(fields, name) for name in fields.__all__]
    plain = {message for kind in kinds for message in getattr(kind, "default_error_messages", {}).values() if "{" not in message}
    plain |= set(Schema._default_error_messages.values()) | {validate.Email.default_message, validate.Regexp.default_message}
    with app.test_request_context("/?lang=zh"):
        ip = {message for message in plain if "IP" in message}
        assert plain - ip <= set(_PLAIN)


def test_nothing_of_common_is_untranslated() -> None:
    assert missing_translations("kesu_common") == []

"""How times, numbers and states look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pages_demo as demo
import pytest
import time_machine
from flask import Flask

from kesu_common.web.filters import due, num, state_badge, when
from kesu_common.web.pages import icon_href, narrowed, url_with

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def app() -> Flask:
    return demo.make_app()


@pytest.fixture
def chinese(app: Flask) -> Iterator[None]:
    with app.test_request_context("/list?lang=zh&state=open&cursor=c"), time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.usefixtures("chinese")
class TestInChinese:
    def test_a_time_is_local_and_says_how_long_ago(self) -> None:
        shown = when(NOON - timedelta(hours=26, minutes=5))
        assert "2026-11-22 09:55" in shown
        assert "1 天 2 小时前" in shown
        assert 'datetime="2026-11-22T01:55:00Z"' in shown

    def test_a_date_stays_a_date_and_nothing_is_a_dash(self) -> None:
        assert ">2026-11-23<" in when(date(2026, 11, 23))
        assert "–" in when(None)

    def test_a_deadline_turns_from_calm_to_pressing_to_late(self) -> None:
        opened = NOON - timedelta(hours=8)
        assert "k-due-ok" in due(NOON + timedelta(hours=8), opened)
        assert "k-due-soon" in due(NOON + timedelta(hours=2), opened)
        assert "超期 2 小时" in due(NOON - timedelta(hours=2), opened)
        assert "k-due-soon" in due(NOON + timedelta(hours=3))
        assert "k-due-ok" in due((NOON + timedelta(hours=5)).isoformat())

    def test_what_is_done_does_not_count_on(self) -> None:
        assert "按时" in due(NOON, done_at=NOON - timedelta(hours=1))
        assert "迟了 1 小时" in due(NOON, done_at=NOON + timedelta(hours=1))
        assert "data-due" not in due(NOON, done_at=NOON)

    def test_numbers_are_never_rounded(self) -> None:
        assert "12,345.00012" in num(Decimal("12345.00012"))
        assert "件" in num(3, "件")
        assert "&lt;" in num(3, "<b>")

    def test_a_state_has_a_word_and_a_colour(self) -> None:
        assert "k-good" in state_badge("closed")
        assert "k-busy" in state_badge("never_heard_of")
        assert "k-bad" in state_badge("closed", "bad")

    def test_an_address_keeps_its_filters_and_loses_its_cursor(self) -> None:
        assert url_with(sort="-due") == "/list?state=open&sort=-due"
        assert url_with(state=None) == "/list"
        assert url_with(cursor="d") == "/list?state=open&cursor=d"

    def test_an_unknown_icon_is_refused(self) -> None:
        with pytest.raises(LookupError, match="no icon"):
            icon_href("unicorn")


def test_a_word_that_a_template_names_itself_is_in_the_language_of_each_reader(app: Flask) -> None:
    template = app.jinja_env.from_string('{{ "sales" | state_badge }} {{ "" | bi("both") }}')
    shown = {}
    for language in ("zh", "en", "zh"):
        with app.test_request_context(f"/?lang={language}"):
            shown[language] = template.render()
    assert ">Sales<" in shown["en"]
    assert ">销售部<" in shown["zh"]
    assert "Project-Id" not in shown["zh"]


@pytest.mark.parametrize(("address", "filtered"), [("/list", False), ("/list?lang=zh", False), ("/list?lang=zh&state=open", True)])
def test_the_language_alone_is_no_filter(app: Flask, address: str, filtered: bool) -> None:
    with app.test_request_context(address):
        assert narrowed() is filtered

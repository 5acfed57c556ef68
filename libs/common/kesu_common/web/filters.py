"""How times, numbers, codes and links look on a page: Jinja filters and globals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_decimal
from flask import current_app
from flask_babel import get_timezone
from markupsafe import Markup, escape

from kesu_common.clock import now
from kesu_common.i18n import LANGUAGES, N_
from kesu_common.numbers import plain
from kesu_common.people.copies import name_of
from kesu_common.service import NAMES
from kesu_common.web.current import current_session
from kesu_common.web.labels import datamatrix, qrcode
from kesu_common.web.translations import label, language, say

NOTHING = Markup('<span class="text-secondary">–</span>')
WARN_AT = 0.75
"""Share of the time between opening and due at which a deadline is shown as pressing (the tasks warn at the same share)."""
_WARN_WITHOUT_START = timedelta(hours=4)
_DATE = {"zh": "yyyy-MM-dd", "en": "d MMM yyyy"}

TONES: dict[str, str] = {
    **dict.fromkeys(("closed", "settled", "released", "effective", "confirmed", "done", "completed", "approved"), "good"),
    **dict.fromkeys(("passed", "pass", "active", "no_fault_found"), "good"),
    **dict.fromkeys(("ours", "rejected", "failed", "fail", "dead", "critical", "overdue", "not_effective"), "bad"),
    **dict.fromkeys(("undetermined", "disputed", "reopened", "major", "waiting", "awaiting_approval", "quarantined", "due_soon"), "warn"),
    **dict.fromkeys(("not_ours", "withdrawn", "cancelled", "minor", "draft", "drafted", "inactive", "revoked", "declined"), "calm"),
}
"""Colour of a state where neither the page nor `Service.tones` names one: good, bad, warn, calm; every other state is `busy`."""


def instant(value: datetime | str) -> datetime:
    """A datetime or an ISO 8601 text as an aware UTC datetime; naive ones are taken as UTC. Raises `ValueError`."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def page_zone() -> ZoneInfo:
    """The time zone in which this page shows and reads times."""
    return ZoneInfo(str(get_timezone()))


def span(length: timedelta) -> str:
    """A length of time in its two largest units, rounded down to minutes: “2 d 3 h”, 3 小时 10 分."""
    minutes = int(abs(length).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, N_("%(n)s d")), (hours, N_("%(n)s h")), (minutes, N_("%(n)s min"))]
    first = next((i for i, (n, _) in enumerate(parts) if n), 2)
    shown = [say(words, {"n": n}) for n, words in parts[first : first + 2] if n or first == 2]
    return " ".join(shown)


def when(value: datetime | date | str | None, ago: bool = True) -> Markup:
    """Local date and time, with how long ago or in how long (up to 30 days); machine-readable in `<time>`. A date stays a date."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, date) and not isinstance(value, datetime):
        return Markup('<time datetime="{}" class="text-nowrap">{}</time>').format(value.isoformat(), _day(value))
    moment = instant(value)
    local = moment.astimezone(page_zone())
    text = f"{_day(local)} {local:%H:%M}"
    shown = Markup('<time datetime="{}" title="{}" class="text-nowrap">{}</time>').format(_iso(moment), f"{text} {local.tzname()}", text)
    length = moment - now()
    if not ago or abs(length) > timedelta(days=30):
        return shown
    if abs(length) < timedelta(minutes=1):
        relative = say(N_("just now"))
    else:
        relative = say(N_("in %(time)s") if length > timedelta(0) else N_("%(time)s ago"), {"time": span(length)})
    return shown + Markup(' <span class="k-ago text-nowrap">{}</span>').format(relative)


def day(value: datetime | str) -> Markup:
    """The local day of a moment, in words when it is today or yesterday: what heads the entries of a day."""
    local = instant(value).astimezone(page_zone())
    ago = (now().astimezone(page_zone()).date() - local.date()).days
    words = {0: N_("today"), 1: N_("yesterday")}.get(ago)
    shown = Markup('<time datetime="{}">{}</time>').format(local.date().isoformat(), _day(local))
    return shown + Markup(' <span class="k-ago">{}</span>').format(say(words)) if words else shown


def clock_time(value: datetime | str) -> Markup:
    """The local time of day of a moment: 15:20."""
    local = instant(value).astimezone(page_zone())
    shown = Markup('<time datetime="{}" title="{}">{}</time>')
    return shown.format(_iso(instant(value)), f"{_day(local)} {local:%H:%M} {local.tzname()}", f"{local:%H:%M}")


def who(login: str | None) -> str:
    """The name of the person with this login or of the holder of this key, as far as this service has heard; “by itself” for a service;
    else what was given.
    """
    if login in NAMES:
        return say(N_("by itself"))
    known = name_of(current_session(), login) if login else None
    return known or login or ""


def due(due_at: datetime | str | None, opened_at: datetime | str | None = None, done_at: datetime | str | None = None) -> Markup:
    """A deadline in colour and words: how long is left, pressing from `WARN_AT` on, how long overdue, or met/missed once done.

    The page counts on by itself. Without `opened_at`, pressing means fewer than four hours left.
    """
    if due_at is None or due_at == "":
        return NOTHING
    end = instant(due_at)
    left = end - (instant(done_at) if done_at else now())
    if done_at:
        tone = "met" if left >= timedelta(0) else "missed"
        words = say(N_("in time")) if tone == "met" else say(N_("%(time)s late"), {"time": span(left)})
    elif left < timedelta(0):
        tone, words = "late", say(N_("%(time)s overdue"), {"time": span(left)})
    else:
        start = instant(opened_at) if opened_at else None
        pressing = left <= (end - start) * (1 - WARN_AT) if start else left < _WARN_WITHOUT_START
        tone, words = ("soon" if pressing else "ok"), say(N_("%(time)s left"), {"time": span(left)})
    local = end.astimezone(page_zone())
    opened = _iso(instant(opened_at)) if opened_at else ""
    counted = Markup("") if done_at else Markup(' data-due="{}" data-opened="{}"').format(_iso(end), opened)
    return Markup('<span class="k-due k-due-{}"{} title="{}"><time datetime="{}">{}</time></span>').format(
        tone, counted, f"{_day(local)} {local:%H:%M} {local.tzname()}", _iso(end), words
    )


def num(value: float | Decimal | None, unit: str | None = None) -> Markup:
    """A number with the language's separators, never rounded, and its unit."""
    if value is None:
        return NOTHING
    text = format_decimal(value, format="#,##0.##########", locale=language(), decimal_quantization=False)
    shown = Markup('<span class="k-num">{}</span>').format(text)
    return shown + Markup(' <span class="text-secondary">{}</span>').format(unit) if unit else shown


def state_badge(code: str | None, tone: str | None = None) -> Markup:
    """A state or other code as a coloured word; `tone` is one of good, bad, warn, calm, busy."""
    if not code:
        return NOTHING
    own: Mapping[str, str] = current_app.extensions.get("kesu_tones", {})
    return Markup('<span class="badge k-{}">{}</span>').format(tone or own.get(code) or TONES.get(code, "busy"), label(code))


def bi(message: str, print_language: str) -> Markup:
    """A message or code on a printed form: in `zh`, `en`, or (`both`) in both, Chinese first. Nothing is nothing."""
    if not message:
        return Markup()
    words = {one: label(message, one) for one in LANGUAGES}
    if print_language in words:
        return escape(words[print_language])
    return Markup('<span lang="zh">{}</span> <span lang="en" class="second">{}</span>').format(words["zh"], words["en"])


def field_label(name: str) -> str:
    """The words for a form field's name when its label is not at hand: `lines-0-lot` → “Lines 1 · Lot”."""
    shown: list[str] = []
    for part in name.split("-"):
        if part.isdecimal() and shown:
            shown[-1] += f" {int(part) + 1}"
        else:
            shown.append(label(part))
    return " · ".join(shown)


def input_value(value: Any) -> str:
    """A value as the `value=` of an input: datetimes as local wall-clock time without zone (what the browser's picker wants)."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return instant(value).astimezone(page_zone()).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else str(value)


def _day(value: date) -> str:
    if isinstance(value, datetime):
        return babel_datetime(value, _DATE[language()], tzinfo=value.tzinfo, locale=language())
    return babel_date(value, _DATE[language()], locale=language())


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (when, day, clock_time, who, due, num, label, state_badge, bi, field_label, input_value, say, datamatrix, qrcode)
}
"""What `init_pages` gives to Jinja."""

"""Public holidays and make-up working days of a country, by year, in both languages, from the `holidays` library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

from kesu_common.i18n import N_
from kesu_common.worktime.errors import CalendarInvalid

Names = Mapping[str, str]
"""A name in each language: {"en": …, "zh": …}."""

_LANGUAGES = {"en": ("en_US", "en_GB"), "zh": ("zh_CN",)}
_SUBSTITUTED = "Day off (substituted from"


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A public holiday. `substituted`: an ordinary weekday off in exchange for a make-up day, its name tells only that."""

    names: Names
    substituted: bool


@dataclass(frozen=True, slots=True)
class PublicYear:
    """One year: days off by date, and the weekend days that are worked instead (调休)."""

    holidays: Mapping[date, PublicHoliday]
    workdays: frozenset[date]


def check_country(country: str, region: str) -> None:
    """Raises CalendarInvalid for a country or region without known holidays; "" is no country: no public holidays."""
    known = holidays.list_supported_countries()
    if country and country not in known:
        raise CalendarInvalid(N_("The public holidays of country %(country)s are not known."), field="country", country=country)
    if region and region not in known.get(country, []):
        raise CalendarInvalid(N_("Country %(country)s has no region %(region)s."), field="region", country=country, region=region)


@lru_cache(maxsize=256)
def public_year(country: str, region: str, year: int) -> PublicYear:
    """The public days of one year. A year not announced yet (see `announced`) is the library's estimate, without make-up days."""
    if not country:
        return PublicYear({}, frozenset())
    by_language = {language: _named(country, region, year, codes) for language, codes in _LANGUAGES.items()}
    english = by_language["en"]
    days = {
        day: PublicHoliday(
            {language: table.get(day, name) for language, table in by_language.items()},
            substituted=name.startswith(_SUBSTITUTED),
        )
        for day, name in sorted(english.items())
        if day.year == year
    }
    return PublicYear(days, frozenset(day for day in english.weekend_workdays if day.year == year))


def _named(country: str, region: str, year: int, codes: tuple[str, ...]) -> holidays.HolidayBase:
    offered = holidays.country_holidays(country).supported_languages
    language = next((code for code in codes if code in offered), None)
    # The next year too: its make-up days and observed days can fall into this one.
    return holidays.country_holidays(country, subdiv=region or None, years=(year, year + 1), language=language)

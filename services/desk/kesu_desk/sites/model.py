"""A site and its settings, as desk owns them; every service has a copy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.addresses import is_template
from kesu_common.database import Aggregate
from kesu_common.errors import Invalid
from kesu_common.i18n import LANGUAGES, N_
from kesu_common.states import StateTable
from kesu_common.tasks import check_target
from kesu_common.worktime import Calendar
from kesu_desk.database import Base

SITE_STATES = StateTable("site", {("active", "change"): "active"})
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
SEVERITIES = ("minor", "major", "critical")
TRACKING = "tracking."
"""A target of this name, with a carrier after the dot, is `{"link": address}`: the carrier's page about a waybill."""


class SiteSetting(Aggregate, Base):
    """A site (厂区). `number` and `site` are its code, which stands in every document number and never changes."""

    __tablename__ = "site_setting"

    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    timezone: Mapped[str] = mapped_column(String(64))
    working_language: Mapped[str] = mapped_column(String(8))
    calendar: Mapped[dict[str, Any]]
    targets: Mapped[dict[str, Any]]
    severity_rules: Mapped[dict[str, Any]]

    @property
    def code(self) -> str:
        """The site's code, which is its number."""
        return self.number

    def worktime(self) -> Calendar:
        """The working calendar, in the site's time zone."""
        return Calendar.from_json({**self.calendar, "timezone": self.timezone})


def check_code(code: str) -> None:
    """Raise `Invalid` for a code that could not stand in a document number."""
    if not CODE.fullmatch(code):
        raise Invalid(N_("A site's code has 2 to 8 capital letters and digits, a letter first."), field="code")


def check_language(code: str) -> None:
    """Raise `Invalid` for a working language that is not spoken here."""
    if code not in LANGUAGES:
        raise Invalid(N_("The working language is one of: %(languages)s."), field="working_language", languages=", ".join(LANGUAGES))


def check_targets(targets: Mapping[str, Any]) -> None:
    """Raise `Invalid` unless every target is hours or days of working time, or a number of times; those of carriers a tracking page."""
    for name, rule in targets.items():
        if name.startswith(TRACKING):
            check_tracking(name.removeprefix(TRACKING), rule.get("link") if isinstance(rule, Mapping) and len(rule) == 1 else None)
        else:
            check_target(rule)


def check_tracking(carrier: str, link: object, field: str = "targets") -> None:
    """Raise `Invalid` unless this is a carrier's name and an https address with `{waybill}`."""
    if not 1 <= len(carrier.strip()) <= 50 or carrier != carrier.strip() or not is_template(link, "waybill"):
        raise Invalid(
            N_("Write the page of carrier “%(carrier)s” as an https address with {waybill} where the number belongs, after the host."),
            field=field,
            carrier=carrier,
        )


def check_severity_rules(rules: Mapping[str, Any]) -> None:
    """Raise `Invalid` unless the rules are such as intake reads: `safety`, `quantity` and `words` by severity."""
    wrong = Invalid(N_("Severity rules have the parts safety, quantity and words, by severity."), field="severity_rules")
    quantity, words = rules.get("quantity", {}), rules.get("words", {})
    if not set(rules) <= {"safety", "quantity", "words"} or rules.get("safety", "minor") not in SEVERITIES:
        raise wrong
    if not isinstance(quantity, Mapping) or not isinstance(words, Mapping) or not {*quantity, *words} <= set(SEVERITIES):
        raise wrong
    if any(isinstance(limit, bool) or not isinstance(limit, (int, float)) for limit in quantity.values()):
        raise wrong
    if any(not isinstance(listed, list) or not all(isinstance(word, str) and word for word in listed) for listed in words.values()):
        raise wrong

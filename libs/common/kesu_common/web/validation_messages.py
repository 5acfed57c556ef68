"""The sentences of marshmallow's validators, in the reader's language: used by forms and by problem documents alike."""

from __future__ import annotations

import re

from kesu_common.i18n import N_
from kesu_common.web.translations import say

_PLAIN = (
    N_("Missing data for required field."), N_("Field may not be null."), N_("Invalid value."), N_("Invalid type."), N_("Invalid input."),
    N_("Not a valid list."), N_("Not a valid tuple."), N_("Not a valid string."), N_("Not a valid utf-8 string."), N_("Not a valid UUID."),
    N_("Not a valid number."), N_("Number too large."), N_("Not a valid integer."), N_("Not a valid boolean."), N_("Not a valid datetime."),
    N_("Not a valid date."), N_("Not a valid time."), N_("Not a valid naive datetime."), N_("Not a valid aware datetime."),
    N_("Not a valid period of time."), N_("Not a valid mapping type."), N_("Not a valid URL."), N_("Not a valid email address."),
    N_("Invalid input type."), N_("Unknown field."), N_("String does not match expected pattern."),
    N_("Special numeric values (nan or infinity) are not permitted."),
)  # fmt: skip

_WITH_PLACES = (
    N_("Must be greater than or equal to %(min)s."),
    N_("Must be greater than %(min)s."),
    N_("Must be less than or equal to %(max)s."),
    N_("Must be less than %(max)s."),
    N_("Must be greater than or equal to %(min)s and less than or equal to %(max)s."),
    N_("Must be greater than %(min)s and less than or equal to %(max)s."),
    N_("Must be greater than or equal to %(min)s and less than %(max)s."),
    N_("Must be greater than %(min)s and less than %(max)s."),
    N_("Shorter than minimum length %(min)s."),
    N_("Longer than maximum length %(max)s."),
    N_("Length must be between %(min)s and %(max)s."),
    N_("Length must be %(equal)s."),
    N_("Must be equal to %(other)s."),
    N_("Must be one of: %(choices)s."),
    N_("One or more of the choices you made was not in: %(choices)s."),
    N_("One or more of the choices you made was in: %(values)s."),
)


_PLAINER = {"Missing data for required field.": N_("This is required."), "Field may not be null.": N_("This may not be empty.")}
"""What people read instead of the library's words."""


def _pattern(message: str) -> re.Pattern[str]:
    """`Must be less than %(max)s.` → a pattern with the group `max`."""
    pieces = re.split(r"%\((\w+)\)s", message)
    return re.compile("".join(re.escape(piece) if i % 2 == 0 else f"(?P<{piece}>.+?)" for i, piece in enumerate(pieces)), re.DOTALL)


# Sentences with two places first: a pattern with one would swallow the second.
_PATTERNS = [(message, _pattern(message)) for message in sorted(_WITH_PLACES, key=lambda m: -m.count("%("))]


def translated(message: str) -> str:
    """A validator's English sentence in the language of this request; a service's own sentence through its catalogue, else as it is."""
    message = _PLAINER.get(message, message)
    if message not in _PLAIN:
        for template, pattern in _PATTERNS:
            match = pattern.fullmatch(message)
            if match:
                return say(template, {name: _worded(text) if name in _CODES else text for name, text in match.groupdict().items()})
    return say(message)


_CODES = ("choices", "values")


def _worded(codes: str) -> str:
    """Codes as they have to be sent, each with its words where the reader's language has some: `arrive（到货）, move（移位）`."""
    both = ((code, say(code)) for code in codes.split(", "))
    return ", ".join(code if words == code else f"{code}（{words}）" for code, words in both)

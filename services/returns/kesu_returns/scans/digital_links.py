"""GS1 Digital Links: web addresses that carry elements, `https://id.gs1.org/01/09501101020917/10/L1107?17=261231`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementStrings

KEYS = {
    "00", "01", "253", "255", "401", "402", "414", "417", "8003", "8004", "8006", "8010", "8013", "8017", "8018",
}  # fmt: skip
QUALIFIERS = {"01": {"22", "10", "21", "235"}, "8006": {"22", "10", "21"}, "8010": {"8011"}, "414": {"254", "7040"}, "417": {"7040"}}
"""Elements that may stand in the path after a key, and nowhere else."""
_UNFIT = re.compile(r"[\s\"<>\\^`{|}]|%00")
_SCHEME = re.compile(r"https?://|HTTPS?://")


class NotADigitalLink(ValueError):
    """The address does not carry a GS1 key at all: an ordinary link."""


def elements_of(link: str) -> GS1ElementStrings:
    """The elements of a Digital Link, key first. Raises `NotADigitalLink`, or `biip.ParseError` for one that is wrong.

    An attribute that nobody assigned, that is empty, that repeats one or belongs into the path makes the link wrong; names that are no
    numbers are left aside, as the standard says.
    """
    parts = urlsplit(link)
    path = [segment for segment in parts.path.split("/") if segment]
    at = next((place for place in range(len(path) - 2, -1, -1) if path[place] in KEYS and path[place + 1 : place + 2]), None)
    if at is None:
        if not any(alias == segment for alias in ("gtin", "sscc", "gln") for segment in path[:-1]):
            raise NotADigitalLink(link)
        raise ParseError("A key is written as a number, not as a name.")
    if not _SCHEME.match(link) or _UNFIT.search(link) or parts.path.endswith("/"):
        raise ParseError("The address has a form that Digital Links do not have.")
    _check_attributes(path[at::2], parse_qsl(parts.query, keep_blank_values=True))
    query = f"?{parts.query}" if parts.query else ""
    return GS1DigitalLinkURI.parse(f"https://id.gs1.org/{'/'.join(path[at:])}{query}").element_strings


def _check_attributes(in_path: list[str], attributes: list[tuple[str, str]]) -> None:
    seen = set(in_path)
    for name, value in attributes:
        if not name.isdecimal():
            continue
        GS1ApplicationIdentifier.extract(name)
        if not value or name in seen or name in QUALIFIERS.get(in_path[0], ()):
            raise ParseError(f"AI {name} may not stand there.")
        seen.add(name)

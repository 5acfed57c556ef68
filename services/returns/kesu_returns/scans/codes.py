"""Reading codes: GS1 element strings, DataMatrix and Digital Link content, SSCC, GTIN, and plain numbers of returns, lots and waybills.

Wedge scanners swallow or replace the GS1 separator (ASCII 29) and add symbology identifiers; bare digits can look like an application
identifier. So: what says that it is GS1 (symbology identifier, FNC1, brackets, a Digital Link) must be right as GS1; bare digits with a
right check digit are a GTIN or SSCC; bare digits that read as GS1 from `01` or `00` are GS1; everything else is plain (GS1 General
Specifications, 5.4 and 7.8).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from biip import ParseError
from biip.gs1_element_strings import GS1ElementStrings
from biip.gs1_messages import GS1Message
from biip.sscc import Sscc

from kesu_returns.gtins import gtin_14
from kesu_returns.scans.digital_links import NotADigitalLink, elements_of
from kesu_returns.scans.gs1_rules import problem_of

LONGEST = 1000
GS = "\x1d"
PROBLEMS = ("blank", "not_gs1", "unknown_ai", "content", "check_digit", "contradiction")
"""Why a code cannot be read: nothing there, no GS1 although it says so, an identifier that nobody assigned, a value that does not fit its
identifier, a wrong check digit, elements that contradict each other."""
_STAND_INS = re.compile(r"\{GS\}|<GS>|\[GS\]|\\x1d|\\u001d|\\F|~1|␝|\^", re.IGNORECASE)
_GS1_SYMBOLOGY = re.compile(r"\](?:C1|d2|Q3|J1|e0|e1)")
_OTHER_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_EAN = {"]E0": (13,), "]E4": (8,)}
_BRACKETED = re.compile(r"\((\d{2,4})\)((?:\\\(|[^(])*)")
_RETURN_NUMBER = re.compile(r"RT-[A-Z0-9]{1,16}-\d{4}-\d{6,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says. `kind`: gs1, gtin, sscc, return_number, plain, or unreadable with `problem` (one of `PROBLEMS`).

    `text` is what a plain code says, `count` the quantity that a GS1 code states (AI 30, 37), `elements` its identifiers with their values.
    """

    kind: str
    text: str = ""
    gtin: str | None = None
    lot: str | None = None
    serial: str | None = None
    count: Decimal | None = None
    problem: str | None = None
    elements: tuple[tuple[str, str], ...] = ()


@functools.lru_cache(maxsize=4096)
def read_code(raw: str) -> Code:
    """The meaning of what a scanner sent. Never raises: what cannot be read says so."""
    text = raw.strip()
    if not text:
        return _unreadable("blank")
    if text[0] == "]":
        return _marked(text)
    if text[0] in "^␝" + GS:
        return _message(_separated(text))
    if text[0] == "(" and _BRACKETED.match(text):
        return _bracketed(text)
    if text[:8].lower().startswith(("http://", "https://")):
        return _link(text)
    if _RETURN_NUMBER.fullmatch(text):
        return Code("return_number", text=text.upper())
    return _bare(text) or Code("plain", text=text)


def _unreadable(problem: str) -> Code:
    return Code("unreadable", problem=problem)


def _marked(text: str) -> Code:
    """A code that the scanner has put its symbology in front of."""
    if len(text) <= 3:
        return _unreadable("blank") if len(text) == 3 and _OTHER_SYMBOLOGY.match(text) else _unreadable("not_gs1")
    if _GS1_SYMBOLOGY.match(text):
        return _message(_separated(text[3:]))
    if not _OTHER_SYMBOLOGY.match(text):
        return Code("plain", text=text)
    rest = text[3:].partition("|]")[0]  # a composite's second part says nothing that the warehouse asks
    if text[:3] in _EAN:
        gtin = gtin_14(rest) if rest.isdigit() and len(rest) in _EAN[text[:3]] else None
        return Code("gtin", text=rest, gtin=gtin) if gtin else _unreadable("check_digit" if rest.isdigit() else "content")
    if rest[0] in "^␝":
        return Code("plain", text=rest)  # the symbology says that this is data of another kind, whatever it looks like
    return read_code(rest)


def _separated(text: str) -> str:
    return _STAND_INS.sub(GS, text)


def _message(text: str) -> Code:
    text = text.removeprefix(GS).removesuffix(GS)
    if not text:
        return _unreadable("blank")
    try:
        elements = GS1Message.parse(text).element_strings
    except (ParseError, ValueError) as error:
        return _unreadable(_problem(error))
    return _of_elements(elements) if _is_separated(elements, text) else _unreadable("content")


def _is_separated(elements: GS1ElementStrings, text: str) -> bool:
    """Whether every element of open length ends at a separator: biip lets a shorter value and a new identifier pass instead."""
    at = 0
    for element in elements:
        at = text.index(element.ai.ai + element.value, at) + len(element.ai.ai + element.value)
        if element.ai.separator_required and text[at : at + 1] not in ("", GS):
            return False
    return True


def _bracketed(text: str) -> Code:
    parts = _BRACKETED.findall(text)
    values = [(ai, "".join(value.split()).replace("\\(", "(")) for ai, value in parts]
    if "".join(f"({ai}){value}" for ai, value in parts) != text or not all(value for _, value in values):
        return _unreadable("not_gs1")
    return _message("".join(f"{ai}{value}{GS}" for ai, value in values))


def _link(text: str) -> Code:
    try:
        return _of_elements(elements_of(text))
    except NotADigitalLink:
        return Code("plain", text=text)
    except (ParseError, ValueError) as error:
        return _unreadable(_problem(error))


def _bare(text: str) -> Code | None:
    if text.isascii() and text.isdigit():
        if len(text) in (8, 12, 13, 14) and (gtin := gtin_14(text)):
            return Code("gtin", text=text, gtin=gtin)
        if len(text) == 18 and _is_sscc(text):
            return Code("sscc", text=text)
    separated = _separated(text)
    if GS in separated or (separated.startswith(("01", "00", "02", "8003")) and len(separated) >= 16):
        code = _message(separated)
        return code if code.kind != "unreadable" else None
    return None


def _is_sscc(text: str) -> bool:
    try:
        return bool(Sscc.parse(text))
    except (ParseError, ValueError):
        return False


def _of_elements(elements: GS1ElementStrings) -> Code:
    if any(e.gtin_error or e.sscc_error or e.gln_error for e in elements):
        return _unreadable("check_digit")
    told = tuple((e.ai.ai, e.value) for e in elements)
    if problem := problem_of(told):
        return _unreadable(problem)
    found = dict(told)
    gtin = found.get("01") or found.get("02")
    return Code(
        "sscc" if "00" in found and gtin is None else "gs1",
        text=found.get("00") or found.get("400") or "",
        gtin=gtin,
        lot=found.get("10"),
        serial=found.get("21"),
        count=_count(found.get("37") or found.get("30")),
        elements=told,
    )


def _count(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text and Decimal(text) > 0 else None
    except InvalidOperation:
        return None


def _problem(error: Exception) -> str:
    words = str(error).lower()
    if "check digit" in words:
        return "check_digit"
    if "application identifier" in words:
        return "unknown_ai"
    return "content" if "match" in words else "not_gs1"

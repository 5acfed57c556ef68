"""Reading codes: GS1 element strings, DataMatrix and Digital Link content, SSCC, GTIN, and plain numbers of returns, lots and waybills.

Wedge scanners swallow or replace the GS1 separator (ASCII 29) and add symbology identifiers; bare digits can look like an application
identifier. So: what says that it is GS1 (symbology identifier, FNC1, brackets, a Digital Link) must be right as GS1; bare digits with a
right check digit are a GTIN or SSCC; bare digits that read as GS1 from `01` or `00` are GS1; everything else is plain (GS1 General
Specifications, 5.4 and 7.8).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message
from biip.gtin import Gtin
from biip.sscc import Sscc

LONGEST = 1000
GS = "\x1d"
_STAND_INS = re.compile(r"\{GS\}|<GS>|\[GS\]|␝|\^", re.IGNORECASE)
_GS1_SYMBOLOGY = re.compile(r"\](?:C1|d2|Q3|J1|e0|e1)")
_OTHER_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_BRACKETED = re.compile(r"\((\d{2,4})\)((?:\\\(|[^(])*)")
_RETURN_NUMBER = re.compile(r"RT-[A-Z0-9]{1,16}-\d{4}-\d{6,}", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+/(?:01|8006|00|414|8003|253)/\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says. `kind`: gs1, gtin, sscc, return_number, plain, or unreadable with `problem` (`blank`, `not_gs1`).

    `text` is what a plain code says, `count` the quantity that a GS1 code states (AI 30, 37).
    """

    kind: str
    text: str = ""
    gtin: str | None = None
    lot: str | None = None
    serial: str | None = None
    count: Decimal | None = None
    problem: str | None = None


@functools.lru_cache(maxsize=4096)
def read_code(raw: str) -> Code:
    """The meaning of what a scanner sent. Never raises: what cannot be read says so."""
    text = raw.strip()
    if not text:
        return Code("unreadable", problem="blank")
    marked = _GS1_SYMBOLOGY.match(text)
    if marked:
        return _message(_separated(text[3:]).removeprefix(GS))
    if _OTHER_SYMBOLOGY.match(text) and len(text) > 3:
        text = text[3:]
    elif text[0] in "^␝" + GS:
        return _message(_separated(text).removeprefix(GS))
    if text.startswith("(") and _BRACKETED.match(text):
        return _bracketed(text)
    if text[:8].lower().startswith(("http://", "https://")):
        scheme, _, rest = text.partition(":")
        return _link(f"{scheme.lower()}:{rest}")
    if _RETURN_NUMBER.fullmatch(text):
        return Code("return_number", text=text.upper())
    return _bare(text) or Code("plain", text=text)


def _separated(text: str) -> str:
    return _STAND_INS.sub(GS, text)


def _message(text: str) -> Code:
    try:
        return _of_elements(GS1Message.parse(text).element_strings)
    except (ParseError, ValueError):
        return Code("unreadable", problem="not_gs1")


def _bracketed(text: str) -> Code:
    parts = _BRACKETED.findall(text)
    if "".join(f"({ai}){value}" for ai, value in parts) != text or not all(value for _, value in parts):
        return Code("unreadable", problem="not_gs1")
    return _message("".join(f"{ai}{value.strip().replace(chr(92) + '(', '(')}{GS}" for ai, value in parts).rstrip(GS))


def _link(text: str) -> Code:
    try:
        return _of_elements(GS1DigitalLinkURI.parse(text).element_strings)
    except (ParseError, ValueError):
        return Code("unreadable", problem="not_gs1") if _LINK.fullmatch(text) else Code("plain", text=text)


def _bare(text: str) -> Code | None:
    if text.isascii() and text.isdigit():
        if len(text) in (8, 12, 13, 14) and (gtin := _gtin(text)):
            return Code("gtin", text=text, gtin=gtin)
        if len(text) == 18 and _is_sscc(text):
            return Code("sscc", text=text)
    separated = _separated(text)
    if GS in text or (separated.startswith(("01", "00", "02")) and len(separated) >= 16):
        code = _message(separated)
        return code if code.kind != "unreadable" else None
    return None


def _gtin(text: str) -> str | None:
    try:
        return Gtin.parse(text).as_gtin_14()
    except (ParseError, ValueError):
        return None


def _is_sscc(text: str) -> bool:
    try:
        return bool(Sscc.parse(text))
    except (ParseError, ValueError):
        return False


def _of_elements(elements: Iterable[GS1ElementString]) -> Code:
    found = {element.ai.ai: element.value for element in elements}
    if any(e.gtin_error or e.sscc_error for e in elements):
        return Code("unreadable", problem="not_gs1")
    gtin = found.get("01") or found.get("02")
    kind = "sscc" if "00" in found and gtin is None else "gs1"
    text = found.get("00") or found.get("400") or ""
    return Code(kind, text=text, gtin=gtin, lot=found.get("10"), serial=found.get("21"), count=_count(found.get("37") or found.get("30")))


def _count(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text and Decimal(text) > 0 else None
    except InvalidOperation:
        return None

"""Which language a text is written in, told by its script: right for whole sentences, unlike guessing from word statistics."""

from __future__ import annotations

import re

TEXT_LANGUAGES = ("zh", "en", "ja", "ko", "ru", "de", "fr", "es", "other")
"""Languages that a complaint may be marked with; the Latin ones but English are chosen by hand."""

HAN_SHARE = 0.3
"""From this share of Han characters (each counted as a word) on, a text is Chinese: Latin model codes and names do not outvote it."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def language_of(text: str) -> str:
    """`zh`, `ja`, `ko`, `ru`, or `en` for everything in Latin script (and for a text without any letter)."""
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    kana, hangul, cyrillic = len(_KANA.findall(text)), len(_HANGUL.findall(text)), len(_CYRILLIC.findall(text))
    if hangul > han and hangul > latin:
        return "ko"
    if kana and kana + han > latin and kana * 5 > han:
        return "ja"
    if cyrillic > 4 * latin and cyrillic > han:
        return "ru"
    return "zh" if han and han / (han + latin) >= HAN_SHARE else "en"

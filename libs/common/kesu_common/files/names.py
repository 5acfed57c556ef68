"""File names that are safe on every system and still say what people wrote, in any script."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MAX_CHARACTERS: Final = 120
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\/]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last part of a path without anything that a system, a shell or a reader could mistake.

    Control and direction characters vanish (one can make "gpj.exe" read "exe.jpg"), characters that Windows forbids become "_",
    at most 120 characters stay and the extension is kept. Never empty, never hidden.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    text = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    text = _FORBIDDEN.sub("_", " ".join(text.split())).strip(" .")
    if _RESERVED.match(text):
        text = f"_{text}"
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension) > 10:
        return text[:_MAX_CHARACTERS] or "file"
    return f"{stem[: _MAX_CHARACTERS - len(extension) - 1]}.{extension}"


def extension_of(name: str) -> str:
    """The extension in lower case with its dot, or ""."""
    _, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot else ""

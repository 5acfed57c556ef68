"""Words in two languages without a word of Flask: English message ids in the code, Chinese in `.po` files, read at start.

A message is marked where it is written (`N_("…")`) and translated where it is shown, so facts, errors and tasks carry
the message id and its parameters and everybody reads them in the own language.
"""

from __future__ import annotations

import functools
import io
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES: Mapping[str, str] = {"zh": "中文", "en": "English"}
"""The languages of the pages, each under its own name. English needs a catalogue only for codes that are not their own words (rnd: R&D)."""

DEFAULT_LANGUAGE = "en"
COMMON = "kesu_common"
_CODES = re.compile(r"[a-z][a-z0-9_]*(, [a-z][a-z0-9_]*)*")
_log = logging.getLogger(__name__)


def N_(message: str) -> str:
    """Mark `message` for translation and return it as it is; the reader translates."""
    return message


def po_file(package: str, language: str) -> Traversable:
    """Where the catalogue of `package` in `language` is kept (the file need not exist)."""
    return files(package).joinpath("translations", language, "LC_MESSAGES", "messages.po")


@functools.cache
def catalogue(package: str, language: str) -> Catalog:
    """The parsed catalogue of one package; empty when the package has none. Raises `PoFileError` for a broken file."""
    source = po_file(package, language)
    if not source.is_file():
        return Catalog(locale=language)
    return read_po(io.BytesIO(source.read_bytes()), locale=language, abort_invalid=True)


class Catalogues:
    """The merged catalogues of some packages; what a later package says goes before what an earlier one says."""

    def __init__(self, packages: Iterable[str]) -> None:
        self.packages: Sequence[str] = tuple(dict.fromkeys(packages))
        self._merged = {language: self._merge(language) for language in LANGUAGES}

    def _merge(self, language: str) -> Translations:
        merged = Catalog(locale=language)
        for package in self.packages:
            for message in catalogue(package, language):
                if message.id and not message.fuzzy and message.string:
                    merged.add(message.id, message.string, context=message.context)
        compiled = io.BytesIO()
        write_mo(compiled, merged)
        compiled.seek(0)
        return Translations(compiled)

    def translations(self, language: str | None) -> Translations:
        """Gettext object for `language` (`zh`, `zh-CN`, `en` …); English for one that is not spoken here."""
        return self._merged[spoken(language)]

    def translate(self, message: str, params: Mapping[str, Any] | None = None, language: str | None = None) -> str:
        """`message` in `language` with its `%(name)s` places filled. Never raises: a wrong translation falls back to English.

        Parameters that are codes (a state, a command, a list of them) are put into words as well, where the language has some.
        """
        gettext = self.translations(language).gettext
        return filled(gettext(message), message, {name: _worded(value, gettext) for name, value in (params or {}).items()})

    def label(self, code: str, language: str | None = None) -> str:
        """The words for a code of the program: `handling_decided` → “Handling decided”, 已定处理方式.

        Looked up as the code, then as the English words that it makes (so the label `_("Received at")` serves the field `received_at`).
        """
        gettext = self.translations(language).gettext
        words = gettext(code)
        return words if words != code or not _CODES.fullmatch(code) else gettext(code.replace("_", " ").strip().capitalize())


def _worded(value: Any, gettext: Callable[[str], str]) -> Any:
    if not isinstance(value, str) or not _CODES.fullmatch(value):
        return value
    return ", ".join(gettext(code) for code in value.split(", "))


def spoken(language: str | None) -> str:
    """The spoken language nearest to a code: `zh-Hans-CN` → `zh`, unknown or none → `en`."""
    primary = (language or DEFAULT_LANGUAGE).replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else DEFAULT_LANGUAGE


def filled(translated: str, message: str, params: Mapping[str, Any] | None) -> str:
    """`translated % params`; the message id with them when the translation's places do not fit, itself when neither does."""
    if not params:
        return translated
    for text in (translated, message):
        try:
            return text % params
        except (KeyError, ValueError, TypeError):
            _log.warning("message %r does not fit its parameters %s", text, sorted(params))
    return message


@functools.cache
def _everything(packages: tuple[str, ...]) -> Catalogues:
    return Catalogues(packages)


_registered: list[str] = [COMMON]


def register(*packages: str) -> None:
    """Make the catalogues of `packages` known to `translate`, as each service does at start."""
    _registered.extend(p for p in packages if p not in _registered)


def translate(message: str, params: Mapping[str, Any] | None = None, language: str | None = None) -> str:
    """`message` in `language`, from all registered packages: for mails, prints and reports, where no page is being served."""
    return _everything(tuple(_registered)).translate(message, params, language)

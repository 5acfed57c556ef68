"""Which column of a file holds which field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.importing.spec import ImportColumn, ImportSpec

_IN_BRACKETS: Final = re.compile(r"\([^)]*\)")


class ColumnsMissing(Invalid):
    """A column that is needed, or was named, is not in the file; `params["found"]` are those that are."""

    code = "import-columns-missing"


def guess_mapping(spec: ImportSpec, headers: Sequence[str]) -> dict[str, str]:
    """Field → header, for those that can be told by field name, label or alias; case, spaces, signs and "(pcs)" do not matter."""
    mapping: dict[str, str] = {}
    for told in (_same, _same_without_brackets):
        by_name = {told(header): header for header in reversed(headers) if header not in mapping.values() and told(header)}
        for column in spec.columns:
            names = (told(name) for name in (column.field, column.label, *column.aliases))
            header = next((by_name.pop(name) for name in names if name in by_name), None)
            if header is not None and column.field not in mapping:
                mapping[column.field] = header
    return mapping


def checked_mapping(spec: ImportSpec, headers: Sequence[str], mapping: Mapping[str, str] | None, defaults: Iterable[str]) -> dict[str, str]:
    """The given mapping, what it does not name being guessed, once it is complete. Raises ColumnsMissing, naming the columns found.

    A field that is mapped to nothing stays empty. Where the spec takes `others`, the headers that stand for no field are mapped to
    themselves.
    """
    known = {column.field for column in spec.columns}
    given = mapping or {}
    chosen = {field: header for field, header in given.items() if header}
    guessed = guess_mapping(spec, [header for header in headers if header not in chosen.values()])
    chosen = {**{field: header for field, header in guessed.items() if field not in given}, **chosen}
    if spec.others is not None:
        chosen |= {header: header for header in headers if header not in chosen.values() and header not in chosen}
        known |= set(chosen)
    unknown = sorted({*chosen, *defaults} - known)
    if unknown:
        raise Invalid(N_("This import has no field %(name)s."), name=unknown[0])
    absent = [header for header in chosen.values() if header not in headers]
    absent += [_shown(column) for column in spec.columns if column.required and column.field not in {*chosen, *defaults}]
    if absent:
        message = N_("Columns missing: %(missing)s. Columns found: %(found)s. Rename them, or say which column is meant.")
        raise ColumnsMissing(message, missing=", ".join(absent), found=", ".join(headers))
    return chosen


def _shown(column: ImportColumn) -> str:
    return " / ".join((column.label, *column.aliases[:1]))


def _same(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def _same_without_brackets(name: str) -> str:
    return _same(_IN_BRACKETS.sub("", unicodedata.normalize("NFKC", name)))

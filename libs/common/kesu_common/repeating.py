"""Loading many documents whose values repeat: a batch of scans names the same device, place and code over and over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from marshmallow import ValidationError, missing

from kesu_common.events import SchemaClass


class RepeatingLoader:
    """Gives what `schema(many=True).load` gives, but looks at each different value of a field only once in a batch.

    For schemas of plain fields, without hooks or nesting, whose loaded values do not change (texts, numbers, times). Anything that is not
    simply right is left to the schema itself, which finds the words for it: raises its `ValidationError`.
    """

    def __init__(self, schema: SchemaClass) -> None:
        one = schema()
        if any(one._hooks.values()):
            raise TypeError(f"{schema.__name__} has hooks, which look at whole documents")
        self._whole = schema(many=True)
        named = {field.data_key or name: (field.attribute or name, field) for name, field in one.load_fields.items()}
        self._deserialize: dict[str, tuple[str, Callable[..., Any]]] = {
            key: (name, field.deserialize) for key, (name, field) in named.items()
        }
        self._required = {key for key, (_, field) in named.items() if field.required}
        self._defaults = {name: field.load_default for name, field in named.values() if field.load_default is not missing}
        if any(callable(value) for value in self._defaults.values()):
            raise TypeError(f"{schema.__name__} makes a default anew for each document")

    def load(self, documents: Sequence[Any]) -> list[dict[str, Any]]:
        """The documents as the schema loads them."""
        seen: dict[tuple[str, type, Any], tuple[str, Any]] = {}
        try:
            return [self._load(document, seen) for document in documents]
        except (_AnotherLookError, ValidationError):
            loaded: list[dict[str, Any]] = self._whole.load(documents)
            return loaded

    def _load(self, document: Any, seen: dict[tuple[str, type, Any], tuple[str, Any]]) -> dict[str, Any]:
        if type(document) is not dict or not self._required <= document.keys():
            raise _AnotherLookError
        loaded = dict(self._defaults)
        for key, value in document.items():
            kind = type(value)
            if kind not in _PLAIN or key not in self._deserialize:
                raise _AnotherLookError
            same = (key, kind, value)
            found = seen.get(same)
            if found is None:
                name, deserialize = self._deserialize[key]
                seen[same] = found = (name, deserialize(value, key, document))
            loaded[found[0]] = found[1]
        return loaded


_PLAIN = frozenset({str, int, float, bool, type(None)})


class _AnotherLookError(Exception):
    """The schema has to look itself."""

"""From the flat text fields of an HTML form to what a marshmallow schema loads; the names of nested fields are joined with `-`.

With `lines = List(Nested(Line))` in the schema, `lines-0-lot=L1&lines-0-quantity=２` gives `{"lines": [{"lot": "L1", "quantity": "2"}]}`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, fields
from werkzeug.datastructures import MultiDict

SHOWN_ZONE = "shown_zone"
"""The hidden field of a form that names the time zone in which it was shown: so are its times read, whatever the browser says later."""
RESERVED = frozenset({"csrf_token", "version", "idempotency_key", SHOWN_ZONE})
"""Hidden fields of the machinery: never part of the data."""
_MAX_ROWS = 500
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
"""Commas that part thousands. Any other, as in 12,5, is left for the schema to refuse: without it the number would be ten times as much."""


def structured(form: MultiDict[str, str], schema: Schema, zone: ZoneInfo, prefix: str = "") -> dict[str, Any]:
    """The values for `schema.load`.

    An empty field counts as not given (as null where the field allows null), text is stripped, full-width digits of numbers and times are
    made narrow, and a time without zone is taken in `zone`. Names that the schema does not know stay in, so that it can refuse them.
    """
    data: dict[str, Any] = {}
    for name, field in schema.load_fields.items():
        full = prefix + (field.data_key or name)
        value = _value(form, field, full, zone)
        if value is not None or (field.allow_none and full in form):
            data[field.data_key or name] = value
    if not prefix:
        known = {name.split("-")[0] for name in data} | {f.data_key or n for n, f in schema.fields.items()} | RESERVED
        data |= {name: form[name] for name in form if name.split("-")[0] not in known and form[name] != ""}
    return data


def _value(form: MultiDict[str, str], field: fields.Field[Any], name: str, zone: ZoneInfo) -> Any:
    if isinstance(field, fields.Nested):
        nested = field.schema
        if field.many:
            return _rows(form, nested, name, zone)
        inner = structured(form, nested, zone, f"{name}-")
        return inner or None
    if isinstance(field, fields.List):
        if isinstance(field.inner, fields.Nested):
            return _rows(form, field.inner.schema, name, zone)
        found = [_scalar(field.inner, text, zone) for text in form.getlist(name)]
        return [value for value in found if value is not None] if name in form else None
    if isinstance(field, fields.Boolean) and name not in form:
        return False if f"{name}-shown" in form else None
    return _scalar(field, form[name], zone) if name in form else None


def _rows(form: MultiDict[str, str], schema: Schema, name: str, zone: ZoneInfo) -> list[dict[str, Any]] | None:
    numbers = {int(rest[0]) for key in form if key.startswith(f"{name}-") and (rest := key[len(name) + 1 :].split("-"))[0].isdecimal()}
    if not numbers:
        return None
    rows = (structured(form, schema, zone, f"{name}-{number}-") for number in sorted(numbers)[:_MAX_ROWS])
    # A row that was left empty altogether is not a row, whichever of its fields may be null.
    return [row for row in rows if any(value is not None for value in row.values())]


def _scalar(field: fields.Field[Any], text: str, zone: ZoneInfo) -> str | None:
    text = text.strip().replace("\r\n", "\n")
    if isinstance(field, (fields.Number, fields.DateTime, fields.Date, fields.Time)):
        text = unicodedata.normalize("NFKC", text).replace("，", ",").strip()
        if isinstance(field, fields.Number) and _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
    if text == "":
        return None
    if isinstance(field, fields.DateTime) and not isinstance(field, (fields.Date, fields.Time)):
        return _zoned(text, zone)
    return text


def _zoned(text: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text  # the schema says what is wrong with it
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def flattened(errors: Mapping[Any, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """`(field name as in the form, message)` of marshmallow's nested messages; the name is `""` for the form as a whole."""
    for key, found in errors.items():
        own = prefix if key == "_schema" else f"{prefix}-{key}" if prefix else str(key)
        if isinstance(found, Mapping):
            yield from flattened(found, own)
        else:
            for message in found if isinstance(found, (list, tuple)) else [found]:
                yield own, str(message)

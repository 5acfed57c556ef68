"""Keyset paging: a page costs the same however far down the list it is. Cursor in, `Link: rel="next"` out."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate
from sqlalchemy import Select, tuple_
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.web.current import on_answer

Row = TypeVar("Row")
LIMIT = 50
MOST = 200
_DAMAGED = N_("This page address is damaged. Start again from the first page.")


class PageArgs(Schema):
    """Query arguments of every list; a list's own filters derive from it."""

    class Meta:
        unknown = EXCLUDE

    limit = fields.Integer(load_default=LIMIT, validate=validate.Range(1, MOST), metadata={"description": "rows a page"})
    cursor = fields.String(load_default=None, allow_none=True, metadata={"description": "where the page begins; from the Link header"})
    sort = fields.String(load_default=None, allow_none=True, metadata={"description": "a sort key of this list, with - for descending"})

    @pre_load
    def drop_empty(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """An empty filter of a form is none."""
        return {name: value for name, value in data.items() if value != ""}


def page_args(schema: PageArgs) -> dict[str, Any]:
    """The arguments of a list's page, as its API reads them. Raises `Invalid` for an address with a filter that cannot be."""
    try:
        loaded: dict[str, Any] = schema.load(request.args.to_dict())
    except ValidationError as error:
        raise Invalid(_DAMAGED, errors=error.normalized_messages()) from error  # type: ignore[no-untyped-call]
    return loaded


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list and the cursor of the next page, `None` on the last."""

    items: Sequence[Row]
    next_cursor: str | None


def paginate(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    sorts: Mapping[str, Any],
    *,
    identity: Any,
    args: Mapping[str, Any],
    default: str = "-created_at",
) -> Page[Any]:
    """One page of a statement that selects one mapped class.

    `sorts` maps the sort keys that callers may name to indexed, non-null columns; `identity` is a unique column that breaks ties;
    `args` are `PageArgs`. Raises `Invalid` for an unknown sort key or a broken cursor.
    """
    name = args.get("sort") or default
    descending, key = name.startswith("-"), name.lstrip("-")
    if key not in sorts:
        raise Invalid(N_("This list can be sorted by: %(keys)s."), field="sort", keys=", ".join(sorts))
    column = sorts[key]
    if cursor := args.get("cursor"):
        at = tuple_(*_decode(cursor, column, identity))
        here = tuple_(column, identity)
        statement = statement.where(here < at if descending else here > at)
    order = (column.desc(), identity.desc()) if descending else (column.asc(), identity.asc())
    limit = int(args.get("limit") or LIMIT)
    rows = list(session.scalars(statement.order_by(*order).limit(limit + 1)))
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = _encode(getattr(last, column.key), getattr(last, identity.key))
    return Page(rows[:limit], following)


def send_links(page: Page[Any]) -> None:
    """Add `Link: <…>; rel="next"` to the response, with all the caller's other arguments kept."""
    if page.next_cursor is None:
        return
    query = {**request.args.to_dict(), "cursor": page.next_cursor}
    link = f'<{request.base_url}?{urlencode(query)}>; rel="next"'

    on_answer(lambda response: response.headers.add("Link", link))


def _encode(*values: Any) -> str:
    plain = [v.isoformat() if isinstance(v, datetime) else str(v) if isinstance(v, UUID) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain, default=str).encode()).decode().rstrip("=")


def _decode(cursor: str, *columns: Any) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError("wrong length")
        return [_typed(value, column) for value, column in zip(values, columns, strict=True)]
    except (ValueError, TypeError, binascii.Error) as error:
        raise Invalid(_DAMAGED, field="cursor") from error


def _typed(value: Any, column: Any) -> Any:
    kind = column.type.python_type
    if kind is datetime:
        return datetime.fromisoformat(value)
    return kind(value)

"""Finding complaints by what somebody types: what is named exactly comes first, then what has all the words, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, true
from sqlalchemy.orm import Session

from kesu_common.web.paging import Page, paginate
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.queries import SORTS, has_words

_NAMED = (Complaint.number, Complaint.lot, Complaint.serial, Complaint.external_reference, Complaint.customer_code)


def is_named(q: str) -> ColumnElement[bool]:
    """The condition that `q` is the complaint's number, lot, serial number, reference or customer's code."""
    name = q.strip()
    return or_(*(column.in_({name, name.upper()}) for column in _NAMED))


def find(session: Session, statement: Select[Any], args: Mapping[str, Any]) -> Page[Complaint]:
    """One page of the list `statement`. With `q` and without a `sort` of the caller's, complaints that are named by `q` come first.

    Both parts are read by keyset, so a page far down costs what the first one costs. The cursor says which part it belongs to.
    """
    q = (args.get("q") or "").strip()
    if not q:
        return paginate(session, statement, SORTS, identity=Complaint.id, args=args)
    if args.get("sort"):
        return paginate(session, statement.where(or_(has_words(q), is_named(q))), SORTS, identity=Complaint.id, args=args)
    parts = (statement.where(is_named(q)), statement.where(has_words(q), is_named(q).is_not(true())))
    part, cursor = _at(args.get("cursor"))
    page = _read(session, parts[part], args, cursor)
    if part == 1 or page.next_cursor is not None:
        return Page(page.items, None if page.next_cursor is None else f"{part}.{page.next_cursor}")
    left = int(args["limit"]) - len(page.items)
    rest = _read(session, parts[1], {**args, "limit": max(left, 1)}, None)
    if left == 0:
        return Page(page.items, "1." if rest.items else None)
    return Page([*page.items, *rest.items], None if rest.next_cursor is None else f"1.{rest.next_cursor}")


def _read(session: Session, statement: Select[Any], args: Mapping[str, Any], cursor: str | None) -> Page[Complaint]:
    return paginate(session, statement, SORTS, identity=Complaint.id, args={**args, "cursor": cursor})


def _at(cursor: str | None) -> tuple[int, str | None]:
    """The part and the cursor within it; a cursor of a list in another order begins the list of matches anew and is refused there."""
    if not cursor:
        return 0, None
    part, dot, inner = cursor.partition(".")
    return (1 if part == "1" else 0, inner or None) if dot else (0, cursor)

"""Finding complaints by what somebody types: what is named exactly comes first, then what has all the words, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import Session

from kesu_common.database.engine import quickly
from kesu_common.web.paging import Page, paginate
from kesu_common.words import query_of
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.queries import SORTS, has_words

FEW = 5_000
"""So many matches are rather read by the index of words and sorted than looked for in the order of the list."""

_NAMED = (Complaint.number, Complaint.lot, Complaint.serial, Complaint.external_reference, Complaint.customer_code)
_EXPECTED = "EXPLAIN (FORMAT JSON) SELECT FROM complaint WHERE words @@ %s::tsquery"
_BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true)"
_SORTING = "SELECT set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true)"
_FREELY = "SELECT set_config('enable_indexscan', 'on', true), set_config('enable_seqscan', 'on', true)"


def find(session: Session, statement: Select[Any], args: Mapping[str, Any]) -> Page[Complaint]:
    """One page of the list `statement`. With `q` and without a `sort` of the caller's, complaints that are named by `q` come first.

    Both parts are read by keyset, so a page far down costs what the first one costs. The cursor says which part it belongs to.
    """
    q = (args.get("q") or "").strip()
    if not q:
        return paginate(session, statement, SORTS, identity=Complaint.id, args=args)
    named, words = is_named(session, q), has_words(q)
    with _sorting_few(session, q):
        if args.get("sort"):
            return paginate(session, statement.where(or_(words, named)), SORTS, identity=Complaint.id, args=args)
        parts = (statement.where(named), statement.where(words, named.is_not(true())))
        part, cursor = _at(args.get("cursor"))
        page = _read(session, parts[part], args, cursor)
        if part == 1 or page.next_cursor is not None:
            return Page(page.items, None if page.next_cursor is None else f"{part}.{page.next_cursor}")
        left = int(args["limit"]) - len(page.items)
        rest = _read(session, parts[1], {**args, "limit": max(left, 1)}, None)
        if left == 0:
            return Page(page.items, "1." if rest.items else None)
        return Page([*page.items, *rest.items], None if rest.next_cursor is None else f"1.{rest.next_cursor}")


def matches(session: Session, q: str) -> ColumnElement[bool]:
    """The condition that a complaint is named by `q` or has all its words, in any order: for counts and exports."""
    return or_(is_named(session, q), has_words(q))


def is_named(session: Session, q: str) -> ColumnElement[bool]:
    """The condition that `q` is the complaint's number, lot, serial number, reference or customer's code.

    Only fields in which there is such a value stand in it: the planner takes them for much more frequent than they are.
    """
    name = q.strip()
    possible = [column == spelling for column in _NAMED for spelling in sorted({name, name.upper()})]
    with _planned(session, _BY_INDEX):
        there = session.execute(select(*(select(Complaint.id).where(one).exists() for one in possible))).one()
    return or_(false(), *(one for one, found in zip(possible, there, strict=True) if found))


@contextmanager
def _sorting_few(session: Session, q: str) -> Iterator[None]:
    """When there are few matches, keep the planner from looking for them in the order of the list, where most of it would be read."""
    if _expected(session, q) > FEW:
        yield
        return
    with _planned(session, _SORTING):
        yield


def _expected(session: Session, q: str) -> int:
    """How many complaints the planner expects to have the words of `q`: good for frequent ones, too high for rare ones."""
    [([plan],)] = quickly(session, _EXPECTED, (query_of(q),)).fetchall()
    return int(plan["Plan"]["Plan Rows"])


@contextmanager
def _planned(session: Session, settings: str) -> Iterator[None]:
    quickly(session, settings)
    yield
    quickly(session, _FREELY)


def _read(session: Session, statement: Select[Any], args: Mapping[str, Any], cursor: str | None) -> Page[Complaint]:
    return paginate(session, statement, SORTS, identity=Complaint.id, args={**args, "cursor": cursor})


def _at(cursor: str | None) -> tuple[int, str | None]:
    """The part and the cursor within it; a cursor of a list in another order begins the list of matches anew and is refused there."""
    if not cursor:
        return 0, None
    part, dot, inner = cursor.partition(".")
    return (1 if part == "1" else 0, inner or None) if dot else (0, cursor)

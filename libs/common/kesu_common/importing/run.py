"""Carrying an import out: batches in one transaction each, and row by row only where a batch fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, ValidationError
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.importing.mapping import checked_mapping
from kesu_common.importing.report import ImportReport, Refusal
from kesu_common.importing.spec import Applied, ImportSpec
from kesu_common.spreadsheets import EXTRA, Row, Table

if TYPE_CHECKING:
    from kesu_common.people.actors import Actor

BATCH: Final = 200
_CUT: Final = re.compile(r"[+-]?\d([.,]\d+)?E\+\d{2,}", re.IGNORECASE)
_REFUSALS: Final = (KesuError, ValidationError, IntegrityError, DataError)


@dataclass(frozen=True, slots=True)
class _Parsed:
    rows: tuple[int, ...]
    cells: Mapping[str, str]
    data: dict[str, Any]


def run_import(
    spec: ImportSpec,
    table: Table,
    *,
    session_factory: Callable[[], AbstractContextManager[Session]],
    actor: Actor,
    mapping: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    progress: Callable[[ImportReport], None] = lambda report: None,
) -> ImportReport:
    """Import the table and say what became of every row.

    mapping: field → column header; None guesses. defaults: field → text for rows whose cell is empty or missing. session_factory: opens a
    transaction that commits when left. progress: called after every batch of `BATCH` rows with the report so far.

    A refused row costs no other row its place. Rows of a finished batch stay when a later one breaks off (the database goes away, the file
    cannot be read on); repeat the whole import then. Raises ColumnsMissing before anything is done.
    """
    given = dict(defaults or {})
    columns = checked_mapping(spec, table.headers, mapping, given)
    schema, report = (
        spec.schema(),
        ImportReport(spec.name, unused=[each for each in table.headers if each and each not in columns.values()]),
    )
    begun: list[_Parsed] = []
    for batch in _batches(table.rows):
        parsed = _joined(spec, [*begun, *_parse(batch, spec, schema, columns, given, report)])
        begun = parsed[-1:] if spec.join else []
        _take(spec, parsed[: len(parsed) - len(begun)], session_factory, actor, columns, report)
        progress(report)
    if begun:
        _take(spec, begun, session_factory, actor, columns, report)
        progress(report)
    report.refused.sort(key=lambda refusal: refusal.row)
    return report


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _joined(spec: ImportSpec, parsed: Iterable[_Parsed]) -> list[_Parsed]:
    records: list[_Parsed] = []
    for row in parsed:
        both = spec.join(records[-1].data, row.data) if spec.join and records else None
        if both is None:
            records.append(row)
        else:
            records[-1] = _Parsed((*records[-1].rows, *row.rows), records[-1].cells, both)
    return records


def _take(
    spec: ImportSpec,
    parsed: list[_Parsed],
    session_factory: Callable[[], AbstractContextManager[Session]],
    actor: Actor,
    columns: Mapping[str, str],
    report: ImportReport,
) -> None:
    try:
        applied = _together(spec, parsed, session_factory, actor)
    except _REFUSALS:
        _one_by_one(spec, parsed, session_factory, actor, columns, report)
    else:
        for row, each in zip(parsed, applied, strict=True):
            for _ in row.rows:
                report.count(each)


def _parse(
    rows: Iterable[Row],
    spec: ImportSpec,
    schema: Schema,
    columns: Mapping[str, str],
    defaults: Mapping[str, str],
    report: ImportReport,
) -> Iterator[_Parsed]:
    own = {column.field for column in spec.columns}
    for number, cells in rows:
        texts = {field: cells[header].strip() or defaults.get(field, "") for field, header in columns.items()}
        texts |= {field: text for field, text in defaults.items() if field not in texts}
        refusals = list(_slipped(number, cells)) + list(_cut(number, columns, texts))
        try:
            given: dict[str, Any] = {field: text for field, text in texts.items() if text and field in own}
            if spec.others is not None:
                given[spec.others] = {field: text for field, text in texts.items() if field not in own}
            data = {} if refusals else dict(schema.load(given))
        except ValidationError as error:
            refusals = _refusals(error, number, spec, columns, cells)
        if refusals:
            report.refuse(refusals)
        else:
            yield _Parsed((number,), cells, data)


def _slipped(number: int, cells: Mapping[str, str]) -> Iterator[Refusal]:
    if EXTRA in cells:
        yield Refusal(number, "", cells[EXTRA], N_("The row has more cells than the table has columns: has it slipped?"))


def _cut(number: int, columns: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[Refusal]:
    for field, header in columns.items():
        if _CUT.fullmatch(texts[field]):
            message = N_("The spreadsheet has cut this number off. Make the column a text column and enter the number again.")
            yield Refusal(number, header, texts[field], message)


def _together(
    spec: ImportSpec, rows: list[_Parsed], session_factory: Callable[[], AbstractContextManager[Session]], actor: Actor
) -> list[Applied]:
    if not rows:
        return []
    with session_factory() as session:
        applied = [spec.apply(session, actor, dict(row.data)) for row in rows]
        session.flush()
    return applied


def _one_by_one(
    spec: ImportSpec,
    rows: list[_Parsed],
    session_factory: Callable[[], AbstractContextManager[Session]],
    actor: Actor,
    columns: Mapping[str, str],
    report: ImportReport,
) -> None:
    """The batch again, each row behind a savepoint of its own. Counted only once the transaction is through."""
    outcome: list[Applied | Exception] = []
    with session_factory() as session:
        for row in rows:
            try:
                with session.begin_nested():
                    applied = spec.apply(session, actor, dict(row.data))
                    session.flush()
                outcome.append(applied)
            except _REFUSALS as error:
                outcome.append(error)
    for row, each in zip(rows, outcome, strict=True):
        for number in row.rows:
            if isinstance(each, Applied):
                report.count(each)
            else:
                report.refuse(_refusals(each, number, spec, columns, row.cells))


def _refusals(error: Exception, number: int, spec: ImportSpec, columns: Mapping[str, str], cells: Mapping[str, str]) -> list[Refusal]:
    """What an error says of a row, field by field where it names them."""
    if isinstance(error, ValidationError):
        by_field = dict(error.messages) if isinstance(error.messages, dict) else {"_schema": error.messages}
        if isinstance(further := by_field.get(spec.others or ""), Mapping):
            by_field |= {str(field): messages for field, messages in further.items()}
            del by_field[spec.others or ""]
        return [
            Refusal(number, columns.get(field, "") or _own_name(field), cells.get(columns.get(field, ""), ""), message)
            for field, messages in by_field.items()
            for message in _flat(messages)
        ]
    if isinstance(error, KesuError):
        header = columns.get(error.field or "", "")
        return [Refusal(number, header, cells.get(header, ""), error.message, error.params)]
    cause = getattr(error, "orig", None) or error
    return [Refusal(number, "", "", N_("The database does not take this row: %(reason)s"), {"reason": str(cause).splitlines()[0]})]


def _own_name(field: str) -> str:
    return "" if field == "_schema" else field


def _flat(messages: Any) -> Iterator[str]:
    if isinstance(messages, Mapping):
        for each in messages.values():
            yield from _flat(each)
    elif isinstance(messages, list):
        for each in messages:
            yield from _flat(each)
    else:
        yield str(messages)

"""What can be imported: its columns, its schema, and the command that takes a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from marshmallow import Schema
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from kesu_common.people.actors import Actor


class Applied(StrEnum):
    """What a row led to. A row whose natural key exists with the same content is `unchanged`."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class ImportColumn:
    """A column: the schema's field, its label (an English message id), the headers under which people have it, in any language."""

    field: str
    label: str
    aliases: Sequence[str] = ()
    required: bool = False


@dataclass(frozen=True)
class ImportSpec:
    """One kind of import.

    `schema` turns a row's texts, by field, into values; `apply` carries them out within the session: it looks the natural key up, calls
    the service's commands, and never commits. It refuses a row with a KesuError or ValidationError; for what the database refuses it is
    called again on its own.

    `others`: the name of the schema's field that takes every further column of the file as a dict, by its header or by the name that the
    mapping gives it; for tables whose columns are not known beforehand, such as one for each question.

    `join`: the values of a record so far and of the row after it → those of both, where the two rows tell of one record; `None` where the
    row begins another one. It changes neither. Rows that are joined are taken, or refused, together.
    """

    name: str
    columns: Sequence[ImportColumn]
    schema: type[Schema]
    apply: Callable[[Session, Actor, dict[str, Any]], Applied]
    others: str | None = None
    join: Callable[[dict[str, Any], dict[str, Any]], dict[str, Any] | None] | None = None

"""Declarative bases and the columns that every aggregate has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, MetaData, Numeric, String, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock

naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_types: dict[Any, Any] = {
    str: Text,
    int: BigInteger,
    datetime: DateTime(timezone=True),
    UUID: Uuid,
    dict[str, Any]: JSONB,
    list[Any]: JSONB,
    list[str]: JSONB,
    list[int]: JSONB,
    list[dict[str, Any]]: JSONB,
}


class Base(DeclarativeBase):
    """Foundation of one service's tables; each declares `class Base(database.Base)` with `__abstract__ = True` and its own `metadata`."""

    __abstract__ = True
    type_annotation_map: ClassVar[Mapping[Any, Any]] = _types


class CommonBase(DeclarativeBase):
    """Foundation of the tables that common keeps in every service's database (journal, inbox, tasks, …)."""

    metadata = MetaData(naming_convention=naming_convention)
    type_annotation_map: ClassVar[Mapping[Any, Any]] = _types


class Aggregate:
    """Mixin: identity, number, site, state and version of a thing that facts are stated about.

    `version` is SQLAlchemy's optimistic lock: of two people who change the same version, the second gets `Stale`.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    site: Mapped[str] = mapped_column(String(16), index=True)
    state: Mapped[str] = mapped_column(String(32), index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version, "eager_defaults": False}  # type: ignore[attr-defined]


Quantity = Numeric(14, 3)
"""Column type of quantities: pieces, kilograms, metres; three decimals."""

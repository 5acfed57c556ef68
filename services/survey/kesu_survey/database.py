"""The foundation of survey's own tables."""

from __future__ import annotations

from sqlalchemy import MetaData

from kesu_common import database


class Base(database.Base):
    """Every table of survey is mapped on this."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.naming_convention)

"""The declarative base of this service's tables."""

from __future__ import annotations

from sqlalchemy import MetaData

from kesu_common import database
from kesu_common.database import naming_convention


class Base(database.Base):
    """Foundation of the tables that the quality service owns."""

    __abstract__ = True
    metadata = MetaData(naming_convention=naming_convention)

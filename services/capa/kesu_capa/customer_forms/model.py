"""A customer's spreadsheet, and which of its cells takes what of a report."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_capa.database import Base
from kesu_common.database import Aggregate
from kesu_common.states import StateTable

FORM_STATES = StateTable(
    "customer_form", {("active", "map_cells"): "active", ("active", "withdraw"): "withdrawn", ("withdrawn", "restore"): "active"}
)


class CustomerForm(Aggregate, Base):
    """A template (客户模板): its file, and its mapping [{sheet, cell, field}]. The file itself is never changed."""

    __tablename__ = "customer_form"

    title: Mapped[str] = mapped_column(String(200))
    customer_code: Mapped[str | None] = mapped_column(String(64), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    filename: Mapped[str] = mapped_column(String(255))
    mapping: Mapped[list[dict[str, Any]]]

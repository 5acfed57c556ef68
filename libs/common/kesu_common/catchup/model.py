"""How far each peer's journal has been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database.columns import CommonBase


class CatchUpCursor(CommonBase):
    """Of `peer`'s journal everything up to `sequence` is in the inbox here, as far as this service listened to `types` then.

    A service that begins to listen to more types reads that peer's journal from the start again: what it has is recognised by its id.
    """

    __tablename__ = "catchup"

    peer: Mapped[str] = mapped_column(String(32), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, server_default="0")
    types: Mapped[str]
    read_at: Mapped[datetime | None]

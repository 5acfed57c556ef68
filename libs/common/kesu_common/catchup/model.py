"""How far each peer's journal has been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database.columns import CommonBase


class CatchUpCursor(CommonBase):
    """Of `peer`'s journal all facts of `type` (`*`: every type) up to `sequence` are in the inbox here.

    One row per type, because a service that begins to listen to another type reads the history of that one only: what it has handled
    already may have left the inbox, and would not be recognised. `read_at` is when the end was last reached, None before the first time.
    """

    __tablename__ = "catchup"

    peer: Mapped[str] = mapped_column(String(32), primary_key=True)
    type: Mapped[str] = mapped_column(String(100), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, server_default="0")
    read_at: Mapped[datetime | None]

"""A key that was issued: to what, for which roles, and whether it is still good."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_desk.database import Base

KEY_STATES = StateTable("key", {("issued", "revoke"): "revoked"})


class AccessKey(Aggregate, Base):
    """A key (密钥). `number` is its prefix, which may be shown; of the secret only the digest is kept."""

    __tablename__ = "access_key"

    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(100))
    secret_sha256: Mapped[str] = mapped_column(String(64), info={"secret": True})
    grants: Mapped[list[dict[str, Any]]]
    place: Mapped[str | None] = mapped_column(String(100))
    issued_by: Mapped[str] = mapped_column(String(64))

    @property
    def prefix(self) -> str:
        """The part before the dot, which is the number."""
        return self.number

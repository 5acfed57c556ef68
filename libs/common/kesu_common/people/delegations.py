"""Who acts for whom while somebody is away (代理): every service's copy of what desk owns (docs/adr/0010-delegation.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from marshmallow import fields
from sqlalchemy import String, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kesu_common import clock
from kesu_common.database.columns import CommonBase
from kesu_common.events import ConsumedSchema, Event, Reaction

DELEGABLE = ("lead", "gm")
"""The roles that may be handed on for a time: those that approve."""


class KnownDelegation(CommonBase):
    """`giver` lets `deputy` act in `role` at `site` (`*`: every site) from `begins_at` until before `ends_at`, unless it was `ended`."""

    __tablename__ = "known_delegation"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    giver: Mapped[str] = mapped_column(String(64))
    giver_name: Mapped[str]
    deputy: Mapped[str] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(32))
    site: Mapped[str] = mapped_column(String(16))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended: Mapped[bool]

    @property
    def holds(self) -> bool:
        """Whether it is valid at this moment."""
        return not self.ended and self.begins_at <= clock.now() < self.ends_at


_FIELDS = ("giver", "giver_name", "deputy", "role", "site", "begins_at", "ends_at")


def learn_delegation(session: Session, told: Mapping[str, Any]) -> None:
    """Keep a copy of a delegation; one that has ended stays so, whatever order the facts come in."""
    ended = told["ended_at"] is not None
    row = {"number": told["number"], **{name: told[name] for name in _FIELDS}, "ended": ended}
    statement = insert(KnownDelegation).values(row)
    if ended:
        statement = statement.on_conflict_do_update(index_elements=["number"], set_={"ended": True})
    session.execute(statement if ended else statement.on_conflict_do_nothing())


def delegated_to(session: Session, deputy: str) -> Sequence[KnownDelegation]:
    """What is, or will be, delegated to this person, the earliest first."""
    wanted = select(KnownDelegation).where(KnownDelegation.deputy == deputy, ~KnownDelegation.ended, KnownDelegation.ends_at > clock.now())
    return session.scalars(wanted.order_by(KnownDelegation.begins_at, KnownDelegation.number)).all()


class _DelegationTold(ConsumedSchema):
    number = fields.String(required=True)
    giver = fields.String(required=True)
    giver_name = fields.String(required=True)
    deputy = fields.String(required=True)
    role = fields.String(required=True)
    begins_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(load_default=None, allow_none=True)


def _on_delegation(session: Session, event: Event) -> None:
    learn_delegation(session, {**event.data, "site": event.site})


DELEGATION_REACTIONS: Mapping[str, Reaction] = {
    "kesu.delegation.given.v1": Reaction(_DelegationTold, _on_delegation),
    "kesu.delegation.ended.v1": Reaction(_DelegationTold, _on_delegation),
}

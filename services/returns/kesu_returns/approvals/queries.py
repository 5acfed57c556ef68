"""Reading approvals."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_returns.approvals.model import Approval
from kesu_returns.returns.model import Return


def approvals_of(session: Session, thing: Return) -> Sequence[Approval]:
    """The decisions on a return, oldest first."""
    return session.scalars(select(Approval).where(Approval.return_id == thing.id).order_by(Approval.id)).all()

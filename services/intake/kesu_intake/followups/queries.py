"""Reading follow-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_common.queries import records
from kesu_intake.complaints.model import Complaint
from kesu_intake.followups.model import FollowUp
from kesu_intake.permissions import READ

SORTS = {"opened_at": FollowUp.opened_at}
FILTERS = {"state": FollowUp.state, "site": FollowUp.site, "capa": FollowUp.capa}


def followups(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS`, by what the customer said, and by the customer's code."""
    statement = records(actor, READ, FollowUp, args, FILTERS)
    if args.get("effective") is not None:
        statement = statement.where(FollowUp.effective.is_(args["effective"]))
    if code := args.get("customer"):
        statement = statement.join(Complaint).where(Complaint.customer_code == code)
    return statement


def followups_of(session: Session, complaint: str) -> Sequence[FollowUp]:
    """The complaint's follow-ups, oldest first."""
    return session.scalars(select(FollowUp).where(FollowUp.complaint_number == complaint).order_by(FollowUp.id)).all()


def open_followups(session: Session, complaint: str) -> Sequence[FollowUp]:
    """Those whose outcome is not recorded yet."""
    return [followup for followup in followups_of(session, complaint) if followup.state == "open"]

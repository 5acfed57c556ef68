"""Reading invitations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_survey.invitations.model import Invitation
from kesu_survey.permissions import READ

SORTS = {"created_at": Invitation.created_at, "number": Invitation.number}
FILTERS = {"campaign": Invitation.campaign, "state": Invitation.state, "site": Invitation.site, "customer": Invitation.customer_code}
"""Query argument → the column that must equal it."""


def invitation_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Invitation:
    """The invitation with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Invitation, number, N_("There is no invitation “%(number)s”."), lock=lock)


def invitations(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `campaign`, `state`, `site`, `customer`."""
    return records(actor, READ, Invitation, args, FILTERS)


def invitations_of(session: Session, campaign: str) -> Sequence[Invitation]:
    """Every invitation of a campaign, by number."""
    return session.scalars(select(Invitation).where(Invitation.campaign == campaign).order_by(Invitation.number)).all()


def states_of(session: Session, campaign: str) -> Counter[str]:
    """How many invitations stand in which state."""
    counted = select(Invitation.state, func.count()).where(Invitation.campaign == campaign).group_by(Invitation.state)
    return Counter({str(state): int(count) for state, count in session.execute(counted)})

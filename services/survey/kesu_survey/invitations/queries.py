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
from kesu_survey.invitations.model import ANSWERED, COUNTED, Invitation
from kesu_survey.permissions import READ

SORTS = {"created_at": Invitation.created_at, "number": Invitation.number}
FILTERS = {"campaign": Invitation.campaign, "state": Invitation.state, "site": Invitation.site, "customer": Invitation.customer_code}
"""Query argument → the column that must equal it."""
RESPONSE = ("asked", "sent", "opened", "answered", "checked", "declined", "bounced", "waiting")
_OUTCOMES = {**dict.fromkeys(ANSWERED, "checked"), **dict.fromkeys(COUNTED, "answered"), "declined": "declined", "bounced": "bounced"}


def invitation_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Invitation:
    """The invitation with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Invitation, number, N_("There is no invitation “%(number)s”."), lock=lock)


def invitations(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `campaign`, `state`, `site`, `customer`."""
    return records(actor, READ, Invitation, args, FILTERS)


def invitations_of(session: Session, campaign: str) -> Sequence[Invitation]:
    """Every invitation of a campaign, by number."""
    return session.scalars(select(Invitation).where(Invitation.campaign == campaign).order_by(Invitation.number)).all()


def addresses_at(session: Session, site: str) -> dict[str, tuple[str, str]]:
    """Where the last survey's mails went to, by customer: (address, person)."""
    asked = select(Invitation.customer_code, Invitation.address, Invitation.to_whom).where(Invitation.site == site)
    found = session.execute(
        asked.where(Invitation.address.is_not(None), Invitation.bounced_because.is_(None)).order_by(Invitation.created_at)
    )
    return {code: (str(address), to_whom or "") for code, address, to_whom in found}


def response_of(session: Session, campaign: str) -> list[dict[str, Any]]:
    """By tier, and for all (tier None) last: how many are asked, have been sent the link, have looked, have answered, do not want to."""
    counted = select(Invitation.tier, Invitation.state, func.count(), func.count(Invitation.opened_at), func.count(Invitation.sent_at))
    tiers: dict[str | None, Counter[str]] = {}
    for tier, state, number, opened, sent in session.execute(
        counted.where(Invitation.campaign == campaign).group_by(Invitation.tier, Invitation.state).order_by(Invitation.tier)
    ):
        here = Counter({"asked": number, "opened": opened, "sent": sent})
        here[_OUTCOMES.get(state, "waiting")] += number
        tiers[tier] = tiers.get(tier, Counter()) + here
    everybody: Counter[str] = sum(tiers.values(), Counter())
    return [{"tier": tier, **{name: here[name] for name in RESPONSE}} for tier, here in [*tiers.items(), (None, everybody)]]


def states_of(session: Session, campaign: str) -> Counter[str]:
    """How many invitations stand in which state."""
    counted = select(Invitation.state, func.count()).where(Invitation.campaign == campaign).group_by(Invitation.state)
    return Counter({str(state): int(count) for state, count in session.execute(counted)})

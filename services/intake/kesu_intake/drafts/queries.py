"""Reading drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_intake.drafts.model import Draft
from kesu_intake.permissions import READ_DRAFTS

SORTS = {"created_at": Draft.created_at, "received_at": Draft.received_at}
FILTERS = {"state": Draft.state, "site": Draft.site, "customer": Draft.customer_code}
WORDS = (Draft.number, Draft.sender, Draft.sender_name, Draft.title)
"""Where `q` is looked for."""


def draft_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Draft:
    """The draft with that number, if the actor may know of it; locked for a command. Raises `NotFound`."""
    return record_of(session, actor, READ_DRAFTS, Draft, number, N_("There is no draft “%(number)s”."), lock=lock)


def drafts(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `state`, `site`, `customer`, `q` (in number, sender, title)."""
    return records(actor, READ_DRAFTS, Draft, args, FILTERS, WORDS)

"""Reading cases: one with its timeline and records, and finding them by number, customer, product, lot or words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, cast, false, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, at_sites, scoped
from kesu_common.words import query_of
from kesu_desk.cases.model import CaseRecord, CaseSummary, TimelineEntry
from kesu_desk.permissions import READ


def case_numbered(session: Session, actor: Actor, number: str) -> CaseSummary:
    """The case with this number. Raises `NotFound` when there is none at a site that the actor may see."""
    case = session.scalar(scoped(select(CaseSummary).where(CaseSummary.number == number), actor, READ, CaseSummary.site))
    if case is None:
        raise NotFound(N_("There is no case %(number)s, or its first fact is still on its way."), number=number)
    return case


def case_of_record(session: Session, actor: Actor, number: str) -> str | None:
    """The case to which the record with this number (a return, a CAPA …) belongs, or itself if it is one; `None` if unknown."""
    number = number.strip().upper()
    own = session.scalar(scoped(select(CaseSummary.number).where(CaseSummary.number == number), actor, READ, CaseSummary.site))
    if own is not None:
        return own
    return session.scalar(scoped(select(CaseRecord.case_number).where(CaseRecord.number == number), actor, READ, CaseRecord.site))


def timeline_of(session: Session, actor: Actor, case: str, *, limit: int = 500) -> Sequence[TimelineEntry]:
    """What happened to a case, newest first, at most `limit` entries."""
    seen = select(TimelineEntry).where(TimelineEntry.case_number == case, at_sites(actor, READ, TimelineEntry.site))
    return session.scalars(seen.order_by(TimelineEntry.at.desc(), TimelineEntry.sequence.desc(), TimelineEntry.id).limit(limit)).all()


def records_of(session: Session, actor: Actor, case: str) -> Sequence[CaseRecord]:
    """The records that belong to a case, in the order in which they came; the case itself is none of them."""
    seen = select(CaseRecord).where(CaseRecord.case_number == case, CaseRecord.number != case, at_sites(actor, READ, CaseRecord.site))
    return session.scalars(seen.order_by(CaseRecord.opened_at, CaseRecord.number)).all()


def cases_found(actor: Actor, q: str | None = None, **filters: Any) -> Select[CaseSummary]:
    """The cases that the actor may see: with all the words of `q` (or a record of that number), and the given site, kind, state, severity,
    customer, and `open` (true or false)."""
    statement = scoped(select(CaseSummary), actor, READ, CaseSummary.site)
    for name in ("site", "kind", "state", "severity"):
        if filters.get(name):
            statement = statement.where(getattr(CaseSummary, name) == filters[name])
    if filters.get("customer"):
        statement = statement.where(CaseSummary.customer_code == filters["customer"])
    if filters.get("open") is not None:
        statement = statement.where(CaseSummary.is_open == filters["open"])
    if q and q.strip():
        words = query_of(q)
        by_words = CaseSummary.words.op("@@")(cast(literal(words), TSQUERY)) if words else false()
        by_record = CaseSummary.number.in_(select(CaseRecord.case_number).where(CaseRecord.number == q.strip().upper()))
        statement = statement.where(or_(by_words, by_record))
    return statement

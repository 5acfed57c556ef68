"""Keeping the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_intake.glossary.model import Term
from kesu_intake.paper_events import GLOSSARY_CHANGED
from kesu_intake.permissions import MAINTAIN_GLOSSARY


@dataclass(frozen=True)
class Glossary:
    """What facts about terms are about: the glossary of one site."""

    site: str

    @property
    def number(self) -> str:
        """Its name in facts."""
        return f"glossary-{self.site}"


def enter_term(session: Session, actor: Actor, *, site: str, en: str, zh: str, note: str | None = None) -> Term:
    """Enter a term, or change the Chinese and the note of the one with this English (in capitals or not)."""
    site_of(session, site)
    actor.require(MAINTAIN_GLOSSARY, site)
    term = session.scalar(select(Term).where(Term.site == site, func.lower(Term.en) == en.lower()).with_for_update())
    if term is None:
        term = Term(site=site, en=en, zh=zh, note=note, changed_by=actor.name or actor.id)
        session.add(term)
    else:
        term.en, term.zh, term.note, term.changed_by, term.changed_at = en, zh, note, actor.name or actor.id, clock.now()
    record(session, actor, GLOSSARY_CHANGED, Glossary(site), {"en": en, "zh": zh, "removed": False})
    return term


def remove_term(session: Session, actor: Actor, term: Term) -> None:
    """Take a term out; translations keep what was recorded as used in them."""
    actor.require(MAINTAIN_GLOSSARY, term.site)
    session.delete(term)
    record(session, actor, GLOSSARY_CHANGED, Glossary(term.site), {"en": term.en, "zh": term.zh, "removed": True})

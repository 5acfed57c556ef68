"""Reading the glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Action, Actor, scoped
from kesu_common.queries import records
from kesu_intake.glossary.model import Term
from kesu_intake.permissions import READ

SORTS = {"en": Term.en, "zh": Term.zh, "changed_at": Term.changed_at}


def terms(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `site` and `q` (in English, Chinese, note)."""
    return records(actor, READ, Term, args, {"site": Term.site}, (Term.en, Term.zh, Term.note))


def term_of(session: Session, actor: Actor, term: UUID, action: Action = READ) -> Term:
    """One term, if the actor may do `action` at its site. Raises `NotFound`."""
    found = session.scalar(scoped(select(Term).where(Term.id == term), actor, action, Term.site))
    if found is None:
        raise NotFound(N_("There is no such term."))
    return found


def terms_of(session: Session, site: str) -> Sequence[Term]:
    """A site's whole glossary, the longest English first, so that “shaft seal” is found before “seal”."""
    return session.scalars(select(Term).where(Term.site == site).order_by(func.length(Term.en).desc(), Term.en)).all()

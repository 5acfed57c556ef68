"""Growing the trees of causes, and deciding which of them are the roots. The only writer of causes."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_capa import events
from kesu_capa.capas.commands import require_work, state_fact
from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.causes.model import CAUSE_STATES, Cause
from kesu_capa.causes.queries import cause_of, causes_of, roots_of
from kesu_capa.deadlines.days import today_at
from kesu_common import clock
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor

FREE = ("contained", "analysed", "reopened")
"""States in which a root cause may still be taken back: nobody acts upon it yet."""


def add_cause(
    session: Session,
    actor: Actor,
    capa: Capa,
    *,
    statement: str,
    kind: str | None = None,
    below: int | None = None,
    branch: str | None = None,
    evidence: str | None = None,
) -> Cause:
    """Write down a possible cause: a why below another cause, or a new top of the tree of its `kind`, on a bone of the diagram or not.

    A why below another is of that one's kind, and on its bone unless it names another.
    """
    _begin(actor, capa)
    every = causes_of(session, capa)
    above = cause_of(session, capa, below, "below") if below is not None else None
    if above is not None and kind not in (None, above.kind):
        raise Invalid(N_("A cause below another is of the same kind."), field="kind")
    if above is None and kind is None:
        raise Invalid(N_("Say whether it is about the occurrence or about the escape."), field="kind")
    cause = Cause(
        capa_id=capa.id,
        line=max((one.line for one in every), default=0) + 1,
        kind=above.kind if above is not None else kind,
        below=below,
        branch=branch,
        state=CAUSE_STATES.initial,
        statement=statement,
        evidence=evidence,
        is_root=False,
    )
    session.add(cause)
    return _noted(session, actor, capa, cause, "added")


def change_cause(
    session: Session, actor: Actor, capa: Capa, *, cause: int, statement: str, branch: str | None = None, evidence: str | None = None
) -> Cause:
    """Say it in other words, on another bone, with other evidence. What was decided keeps its words: rule it out and write a new one."""
    _begin(actor, capa)
    found = cause_of(session, capa, cause)
    if found.state != "candidate" and statement != found.statement:
        raise Conflict(N_("This cause was decided already: its words stay. Add a further cause."), field="statement")
    found.statement, found.branch, found.evidence = statement, branch, evidence
    return _noted(session, actor, capa, found, "changed")


def remove_cause(session: Session, actor: Actor, capa: Capa, *, cause: int) -> Cause:
    """Take away what was written down by mistake: a candidate with nothing below it. What was looked into is ruled out, with how."""
    _begin(actor, capa)
    found = cause_of(session, capa, cause)
    if found.state != "candidate":
        raise Conflict(N_("Cause %(line)s was decided already and stays on record."), line=cause, field="cause")
    if any(one.below == cause for one in causes_of(session, capa)):
        raise Conflict(N_("Other causes stand below %(line)s: remove those first."), line=cause, field="cause")
    session.delete(found)
    return _noted(session, actor, capa, found, "removed")


def confirm_cause(session: Session, actor: Actor, capa: Capa, *, cause: int, verified_how: str, is_root: bool = False) -> Cause:
    """Put on record how it was verified that this is a cause; `is_root`: what has to be acted upon, nothing lies deeper."""
    _begin(actor, capa)
    found = cause_of(session, capa, cause)
    if found.is_root and not is_root:
        _let_go(capa, found)
    CAUSE_STATES.apply(found, "confirm")
    found.is_root = is_root
    _decided(session, found, actor, verified_how, capa.site)
    return _noted(session, actor, capa, found, "confirmed")


def rule_out_cause(session: Session, actor: Actor, capa: Capa, *, cause: int, verified_how: str) -> Cause:
    """Put on record how it is known that this is no cause."""
    _begin(actor, capa)
    found = cause_of(session, capa, cause)
    if found.is_root:
        _let_go(capa, found)
    CAUSE_STATES.apply(found, "rule_out")
    found.is_root = False
    _decided(session, found, actor, verified_how, capa.site)
    return _noted(session, actor, capa, found, "ruled_out")


def analyse_capa(
    session: Session,
    actor: Actor,
    capa: Capa,
    *,
    occurrence_cause: str | None = None,
    escape_cause: str | None = None,
    cause_verified: str | None = None,
) -> Capa:
    """Put both root causes on record (D4, clause 4.1.3.4-d): those of the trees; or, for a simple case, as two texts with how they were
    verified, which become the trees.

    Raises `Conflict` unless an occurrence and an escape root cause are verified.
    """
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "analyse")
    words = {"occurrence": occurrence_cause, "escape": escape_cause}
    for kind, statement in words.items():
        if statement:
            if not cause_verified:
                raise Invalid(N_("Say how it is known that these are the causes."), field="cause_verified")
            _in_one_go(session, actor, capa, kind, statement, cause_verified)
    require_roots(session, capa)
    for kind in words:
        setattr(capa, f"{kind}_cause", "; ".join(cause.statement for cause in roots_of(session, capa, kind)))
    capa.cause_verified = "; ".join(dict.fromkeys(cause.verified_how or "" for cause in roots_of(session, capa)))
    told = {name: getattr(capa, name) for name in ("occurrence_cause", "escape_cause", "cause_verified")}
    state_fact(session, actor, events.ANALYSED, capa, **told)
    return capa


def require_roots(session: Session, capa: Capa) -> None:
    """Raise `Conflict` unless both an occurrence and an escape root cause are verified; the words say which one is missing."""
    if not roots_of(session, capa, "occurrence"):
        raise Conflict(
            N_("No root cause of the occurrence is verified: confirm one in the tree, as root, and say how."), field="occurrence_cause"
        )
    if not roots_of(session, capa, "escape"):
        raise Conflict(N_("No root cause of the escape is verified: confirm one in the tree, as root, and say how."), field="escape_cause")


def _in_one_go(session: Session, actor: Actor, capa: Capa, kind: str, statement: str, how: str) -> None:
    same = [cause for cause in causes_of(session, capa) if cause.kind == kind and cause.statement == statement]
    joined = "; ".join(cause.statement for cause in roots_of(session, capa, kind))
    if statement == joined:
        return
    for earlier in roots_of(session, capa, kind):
        earlier.is_root = False  # it stays in the tree as what was found before; the root is what is said now
    if same:
        cause = same[0]
    else:
        line = max((one.line for one in causes_of(session, capa)), default=0) + 1
        cause = Cause(capa_id=capa.id, line=line, kind=kind, state=CAUSE_STATES.initial, statement=statement)
        session.add(cause)
    CAUSE_STATES.apply(cause, "confirm")
    cause.is_root = True
    _decided(session, cause, actor, how, capa.site)
    session.flush()


def _begin(actor: Actor, capa: Capa) -> None:
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "study")


def _let_go(capa: Capa, cause: Cause) -> None:
    if capa.state not in FREE:
        raise Conflict(
            N_("Actions are planned upon root cause %(line)s: it stays until the effect is judged."), line=cause.line, field="cause"
        )


def _decided(session: Session, cause: Cause, actor: Actor, how: str, site: str) -> None:
    cause.verified_how, cause.verified_by = how, actor.name or actor.id  # before the site is read, which writes what has changed
    cause.verified_on = today_at(session, site)


def _noted(session: Session, actor: Actor, capa: Capa, cause: Cause, what: str) -> Cause:
    capa.updated_at = clock.now()  # the report is another one now: who saw the old one is told
    told: dict[str, Any] = {
        "cause": cause.line,
        "what": what,
        "side": cause.kind,
        "statement": cause.statement,
        "cause_state": cause.state,
        "is_root": cause.is_root,
        "verified_how": cause.verified_how,
    }
    state_fact(session, actor, events.CAUSE_NOTED, capa, **told)
    return cause

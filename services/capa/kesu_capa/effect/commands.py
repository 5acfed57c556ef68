"""Deciding when an effect is judged, judging it by the figures, and noticing that it has happened again."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_capa import events
from kesu_capa.capas.commands import join_capa, reopen_capa, state_fact, verify_capa
from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.copies.model import KnownComplaint, KnownVerdict
from kesu_capa.effect.counting import zone_of
from kesu_capa.effect.figures import Effect, done_on, effect_of
from kesu_capa.permissions import VERIFY
from kesu_common import clock
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_, translate
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of

CAPA = Actor.service("capa")
_FIGURES = {
    "units": N_(
        "%(after)s complaints in %(units_after)s units after the actions, %(before)s in %(units_before)s the year before; p = %(p)s."
    ),
    "lots": N_(
        "%(after)s of %(units_after)s lots complained of after the actions, %(before)s of %(units_before)s the year before; p = %(p)s."
    ),
}


def set_criterion(session: Session, actor: Actor, capa: Capa, *, amount: Decimal, basis: str = "units", until: str = "units") -> Capa:
    """Let the effect be judged by itself when `amount` of `until` (units or lots delivered after the last action, or days since then) is
    reached, by complaints per unit or by the share of failing lots (`basis`; clause 4.1.3.6).

    Decided before it is known what comes out. Raises `Conflict` for a report without a product, and after it was judged.
    """
    actor.require(VERIFY, capa.site)
    if not capa.product:
        raise Conflict(N_("This report names no product, so nothing can be counted."))
    if capa.effect_judged_at is not None:
        raise Conflict(N_("The figures were judged already."))
    CAPA_STATES.apply(capa, "set_criterion")
    if until != "units" and amount != amount.to_integral_value():
        raise Invalid(N_("Lots and days are whole numbers."), field="amount")
    capa.effect_basis, capa.effect_until, capa.effect_amount = basis, until, amount
    units = plain(amount) if until == "units" else None
    state_fact(session, actor, events.CRITERION_SET, capa, units=units, basis=basis, until=until, amount=plain(amount))
    return capa


def judge_effect(session: Session, capa: Capa) -> bool:
    """Judge a report whose planned exposure is reached; says whether it was. Proven better: effective. Proven worse: back to the causes.

    What the figures cannot tell stays quality's decision, which is told so once.
    """
    effect = effect_of(session, capa)
    due = capa.state == "verifying" and capa.effect_judged_at is None
    if not due or effect is None or effect.after is None or capa.effect_amount is None:
        return False
    today = clock.now().astimezone(zone_of(session, capa)).date()
    if effect.reached(capa.effect_until, today) < capa.effect_amount:
        return False
    capa.effect_judged_at = clock.now()
    words = in_words(session, capa, effect)
    if effect.judgement == "untold":
        state_fact(session, CAPA, events.EFFECT_UNTOLD, capa, reason=words)
    else:
        verify_capa(session, CAPA, capa, effective=effect.judgement == "better", verification=words)
    return True


def notice_recurrence(session: Session, complaint: str) -> None:
    """A complaint is our fault: reports of its product and defect that count as effective are taken up again, and say why.

    Unless the figures still prove the effect: then it is only joined. A complaint from before the last action is no recurrence.
    """
    known = session.get(KnownComplaint, complaint, populate_existing=True)
    verdict = session.get(KnownVerdict, complaint, populate_existing=True)
    if (
        known is None
        or verdict is None
        or known.withdrawn
        or known.received_at is None
        or verdict.verdict != "ours"
        or not verdict.defect_code
    ):
        return
    same = (Capa.site == known.site, Capa.product == known.product, Capa.defect_code == verdict.defect_code)
    wanted = (
        select(Capa)
        .where(*same, Capa.state.in_(("effective", "closed", "reopened")))
        .order_by(Capa.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for capa in session.scalars(wanted).all():
        zone = zone_of(session, capa)
        done = done_on(session, capa, zone)
        if complaint in capa.complaints or done is None or known.received_at.astimezone(zone).date() <= done:
            continue
        effect = effect_of(session, capa)
        figures = in_words(session, capa, effect) if effect is not None and effect.p is not None else ""
        again = translate(N_("It has happened again: %(complaint)s."), {"complaint": complaint}, _language(session, capa))
        if effect is not None and effect.judgement == "better" and capa.state != "reopened":
            join_capa(session, CAPA, capa, reason=f"{again} {figures}", complaint=complaint)
        else:
            reopen_capa(session, CAPA, capa, reason=f"{again} {figures}".strip(), key=complaint)


def in_words(session: Session, capa: Capa, effect: Effect) -> str:
    """The figures as a sentence in the site's working language."""
    after, before = effect.after or effect.before, effect.before
    seen = ("events", "units") if effect.basis == "units" else ("failing", "lots")
    params = {
        "after": getattr(after, seen[0]), "units_after": plain(Decimal(getattr(after, seen[1]))), "before": getattr(before, seen[0]),
        "units_before": plain(Decimal(getattr(before, seen[1]))), "p": "–" if effect.p is None else f"{effect.p:.2g}",
    }  # fmt: skip
    return translate(_FIGURES[effect.basis], params, _language(session, capa))


def _language(session: Session, capa: Capa) -> str:
    return site_of(session, capa.site).working_language

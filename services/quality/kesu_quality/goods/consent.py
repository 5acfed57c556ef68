"""The customer's consent (客户同意) to a concession, where the site asks for it.

A site asks for it by giving the work `goods.consent` a target: how long sales may take to get the answer.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task
from kesu_quality import events, tasks
from kesu_quality.goods.facts import state
from kesu_quality.goods.model import GOODS_STATES, Goods
from kesu_quality.permissions import DISPOSE, RECORD_CONSENT


def ask_consent(session: Session, actor: Actor, goods: Goods, *, question: str) -> Goods:
    """Give sales the work to ask the customer. An answer that was there does not hold any more: it was to another question."""
    actor.require(DISPOSE, goods.site)
    GOODS_STATES.apply(goods, "ask_consent")
    goods.consent = goods.consent_evidence = goods.consent_by = goods.consent_at = None
    state(session, actor, events.CONSENT_ASKED, goods, {"question": question})
    params = {"customer": goods.customer_name or goods.customer_code or "?"}
    open_task(session, actor, tasks.CONSENT, subject=goods.number, site=goods.site, case=goods.complaint, params=params)
    return goods


def record_consent(session: Session, actor: Actor, goods: Goods, *, agreed: bool, evidence: str) -> Goods:
    """What the customer said, and how that is known (who, when, in which letter)."""
    actor.require(RECORD_CONSENT, goods.site)
    GOODS_STATES.apply(goods, "record_consent")
    goods.consent, goods.consent_evidence, goods.consent_by, goods.consent_at = agreed, evidence, actor.name or actor.id, clock.now()
    state(session, actor, events.CONSENT_RECORDED, goods, {"agreed": agreed, "evidence": evidence})
    finish_task(session, actor, tasks.CONSENT, goods.number, "agreed" if agreed else "refused")
    return goods


def asks_for_consent(session: Session, site: str) -> bool:
    """Whether concessions at the site need the customer's consent."""
    return tasks.CONSENT.name in site_of(session, site).targets


def require_consent(session: Session, goods: Goods) -> None:
    """Raise `Conflict` where a concession is not possible for want of the customer's consent."""
    if not asks_for_consent(session, goods.site) or goods.consent:
        return
    message = (
        N_("The customer did not agree to a concession.")
        if goods.consent is False
        else N_("At this site the customer has to agree to a concession first: ask for consent.")
    )
    raise Conflict(message, field="parts")

"""Every operation on nonconforming goods, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_quality.goods import commands, consent, working
from kesu_quality.goods.model import GOODS_STATES, Goods
from kesu_quality.goods.queries import goods_of
from kesu_quality.goods.schemas import AskConsentIn, ConsentIn, DisposeIn, ReinspectIn, WorkIn
from kesu_quality.permissions import DISPOSE, RECORD_CONSENT, REINSPECT, REPORT_WORK


def _dispose(_session: Session, _actor: Actor, goods: Goods) -> Mapping[str, Any]:
    return {"parts": [{"quantity": plain(goods.open or goods.open_others)}]}  # what is to be done with it, nobody decides beforehand


def _work(_session: Session, _actor: Actor, goods: Goods) -> Mapping[str, Any]:
    return next(({"part": d.part, "quantity": plain(d.in_work)} for d in goods.dispositions if d.in_work), {})


def _reinspection(_session: Session, _actor: Actor, goods: Goods) -> Mapping[str, Any]:
    return next(({"part": d.part} for d in goods.dispositions if d.to_inspect), {})


OPERATIONS = Operations(
    states=GOODS_STATES,
    find=goods_of,
    all=(
        Operation(
            path="dispose", title=N_("Decide the disposition"), summary="Split a disposition over the quantity (clause 4.1.3.4-b)",
            action=DISPOSE,
            schema=DisposeIn, run=commands.dispose_goods, command="dispose", icon="arrows-exchange",
            template="quality/goods/dispose.html", initial=_dispose,
            offered=lambda _session, _actor, goods: bool(goods.open or goods.open_others),
        ),
        Operation(
            path="ask-consent", title=N_("Ask for the customer's consent"), summary="Let sales ask the customer before a concession",
            action=DISPOSE, schema=AskConsentIn, run=consent.ask_consent, command="ask_consent", icon="send",
            template="quality/goods/ask_consent.html",
            offered=lambda session, _actor, goods: bool(goods.open) and consent.asks_for_consent(session, goods.site),
        ),
        Operation(
            path="consent", title=N_("Record the customer's answer"), summary="Record whether the customer agreed to a concession",
            action=RECORD_CONSENT, schema=ConsentIn, run=consent.record_consent, command="record_consent", icon="heart-handshake",
            template="quality/goods/consent.html",
            offered=lambda session, _actor, goods: consent.asks_for_consent(session, goods.site),
        ),
        Operation(
            path="work", title=N_("Report work done"), summary="Repair or rework is done (clause 4.1.3.4-b)", action=REPORT_WORK,
            schema=WorkIn,
            run=working.report_work, command="report_work", icon="tools", template="quality/goods/work.html", initial=_work,
            offered=lambda _session, _actor, goods: any(d.in_work for d in goods.dispositions),
        ),
        Operation(
            path="reinspect", title=N_("Inspect again"), summary="Inspect again what was worked on (clause 4.1.3.4-c)", action=REINSPECT,
            schema=ReinspectIn, run=working.reinspect_goods, command="reinspect", icon="zoom-check",
            template="quality/goods/reinspect.html", initial=_reinspection,
            offered=lambda _session, _actor, goods: any(d.to_inspect for d in goods.dispositions),
        ),
    ),
)  # fmt: skip

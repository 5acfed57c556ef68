"""Taking reports in and keeping what the exchange needs. The only writer of both."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa import events
from kesu_capa.capas.commands import join_capa, open_capa
from kesu_capa.capas.model import Capa
from kesu_capa.exchange.checking import require_valid
from kesu_capa.exchange.head import laid, wrong
from kesu_capa.exchange.model import EXCHANGE_STATES, ExchangeHead, Received8D
from kesu_capa.exchange.queries import head_for, meant_by
from kesu_capa.exchange.reading import Reading, reading_of
from kesu_capa.permissions import EXCHANGE, OPEN
from kesu_common.database import next_number, one_at_a_time
from kesu_common.errors import Conflict, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_, translate
from kesu_common.journal import record
from kesu_common.people.actors import Actor

_UNFIT = re.compile("[\x00\ud800-\udfff]")


def receive_8d(session: Session, actor: Actor, *, site: str, document: Any) -> Received8D:
    """Keep a report that came in, to be looked at; nothing is opened or changed by it yet. Raises `Invalid` for what breaks the model."""
    actor.require(EXCHANGE, site)
    valid = require_valid(document, actor.language)
    if _unfit(valid):
        raise Invalid(N_("The text has a character that cannot be stored."), field="document")
    said = reading_of(valid)
    received = Received8D(
        number=next_number(session, "8D", site),
        site=site,
        state=EXCHANGE_STATES.initial,
        document=valid,
        customer_reference=said.reference[:200],
        sender=said.sender[:300],
    )
    session.add(received)
    _state(session, actor, events.REPORT_RECEIVED, received)
    return received


def take_8d(
    session: Session, actor: Actor, received: Received8D, *, severity: str | None = None, responsible_department: str | None = None
) -> Capa:
    """Open a corrective action with what the report says, or bring it to the one that it means: an empty problem is filled in, the rest is
    kept and offered in the forms. A new one needs its severity and its department."""
    actor.require(EXCHANGE, received.site)
    EXCHANGE_STATES.apply(received, "take")
    one_at_a_time(session, "report_8d", received.site, received.customer_reference)  # whoever comes second finds the first one's report
    said = reading_of(received.document)
    capa = meant_by(session, received)
    if capa is None:
        missing = {"severity": severity, "responsible_department": responsible_department}
        if errors := {name: [N_("A new report needs this.")] for name, value in missing.items() if value is None}:
            raise Invalid(N_("Say how severe it is and whose work."), errors=errors)
        capa = _opened(session, actor, received, said, str(severity), str(responsible_department))
    else:
        _updated(session, actor, capa, received, said)
    _keep(session, capa, received.customer_reference, received.document)
    received.capa = capa.number
    _state(session, actor, events.REPORT_TAKEN, received)
    return capa


def discard_8d(session: Session, actor: Actor, received: Received8D, *, reason: str) -> Received8D:
    """Leave a report that came in aside, with a reason."""
    actor.require(EXCHANGE, received.site)
    EXCHANGE_STATES.apply(received, "discard")
    received.reason = reason
    _state(session, actor, events.REPORT_DISCARDED, received)
    return received


def keep_head(session: Session, actor: Actor, capa: Capa, **given: str | None) -> Capa:
    """Keep what the report cannot know itself, by the fields of `head.FIELDS`, laid over what is known already; `None` takes one away.

    Raises `Invalid` that names the fields whose text the model does not take, `Conflict` for a customer's number that another report has.
    """
    actor.require(EXCHANGE, capa.site)
    known = session.get(ExchangeHead, capa.id)
    document = laid(known.document if known else {}, given)
    if errors := wrong(document):
        raise Invalid(N_("The model does not take this."), errors={n: [translate(t, language=actor.language)] for n, t in errors.items()})
    reference = str(given.get("customer_reference") or "")
    if known is None or known.customer_reference != reference:
        one_at_a_time(session, "report_8d", capa.site, reference)
    other = head_for(session, capa.site, reference)
    if other is not None and other.id != capa.id:
        raise Conflict(N_("%(number)s has this customer's number already."), number=other.number)
    _keep(session, capa, reference, document)
    record(session, actor, events.EXCHANGE_KEPT, capa, {"number": capa.number, "customer_reference": reference}, case=capa.case)
    return capa


def _opened(session: Session, actor: Actor, received: Received8D, said: Reading, severity: str, department: str) -> Capa:
    actor.require(OPEN, received.site)
    capa = open_capa(
        session,
        actor,
        site=received.site,
        source="customer_8d",
        source_key=received.number,
        title=said.title[:300],
        severity=severity,
        responsible_department=department,
        reason=said.symptom or said.problem or said.reference,
        product=said.product[:200] if said.product else None,
        lot=said.lot[:100] if said.lot else None,
    )
    capa.problem = said.problem
    return capa


def _updated(session: Session, actor: Actor, capa: Capa, received: Received8D, said: Reading) -> None:
    if capa.state in {"declined", "joined"}:
        raise Conflict(N_("%(number)s is not worked on any more. Discard this report, or open another by hand."), number=capa.number)
    capa.problem = capa.problem or said.problem
    join_capa(session, actor, capa, reason=f"8D {said.reference} ({received.document['header']['lastRevisionDate']})")


def _keep(session: Session, capa: Capa, reference: str, document: dict[str, Any]) -> None:
    session.flush()
    head = session.get(ExchangeHead, capa.id)
    if head is None:
        session.add(ExchangeHead(capa_id=capa.id, customer_reference=reference, document=document))
    else:
        head.customer_reference, head.document = reference, document


def _state(session: Session, actor: Actor, event: EventType, received: Received8D) -> None:
    data = {
        "number": received.number, "state": received.state, "customer_reference": received.customer_reference,
        "sender": received.sender, "capa": received.capa, "reason": received.reason,
    }  # fmt: skip
    record(session, actor, event, received, data)


def _unfit(value: Any) -> bool:
    """Whether a text in it holds what PostgreSQL cannot keep."""
    if isinstance(value, dict):
        return any(_unfit(name) or _unfit(inner) for name, inner in value.items())
    if isinstance(value, list):
        return any(map(_unfit, value))
    return isinstance(value, str) and _UNFIT.search(value) is not None

"""Recording what a return or an on-site job cost."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_returns.costs.events import COST_RECORDED
from kesu_returns.costs.model import CURRENCY, Cost
from kesu_returns.onsite.model import OnSiteJob
from kesu_returns.permissions import RECORD_COST
from kesu_returns.returns.model import Return


def record_cost(
    session: Session,
    actor: Actor,
    thing: Return | OnSiteJob,
    *,
    kind: str,
    amount: Decimal,
    currency: str = CURRENCY,
    note: str | None = None,
) -> Cost:
    """Keep a cost (登记成本) in its own currency, whatever the state: bills come late.

    A negative amount corrects an earlier line and needs a note. Raises `Invalid`.
    """
    actor.require(RECORD_COST, thing.site)
    if amount < 0 and not note:
        raise Invalid(N_("A correction needs a note."), field="note")
    made = Cost(site=thing.site, subject=thing.number, kind=kind, amount=amount, currency=currency, note=note)
    made.recorded_by = actor.name or actor.id
    if isinstance(thing, Return):
        made.return_id = thing.id
    else:
        made.onsite_job_id = thing.id
    session.add(made)
    session.flush()  # its id is told
    of = {name: getattr(thing, name) for name in ("number", "complaint", "customer_code", "customer_name")}
    what = {name: getattr(made, name) for name in ("kind", "amount", "currency", "note", "recorded_by")}
    record(session, actor, COST_RECORDED, thing, {"cost": made.id, **of, **what}, case=thing.complaint)
    return made

"""Recording a cost, as an operation on a return and on an on-site job."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Field
from kesu_common.web.operations import Operation
from kesu_returns.costs.commands import record_cost
from kesu_returns.costs.model import CURRENCY, KINDS
from kesu_returns.costs.schemas import CostIn
from kesu_returns.permissions import RECORD_COST


def _starts(_session: Session, _actor: Actor, _thing: Any) -> dict[str, Any]:
    return {"currency": CURRENCY}


RECORD = Operation[Any](
    path="costs",
    title=N_("Record a cost"),
    summary="Record freight, handling, material or credit, whatever the state; a negative amount corrects an earlier line",
    action=RECORD_COST,
    schema=CostIn,
    run=record_cost,
    command=None,
    icon="chart-bar",
    initial=_starts,
    fields=(
        Field(name="kind", label=N_("Kind"), kind="choice", required=True, choices=KINDS),
        Field(name="amount", label=N_("Amount"), required=True),
        Field(name="currency", label=N_("Currency"), required=True),
        Field(name="note", label=N_("Note (a negative amount corrects an earlier line, and needs one)"), kind="long"),
    ),
)

"""What can be done with the read-across: asking, and answering."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_capa import permissions
from kesu_capa.capas.model import Capa
from kesu_capa.capas.offering import works_on_it
from kesu_capa.spread import commands, schemas
from kesu_capa.spread.model import SPREAD_STATES, ReadAcross
from kesu_capa.spread.queries import entry_of
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Field
from kesu_common.web.operations import Operation, Operations


def _is_ones_own(_session: Session, actor: Actor, entry: ReadAcross) -> bool:
    return actor.has_role(entry.department, entry.site) or actor.has_role("quality", entry.site)


SPREAD: Operation[Capa] = Operation(
    path="spread",
    title=N_("Read across"),
    summary="Name similar products, sites, standards to which it may apply (D7): work of the department there",
    action=permissions.WORK,
    schema=schemas.SpreadIn,
    run=commands.read_across,
    command="spread",
    icon="arrows-exchange",
    template="capa/operations/spread.html",
    offered=works_on_it,
)
ENTRY_OPERATIONS = Operations[ReadAcross](
    states=SPREAD_STATES,
    find=entry_of,
    all=(
        Operation(
            path="finish",
            title=N_("Carried over"),
            summary="Report that it was carried over, and what was done (D7)",
            action=permissions.SPREAD,
            schema=schemas.OutcomeIn,
            run=commands.finish_read_across,
            command="finish",
            icon="check",
            template="capa/spread/answer.html",
            fields=(Field(name="outcome", label=N_("What was done"), kind="long", required=True),),
            offered=_is_ones_own,
        ),
        Operation(
            path="decline",
            title=N_("Does not apply here"),
            summary="Say why it does not apply there (D7)",
            action=permissions.SPREAD,
            schema=schemas.OutcomeIn,
            run=commands.decline_read_across,
            command="decline",
            icon="ban",
            tone="ghost-danger",
            template="capa/spread/answer.html",
            fields=(Field(name="outcome", label=N_("Why"), kind="long", required=True),),
            offered=_is_ones_own,
        ),
    ),
)

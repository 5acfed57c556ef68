"""What can be done with a report that came in."""

from __future__ import annotations

from kesu_capa import permissions
from kesu_capa.capas.schemas import WithReasonIn
from kesu_capa.exchange.commands import discard_8d, take_8d
from kesu_capa.exchange.model import EXCHANGE_STATES, Received8D
from kesu_capa.exchange.queries import received_of
from kesu_capa.exchange.schemas import TakeIn
from kesu_common.i18n import N_
from kesu_common.web.operations import Operation, Operations

OPERATIONS = Operations[Received8D](
    states=EXCHANGE_STATES,
    find=received_of,
    all=(
        Operation(
            path="take",
            title=N_("Take it"),
            summary="Open a corrective action with it, or bring it to the one that it means",
            action=permissions.EXCHANGE,
            schema=TakeIn,
            run=take_8d,
            command="take",
            icon="check",
            template="capa/exchange/take.html",
        ),
        Operation(
            path="discard",
            title=N_("Discard it"),
            summary="Leave it aside with a reason",
            action=permissions.EXCHANGE,
            schema=WithReasonIn,
            run=discard_8d,
            command="discard",
            icon="ban",
            tone="ghost-danger",
            template="capa/exchange/discard.html",
        ),
    ),
)

"""Joining and splitting as buttons."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kesu_capa import permissions
from kesu_capa.capas.model import Capa
from kesu_capa.capas.schemas import WithReasonIn
from kesu_capa.joining import commands, schemas
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation


def _serves_several(_session: Session, _actor: Actor, capa: Capa) -> bool:
    return len(capa.cases) > 1


JOINING: Sequence[Operation[Capa]] = (
    Operation(
        path="merge",
        title=N_("Join into another"),
        summary="Join it, on which no work has begun, into another report; its complaints go there",
        action=permissions.MERGE,
        schema=schemas.MergeIn,
        run=commands.merge_capa,
        command="merge",
        icon="link",
        template="capa/operations/merge.html",
    ),
    Operation(
        path="separate",
        title=N_("Separate again"),
        summary="Let a joined report stand on its own again, with the complaints that it brought along",
        action=permissions.MERGE,
        schema=WithReasonIn,
        run=commands.separate_capa,
        command="separate",
        icon="refresh",
        template="capa/operations/reason.html",
    ),
    Operation(
        path="split",
        title=N_("Split a complaint off"),
        summary="Take a complaint out of the report and give it one of its own",
        action=permissions.MERGE,
        schema=schemas.SplitIn,
        run=commands.split_complaint,
        command="split",
        icon="arrows-exchange",
        template="capa/operations/split.html",
        offered=_serves_several,
    ),
)

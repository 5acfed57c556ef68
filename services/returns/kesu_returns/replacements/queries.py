"""Reading replacements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_returns.replacements.model import ReplacementShipment
from kesu_returns.returns.model import Return, ReturnLine


def shipments_of(session: Session, thing: Return) -> Sequence[tuple[ReplacementShipment, int]]:
    """What went out for a return, oldest first: the shipment and its line's number."""
    wanted = select(ReplacementShipment, ReturnLine.line).join(ReturnLine, ReturnLine.id == ReplacementShipment.line_id)
    rows = session.execute(wanted.where(ReturnLine.return_id == thing.id).order_by(ReplacementShipment.id))
    return [(shipment, line) for shipment, line in rows]

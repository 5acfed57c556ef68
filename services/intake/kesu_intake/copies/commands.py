"""Writing the copies. Facts of one subject come in order; a fact older than what is known (delivered late or again) changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kesu_intake.copies.model import KnownCapa, KnownCase, KnownReturn


def learn_case(session: Session, number: str, complaint: str, sequence: int, **known: Any) -> bool:
    """Keep quality's case; says whether it was news."""
    return _keep(session, KnownCase, ["number"], {"number": number, "complaint_number": complaint, "sequence": sequence, **known})


def learn_return(session: Session, number: str, complaint: str, state: str, sequence: int) -> bool:
    """Keep how far a return has come."""
    return _keep(session, KnownReturn, ["number"], {"number": number, "complaint_number": complaint, "state": state, "sequence": sequence})


def learn_capa(session: Session, number: str, complaint: str, state: str, sequence: int, **known: Any) -> bool:
    """Keep how far a corrective action has come."""
    values = {"number": number, "complaint_number": complaint, "state": state, "sequence": sequence, **known}
    return _keep(session, KnownCapa, ["number", "complaint_number"], values)


def _keep(session: Session, table: type[KnownCase | KnownReturn | KnownCapa], key: list[str], values: dict[str, Any]) -> bool:
    statement = insert(table).values(values)
    changes = {name: value for name, value in values.items() if name not in key}
    newer = table.sequence < values["sequence"]
    kept = session.execute(statement.on_conflict_do_update(index_elements=key, set_=changes, where=newer).returning(table.sequence))
    return kept.first() is not None
